"""Files that are refused, each with the line that is at fault."""

import codecs
from dataclasses import dataclass

import pytest

from sales_core.bank import charset
from sales_core.bank.reading import parse_statement
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.i18n import language
from tests.bank.writing import OURS, SAMPLES, SECOND, THEIRS, account, document, written

GOOD = written()
OCTOBER = (SAMPLES / "october.txt").read_bytes()
END = GOOD.count("\n")
SECTION, OPENING, RECEIVED, WRITTEN_OFF, CLOSING = 5, 9, 10, 11, 12
DOCUMENT, NUMBER, DAY, SUM, PAYER = 14, 15, 16, 17, 18


@dataclass(frozen=True)
class Refused:
    """``line`` of the first fault, and a part of what is said of it."""

    name: str
    content: bytes
    line: int
    told: str


def changed(old: str, new: str) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new, 1).encode()


def cut(line: int, characters: int = 1_000_000) -> bytes:
    """The file up to a line, and of that so many characters."""
    lines = GOOD.splitlines(keepends=True)
    return ("".join(lines[: line - 1]) + lines[line - 1][:characters]).encode()


def of_day(day: str, **changes: object) -> dict[str, object]:
    return account(ДатаНачала=day, ДатаКонца=day, **changes)


FORGED = f"""Оплата
КонецДокумента
СекцияДокумент=Платежное поручение
Номер=1
Дата=05.10.2026
Сумма=9
ПлательщикСчет={THEIRS}
ПолучательСчет={OURS}
НазначениеПлатежа=по счету 1"""
"""What a payer would have to smuggle into a purpose for a payment that never was."""
DAMAGED = OCTOBER.decode("cp1251").encode().replace("комиссия".title().encode(), "Комиссия".encode("cp1251"))
TWO_CHARSETS = GOOD[:200].encode("cp1251") + GOOD[200:].encode("cp866")
MOJIBAKE = GOOD.encode().decode("cp1251", "replace").encode()

REFUSED = [
    Refused("no end", cut(END - 1), END - 1, "cut off"),
    Refused("no end after the header", cut(4), 4, "КонецФайла"),
    Refused("only the first line", b"1CClientBankExchange", 1, "words of a statement"),
    Refused("cut in the middle of a line", cut(SUM, 7), SUM, "КонецДокумента"),
    Refused("cut in the middle of a key", cut(PAYER, 5), PAYER, "neither Ключ=Значение"),
    Refused("cut in the middle of a letter", cut(PAYER)[:-1] + "П".encode()[:1], PAYER, "not in UTF-8"),
    Refused("a document never closed", changed("КонецДокумента\n", ""), END - 1, "СекцияДокумент of line 14"),
    Refused("an account never closed", changed("КонецРасчСчет\n", ""), 13, "СекцияРасчСчет of line 5"),
    Refused("closed by the other's end", changed("КонецДокумента", "КонецРасчСчет"), END - 1, "closes nothing"),
    Refused("closed twice", changed("КонецРасчСчет\n", "КонецРасчСчет\nКонецРасчСчет\n"), 14, "closes nothing"),
    Refused("more after the end", GOOD.encode() + "Сумма=5\n".encode(), END + 1, "after КонецФайла"),
    Refused("two files in one", GOOD.encode() * 2, END + 1, "after КонецФайла"),
    Refused("two beginnings", changed("РасчСчет=", "1CClientBankExchange\nРасчСчет="), 4, "second statement"),
    Refused("an unknown section", changed("СекцияРасчСчет", "СекцияКурсов=1"), SECTION, "not a section"),
    Refused("a line that is nothing", changed("Номер=15", "Номер 15"), NUMBER, "“Номер 15” is neither"),
    Refused("a broken balance", changed("Остаток=1500.00", "Остаток=1500.01"), CLOSING, "1500.01"),
    Refused("a document missing", written([]).encode(), RECEIVED, "by the documents 0.00"),
    Refused("a document twice", written([document()] * 2).encode(), RECEIVED, "by the documents 2000.00"),
    Refused("a forged document in a purpose", written([document(НазначениеПлатежа=FORGED)]).encode(), RECEIVED, "1009"),
    Refused(
        "an expense missing",
        written(sections=[account(ВсегоСписано="10", КонечныйОстаток="1490")]).encode(),
        WRITTEN_OFF,
        "left account",
    ),
    Refused(
        "a balance that moved by itself",
        written([], [account(ВсегоПоступило=None, ВсегоСписано=None)]).encode(),
        10,
        "changed by 1000.00",
    ),
    Refused(
        "days that do not join",
        written(
            sections=[
                of_day("05.10.2026"),
                of_day("06.10.2026", НачальныйОстаток="1", ВсегоПоступило="0", КонечныйОстаток="1"),
            ]
        ).encode(),
        18,
        "closed at 1500.00",
    ),
    Refused(
        "the day that lacks a document is named",
        written(
            sections=[
                of_day("05.10.2026"),
                of_day("06.10.2026", НачальныйОстаток="1500", ВсегоПоступило="7", КонечныйОстаток="1507"),
            ]
        ).encode(),
        19,
        "1007.00",
    ),
    Refused("two sections of one account", written(sections=[account()] * 2).encode(), 14, "already, on line 5"),
    Refused(
        "two sections without days",
        written(sections=[account(ДатаНачала=None, ДатаКонца=None)] * 2).encode(),
        12,
        "for these days already",
    ),
    Refused("a wrong day", changed("Дата=05.10.2026", "Дата=31.02.2026"), DAY, "Дата: “31.02.2026” is not a date"),
    Refused("a day without its century", changed("Дата=05.10.2026", "Дата=05.10.26"), DAY, "not a date"),
    Refused("the empty day of 1C", changed("Дата=05.10.2026", "Дата=01.01.0001"), DAY, "year"),
    Refused("no day", changed("Дата=05.10.2026\n", ""), DOCUMENT, "Дата: it is missing or empty"),
    Refused("a wrong sum", changed("Сумма=1000.00", "Сумма=1000.0O"), SUM, "Сумма: “1000.0O” is not an amount"),
    Refused("a sum of three decimals", changed("Сумма=1000.00", "Сумма=1000.005"), SUM, "more decimals"),
    Refused("two points", changed("Сумма=1000.00", "Сумма=1.000.00"), SUM, "not an amount"),
    Refused("a negative sum", changed("Сумма=1000.00", "Сумма=-1000.00"), SUM, "above 0"),
    Refused("a sum of nothing", changed("Сумма=1000.00", "Сумма=0"), SUM, "above 0"),
    Refused("an empty sum", changed("Сумма=1000.00", "Сумма="), SUM, "missing or empty"),
    Refused("a sum past all money", changed("Сумма=1000.00", "Сумма=1" + "0" * 30), SUM, "too large"),
    Refused("two sums", changed("Сумма=1000.00", "Сумма=1000.00\nСумма=10.00"), SUM + 1, f"on line {SUM}"),
    Refused("a balance that is no amount", changed("Остаток=500.00", "Остаток=много"), OPENING, "not an amount"),
    Refused("a period that ends first", changed("ДатаКонца=31.10", "ДатаКонца=30.09"), 7, "before it begins"),
    Refused("a document of nobody here", changed(f"тельСчет={OURS}", f"тельСчет={SECOND}"), DOCUMENT, "neither side"),
    Refused("no account at all", written(sections=[], accounts=[]).encode(), 1, "no account"),
    Refused("an account too short", written(accounts=[OURS[:-1]]).encode(), 4, "20 digits"),
    Refused("an account in dollars", written(accounts=[OURS[:5] + "840" + OURS[8:]]).encode(), 4, "currency is 840"),
    Refused("a format of elsewhere", changed("1.03", "2.00"), 2, "version 2.00"),
    Refused("KOI-8", GOOD.encode("koi8-r"), 2, "neither in Windows-1251"),
    Refused("read in one charset, saved in another", MOJIBAKE, 2, "neither in"),
    Refused("half of it in another charset", TWO_CHARSETS, 13, "Windows-1251"),
    Refused("UTF-8 with a byte of another", DAMAGED, 74, "UTF-8"),
    Refused("letters lost", changed("ООО", "ОО\ufffd"), 20, "letters were lost"),
    Refused("binary inside", changed("Номер=15", "Номер=15\0"), NUMBER, "not text"),
    Refused("a line without an end", changed("Номер=15", "Номер=" + "5" * 20_000), NUMBER, "longer than 10000"),
    Refused("a purpose without an end", changed("по счету 123", "по\n" + "счету\n" * 3000), 1690, "longer than 10000"),
    Refused("nothing but lines", ("1CClientBankExchange\nРасчСчет=1\n" + "х\n" * 500_000).encode(), 3, "neither"),
]  # fmt: skip


def test_the_good_file_is_not_refused() -> None:
    assert len(parse_statement(GOOD.encode(), "s.txt").documents) == 1
    assert len(REFUSED) > 30


@pytest.mark.parametrize("each", REFUSED, ids=lambda each: each.name)
def test_it_is_refused_by_its_line(each: Refused) -> None:
    with pytest.raises(WrongFileError) as refused:
        parse_statement(each.content, "s.txt")
    first = refused.value.faults[0]
    assert first.params["line"] == each.line, str(first)
    assert each.told in str(first)
    assert f"строка {each.line}" in language("ru").error(refused.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "s.txt is empty"),
        (codecs.BOM_UTF8 + b" \r\n", "s.txt is empty"),
        (b"PK\x03\x04" + bytes(100), "not a statement for 1C: its line 1"),
        (b"%PDF-1.7\n", "not a statement for 1C"),
        (bytes(range(256)) * 10, "not a statement for 1C"),
        ("1CClientBankExchange\n".encode("utf-16"), "not a statement for 1C"),
        ("Дата;Сумма\n05.10.2026;5\n".encode("cp1251"), "not a statement for 1C"),
        (b"1CClientBankExchange\n" + b"x" * charset.LARGEST_FILE, "larger than 32 MB"),
    ],
)
def test_what_is_no_statement_is_refused_before_it_is_read(content: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        parse_statement(content, "s.txt")


def test_every_fault_is_told_at_once_in_the_order_of_lines() -> None:
    content = GOOD.replace("Дата=05", "Дата=55").replace("Сумма=1000.00", "Сумма=x").replace("Остаток=500", "Остаток=y")
    with pytest.raises(WrongFileError) as refused:
        parse_statement(content.encode(), "s.txt")
    assert [fault.params["line"] for fault in refused.value.faults] == [OPENING, DAY, SUM]
