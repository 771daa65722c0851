"""Statements as banks write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.bank.balances import is_checked
from sales_core.bank.reading import parse_statement
from sales_core.bank.statement import Direction, Identity, Statement
from tests.bank.writing import CLIENT_INN, OUR_INN, OURS, SAMPLES, SECOND, THEIRS, account, document, parsed, written

DAY = date(2026, 10, 5)


def sample(name: str) -> Statement:
    return parse_statement((SAMPLES / name).read_bytes(), name)


def test_a_month_with_hostile_names_in_windows_1251() -> None:
    statement = sample("october.txt")
    assert (statement.charset, statement.stated_charset, statement.version) == ("cp1251", "Windows", "1.03")
    assert (statement.begins_on, statement.ends_on) == (DAY, date(2026, 10, 7))
    assert statement.accounts == (OURS,)
    invoice, person, fee, own = statement.documents
    assert invoice.payer.name == "ООО «Вектор & Ко» <b>'\"; DROP TABLE payment;--"
    assert (invoice.payer.inn, invoice.amount_minor, invoice.line) == (CLIENT_INN, 300_000_00, 20)
    assert invoice.purpose.endswith("в т.ч. НДС 20% 50000-00"), "the whole purpose, not its first part"
    assert (person.payer.inn, person.amount_minor) == ("", 51_200_50)
    assert person.purpose == "Перевод за обучение, сделка 30112233. Без налога (НДС)"
    assert (person.recipient.name, person.recipient.inn) == ("ООО Ромашка", OUR_INN)
    assert (fee.direction, fee.payer.account, fee.counterparty.name) == (
        Direction.OUTGOING,
        OURS,
        "БАНК «ПРИМЕР» (ПАО)",
    )
    assert fee.purpose == f"Комиссия за ведение счета {OURS} за октябрь", "broken over two lines"
    assert own.direction is Direction.OWN, "to another account of the same INN, which the file does not name"
    assert is_checked(statement, OURS)


def test_a_section_for_each_day_and_a_transfer_written_for_both_accounts() -> None:
    statement = sample("every_day.txt")
    assert (statement.charset, statement.stated_charset) == ("utf-8", "Windows")
    assert statement.accounts == (OURS, SECOND)
    transfer, first, second = statement.documents
    assert transfer.direction is Direction.OWN
    assert (transfer.debited_on, transfer.credited_on) == (DAY, DAY)
    assert first.payer.inn == second.payer.inn == "0411000007", "the zero in front stays, the KPP goes"
    assert (first.twin, second.twin) == (1, 2)
    assert first.booked_on == date(2026, 10, 7)


def test_a_file_without_balances_in_the_charset_of_dos() -> None:
    statement = sample("without_balances.txt")
    (only,) = statement.documents
    assert (statement.charset, only.payer.name, only.amount_minor) == ("cp866", 'ООО "Ёж"', 15_000_10)
    assert only.booked_on == only.dated_on == date(2026, 10, 12)
    assert not is_checked(statement, statement.accounts[0])


@pytest.mark.parametrize("charset", ["cp1251", "cp866", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("said", ["Windows", "DOS", "UTF-8", "", "нечто"])
def test_the_bytes_decide_the_charset_whatever_the_file_says(charset: str, line_end: str, said: str) -> None:
    statement = parsed(written(charset_name=said).replace("\n", line_end), charset)
    assert statement.charset == charset.removesuffix("-sig")
    assert statement.stated_charset == said
    assert statement.documents == parsed(written()).documents


def test_what_a_bank_leaves_out_or_adds_does_no_harm() -> None:
    text = written([document(Номер=None, ДатаПоступило=None, НеизвестноеПоле="x=y", Сумма="1 000")])
    loose = text.replace("СекцияРасчСчет\n", "\n\nсекциярасчсчет\n").replace("Сумма=", " Сумма = ") + "\n\x1a"
    (only,) = parsed(loose).documents
    assert (only.number, only.booked_on, only.amount_minor) == ("", DAY, 1000_00)


def test_the_day_of_booking_is_that_of_the_company_s_own_account() -> None:
    days = {"ДатаСписано": "06.10.2026", "ДатаПоступило": "07.10.2026", "Сумма": "500"}
    spent = document(
        **days, ПлательщикСчет=OURS, ПлательщикИНН=OUR_INN, ПолучательСчет=THEIRS, ПолучательИНН=CLIENT_INN
    )
    section = account(ВсегоПоступило="500", ВсегоСписано="500", КонечныйОстаток="500")
    came, went = parsed(written([document(**days), spent], [section])).documents
    assert (came.direction, came.booked_on) == (Direction.INCOMING, date(2026, 10, 7))
    assert (went.direction, went.booked_on) == (Direction.OUTGOING, date(2026, 10, 6))


@pytest.mark.parametrize("path", ["Счет", "РасчСчет"])
def test_the_company_s_own_account_counts_where_two_are_given(path: str) -> None:
    other = {"Счет": "РасчСчет", "РасчСчет": "Счет"}[path]
    fields = {"ПолучательСчет": None, f"Получатель{path}": OURS, f"Получатель{other}": THEIRS}
    (only,) = parsed(written([document(**fields)])).documents
    assert (only.direction, only.recipient.account) == (Direction.INCOMING, OURS)


def test_what_steers_a_terminal_does_not_reach_one() -> None:
    (only,) = parsed(written([document(Плательщик1="ООО \x1b[31mКрасный\u202e\x07 \u00a0шар")])).documents
    assert only.payer.name == "ООО [31mКрасный шар"


def test_money_from_an_account_with_our_inn_is_our_own() -> None:
    (only,) = parsed(written([document(ПлательщикИНН=OUR_INN)])).documents
    assert only.direction is Direction.OWN
    (none,) = parsed(written([document(ПлательщикИНН="0", ПолучательИНН="0")])).documents
    assert none.direction is Direction.INCOMING, "two parties without an INN are not one"


def test_a_transfer_written_once_counts_for_both_accounts() -> None:
    sections = [
        account(ВсегоПоступило="0", ВсегоСписано="300", КонечныйОстаток="200"),
        account(РасчСчет=SECOND, ВсегоПоступило="300", КонечныйОстаток="800"),
    ]
    transfer = document(Сумма="300", ПлательщикСчет=OURS, ПолучательСчет=SECOND, ДатаСписано="05.10.2026")
    assert parsed(written([transfer], sections)).documents[0].direction is Direction.OWN


def test_balances_without_turnovers_are_checked_by_what_they_changed_by() -> None:
    statement = parsed(written(sections=[account(ВсегоПоступило=None, ВсегоСписано=None)]))
    assert is_checked(statement, OURS)


def test_an_overlapping_file_says_the_same_of_the_same_documents() -> None:
    twins = [document(), document(), document(Номер=16)]
    early = parsed(written(twins[:2], [account(ВсегоПоступило="2000", КонечныйОстаток="2500")]))
    late = parsed(written(twins, [account(ВсегоПоступило="3000", КонечныйОстаток="3500")]))
    known = {each.identity for each in early.documents}
    assert len(known) == 2
    assert [each.number for each in late.documents if each.identity not in known] == ["16"]


def test_twins_booked_on_different_days_are_two_in_files_of_one_day_each() -> None:
    first, second = (
        parsed(written([document(ДатаПоступило=day)])).documents[0].identity for day in ("05.10.2026", "06.10.2026")
    )
    assert first != second
    assert first.as_text() != second.as_text()


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_identities_as_text_are_equal_where_they_are(first: str, second: str, third: str, fourth: str) -> None:
    one, other = Identity(DAY, DAY, first, 1, second, OURS, 1), Identity(DAY, DAY, third, 1, fourth, OURS, 1)
    assert (one.as_text() == other.as_text()) == (one == other)


LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯёЁ №=;:,.\"'<>&/-0123456789abcXYZ"
TEXT = st.text(LETTERS, max_size=60).map(lambda text: " ".join(text.split()))
DAYS = st.dates(date(2026, 10, 1), date(2026, 10, 31))


@st.composite
def written_documents(draw: st.DrawFn) -> dict[str, object]:
    is_incoming = draw(st.booleans())
    theirs, ours = ("Плательщик", "Получатель") if is_incoming else ("Получатель", "Плательщик")
    amount = draw(st.integers(1, 10**13))
    booked = draw(DAYS)
    return {
        "Номер": draw(st.integers(1, 99)),
        "Дата": f"{draw(DAYS):%d.%m.%Y}",
        "Сумма": f"{amount // 100}.{amount % 100:02}",
        f"{theirs}Счет": THEIRS,
        f"{theirs}1": draw(TEXT),
        f"{theirs}ИНН": draw(st.sampled_from(["", CLIENT_INN])),
        f"{ours}Счет": OURS,
        "ДатаПоступило" if is_incoming else "ДатаСписано": f"{booked:%d.%m.%Y}",
        "НазначениеПлатежа": draw(TEXT),
    }


@given(st.lists(written_documents(), max_size=5), st.sampled_from(["cp1251", "cp866", "utf-8"]), st.integers(0, 10**12))
def test_what_was_written_is_read(documents: list[dict[str, object]], charset: str, opening: int) -> None:
    statement = parsed(written(documents, [section_of(documents, opening)]), charset)
    assert [said_by(statement, index) for index in range(len(documents))] == documents
    assert len(statement.documents) == len(documents)


def section_of(documents: list[dict[str, object]], opening: int) -> dict[str, object]:
    def total(day_key: str) -> int:
        return sum(int(str(each["Сумма"]).replace(".", "")) for each in documents if day_key in each)

    received, gone = total("ДатаПоступило"), total("ДатаСписано")
    minor = {
        "НачальныйОстаток": opening,
        "ВсегоПоступило": received,
        "ВсегоСписано": gone,
        "КонечныйОстаток": opening + received - gone,
    }
    return account(**{
        key: f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}" for key, value in minor.items()
    })  # fmt: skip


def said_by(statement: Statement, index: int) -> dict[str, object]:
    """A document as the keys it was written with."""
    read = statement.documents[index]
    is_incoming = read.direction is Direction.INCOMING
    theirs, ours = ("Плательщик", "Получатель") if is_incoming else ("Получатель", "Плательщик")
    return {
        "Номер": int(read.number),
        "Дата": f"{read.dated_on:%d.%m.%Y}",
        "Сумма": f"{read.amount_minor // 100}.{read.amount_minor % 100:02}",
        f"{theirs}Счет": read.counterparty.account,
        f"{theirs}1": read.counterparty.name,
        f"{theirs}ИНН": read.counterparty.inn,
        f"{ours}Счет": OURS,
        "ДатаПоступило" if is_incoming else "ДатаСписано": f"{read.booked_on:%d.%m.%Y}",
        "НазначениеПлатежа": read.purpose,
    }
