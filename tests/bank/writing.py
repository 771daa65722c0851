"""Statements written as a bank would, for the tests: sections as pairs of key and value."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sales_core.bank.reading import parse_statement
from sales_core.bank.statement import Statement

SAMPLES = Path(__file__).parent / "samples"
OURS, SECOND, THEIRS = "40702810400000000017", "40702810100000000555", "40702810900000000203"
OUR_INN, CLIENT_INN, OTHER_INN, PERSON_INN = "5024145974", "7707083893", "7702070139", "504908996115"

Fields = Mapping[str, object]


def document(**changes: object) -> dict[str, object]:
    """An incoming payment of 1000 roubles; a change of ``None`` leaves a key out."""
    fields: dict[str, object] = {
        "Номер": 15,
        "Дата": "05.10.2026",
        "Сумма": "1000.00",
        "ПлательщикСчет": THEIRS,
        "ПлательщикИНН": CLIENT_INN,
        "Плательщик1": "ООО Вектор",
        "ПолучательСчет": OURS,
        "ПолучательИНН": OUR_INN,
        "ДатаПоступило": "05.10.2026",
        "НазначениеПлатежа": "Оплата по счету 123",
    }
    return {key: value for key, value in (fields | changes).items() if value is not None}


def account(**changes: object) -> dict[str, object]:
    """A section for October with the balances of one ``document()``."""
    fields: dict[str, object] = {
        "ДатаНачала": "01.10.2026",
        "ДатаКонца": "31.10.2026",
        "РасчСчет": OURS,
        "НачальныйОстаток": "500.00",
        "ВсегоПоступило": "1000.00",
        "ВсегоСписано": "0.00",
        "КонечныйОстаток": "1500.00",
    }
    return {key: value for key, value in (fields | changes).items() if value is not None}


def written(
    documents: Iterable[Fields] = (document(),),
    sections: Iterable[Fields] = (account(),),
    accounts: Iterable[str] = (OURS,),
    charset_name: str = "Windows",
) -> str:
    lines = ["1CClientBankExchange", "ВерсияФормата=1.03", f"Кодировка={charset_name}"]
    lines += [f"РасчСчет={number}" for number in accounts]
    for section in sections:
        lines += ["СекцияРасчСчет", *_pairs(section), "КонецРасчСчет"]
    for each in documents:
        lines += ["СекцияДокумент=Платежное поручение", *_pairs(each), "КонецДокумента"]
    return "\n".join([*lines, "КонецФайла"]) + "\n"


def parsed(text: str, charset: str = "utf-8") -> Statement:
    return parse_statement(text.encode(charset), "s.txt")


def _pairs(fields: Fields) -> list[str]:
    return [f"{key}={value}" for key, value in fields.items()]
