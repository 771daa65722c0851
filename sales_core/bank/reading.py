"""A statement from the bytes of its file: all of it or, when anything in it is wrong, every fault by its line."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sales_core.bank.balances import check_balances
from sales_core.bank.charset import decode
from sales_core.bank.faults import key_fault, line_fault
from sales_core.bank.layout import Layout, Section, Value, read_layout
from sales_core.bank.statement import (
    ROUBLE,
    AccountSection,
    Direction,
    Document,
    Identity,
    Party,
    Stated,
    Statement,
    direction_of,
)
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.periods import parse_day

T = TypeVar("T")

_ACCOUNT = re.compile(r"\d{5}(\d{3})\d{12}", re.ASCII)
_ROUBLES = {"810", "643"}
_VERSION = re.compile(r"1\.\d\d?", re.ASCII)
_INN_BEFORE_NAME = re.compile(r"ИНН\s*(\d{10}|\d{12})\b[\s,/\\]*(?:КПП\s*\d{9}\b[\s,]*)?", re.IGNORECASE)
_PARTS_OF_PURPOSE = range(1, 7)
_PAYER, _RECIPIENT = "Плательщик", "Получатель"


def parse_statement(content: bytes, file: str) -> Statement:
    """``file`` is the name it is told by. Raises InputError for what is no statement, else WrongFileError."""
    text, charset = decode(content, file)
    layout = read_layout(text)
    if layout.faults:
        raise WrongFileError(file, layout.faults)
    reader = _Reader()
    statement = reader.statement(layout, charset)
    faults = reader.faults or [*_repeated_days(statement), *check_balances(statement)]
    if faults:
        raise WrongFileError(file, sorted(faults, key=lambda fault: int(fault.params["line"])))
    return statement


def _repeated_days(statement: Statement) -> Iterator[InputError]:
    """One section a day is how some banks write; two for one day would count its money twice."""
    for account in statement.accounts:
        before: AccountSection | None = None
        for section in statement.sections_of(account):
            if before and (section.begins_on is None or before.ends_on is None or section.begins_on <= before.ends_on):
                reason = InputError(
                    "account {account} has a section for these days already, on line {first}",
                    account=account, first=before.line,
                )  # fmt: skip
                yield line_fault(section.line, reason)
            before = section


class _Reader:
    """Reads value after value and keeps what is wrong, so that one pass names every fault."""

    def __init__(self) -> None:
        self.faults: list[InputError] = []

    def statement(self, layout: Layout, charset: str) -> Statement:
        header = layout.header
        version = self._take(header, "ВерсияФормата", _version)
        begins_on, ends_on = self._days(header)
        sections = [self._account_section(section) for section in layout.accounts]
        named = [self._parse(value, "РасчСчет", _account) for value in header.all("РасчСчет") if value.text]
        own = tuple(dict.fromkeys(filter(None, [*named, *(section.account for section in sections)])))
        if not own:
            reason = InputError("the file names no account of the company (РасчСчет)")
            self.faults.append(line_fault(header.line, reason))
        found = [self._document(section, own) for section in layout.documents] if own else []
        return Statement(
            version=version or "",
            charset=charset,
            stated_charset=_text_of(header, "Кодировка"),
            begins_on=begins_on,
            ends_on=ends_on,
            accounts=own,
            sections=tuple(sections),
            documents=tuple(_with_twins_counted(_with_halves_joined([each for each in found if each]))),
        )

    def _account_section(self, section: Section) -> AccountSection:
        begins_on, ends_on = self._days(section)
        return AccountSection(
            line=section.line,
            account=self._take(section, "РасчСчет", _account, needed=True) or "",
            begins_on=begins_on,
            ends_on=ends_on,
            opening=self._stated(section, "НачальныйОстаток"),
            received=self._stated(section, "ВсегоПоступило"),
            written_off=self._stated(section, "ВсегоСписано"),
            closing=self._stated(section, "КонечныйОстаток"),
        )

    def _days(self, section: Section) -> tuple[date | None, date | None]:
        begins_on = self._take(section, "ДатаНачала", _day)
        ends_on = self._take(section, "ДатаКонца", _day)
        if begins_on and ends_on and ends_on < begins_on:
            line = section.all("ДатаКонца")[0].line
            self.faults.append(key_fault(line, "ДатаКонца", InputError("the period ends before it begins")))
        return begins_on, ends_on

    def _stated(self, section: Section, key: str) -> Stated | None:
        minor = self._take(section, key, ROUBLE.parse)
        return None if minor is None else Stated(minor, section.all(key)[0].line)

    def _document(self, section: Section, own: Collection[str]) -> Document | None:
        dated_on = self._take(section, "Дата", _day, needed=True)
        amount = self._take(section, "Сумма", _sum, needed=True)
        debited_on = self._take(section, "ДатаСписано", _day)
        credited_on = self._take(section, "ДатаПоступило", _day)
        number = self._take(section, "Номер", str) or ""
        payer, recipient = self._party(section, _PAYER, own), self._party(section, _RECIPIENT, own)
        direction = direction_of(payer, recipient, own)
        if direction is None:
            reason = InputError("neither side of this document is an account of the file")
            self.faults.append(line_fault(section.line, reason))
        if dated_on is None or amount is None or direction is None:
            return None
        return Document(
            section.line, section.title, number, dated_on, debited_on, credited_on, amount, payer, recipient,
            _purpose(section), direction,
        )  # fmt: skip

    def _party(self, section: Section, side: str, own: Collection[str]) -> Party:
        """In settlements through another bank one of the two accounts is the bank's: the company's own is meant."""
        accounts = [self._take(section, side + key, _spaceless) or "" for key in ("Счет", "РасчСчет")]
        account = next((each for each in accounts if each in own), next(filter(None, accounts), ""))
        whole = self._take(section, side, str) or ""
        inn_in_name = _INN_BEFORE_NAME.match(whole)
        inn = self._take(section, side + "ИНН", _inn) or (inn_in_name[1] if inn_in_name else "")
        return Party(self._take(section, side + "1", str) or _INN_BEFORE_NAME.sub("", whole, count=1), inn, account)

    def _take(self, section: Section, key: str, parse: Callable[[str], T], *, needed: bool = False) -> T | None:
        """The value of a key that may stand once, or several times with the same; ``None`` for none or an empty one."""
        values = section.all(key)
        filled = [value for value in values if value.text]
        if not filled:
            if needed:
                line = values[0].line if values else section.line
                self.faults.append(key_fault(line, key, InputError("it is missing or empty")))
            return None
        if len({value.text for value in filled}) > 1:
            reason = InputError("it has another value on line {first}", first=filled[0].line)
            self.faults.append(key_fault(filled[-1].line, key, reason))
            return None
        return self._parse(filled[0], key, parse)

    def _parse(self, value: Value, key: str, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(value.text)
        except InputError as reason:
            self.faults.append(key_fault(value.line, key, reason))
            return None


def _version(text: str) -> str:
    if not _VERSION.fullmatch(text):
        raise InputError("version {version} is another format; Tablo reads 1.00 to 1.03", version=text)
    return text


def _account(text: str) -> str:
    number = _spaceless(text)
    found = _ACCOUNT.fullmatch(number)
    if found is None:
        raise InputError("“{text}” is not an account: it has 20 digits", text=text)
    if found[1] not in _ROUBLES:
        raise InputError(
            "account {account} is not kept in roubles (its currency is {code}): take a file without it from the bank",
            account=number, code=found[1],
        )  # fmt: skip
    return number


def _day(text: str) -> date:
    day = parse_day(text)
    if not 1990 <= day.year < 2200:
        raise InputError("the year of {text} cannot be right", text=text)
    return day


def _sum(text: str) -> int:
    minor = ROUBLE.parse(text)
    if minor <= 0:
        raise InputError("the sum of a document must be above 0, not {text}", text=text)
    return minor


def _inn(text: str) -> str:
    """Without the KPP that some banks write after a slash; zeros alone stand for none."""
    digits = _spaceless(text.partition("/")[0])
    return digits if digits.strip("0") else ""


def _spaceless(text: str) -> str:
    return "".join(text.split())


def _text_of(section: Section, key: str) -> str:
    return next((value.text for value in section.all(key)), "")


def _purpose(section: Section) -> str:
    """Whole, or put together of its parts: banks cut the one or the other short, so the longer counts."""
    parts = (_text_of(section, f"НазначениеПлатежа{number}") for number in _PARTS_OF_PURPOSE)
    return max(_text_of(section, "НазначениеПлатежа"), " ".join(filter(None, parts)), key=len)


def _with_halves_joined(documents: list[Document]) -> list[Document]:
    """A transfer between two accounts of the file may stand in it twice, with the day it left and with the day it came:
    that is one document, where it stood first."""
    joined: list[Document] = []
    open_halves: dict[tuple[object, ...], list[int]] = {}
    for document in documents:
        has_left, has_come = document.debited_on is not None, document.credited_on is not None
        if document.direction is not Direction.OWN or has_left == has_come:
            joined.append(document)
            continue
        accounts = (document.payer.account, document.recipient.account)
        same = (document.dated_on, document.number, document.amount_minor, accounts)
        if other := open_halves.get((*same, not has_left)):
            first = joined[other[0]]
            joined[other.pop(0)] = replace(
                first,
                debited_on=first.debited_on or document.debited_on,
                credited_on=first.credited_on or document.credited_on,
            )
        else:
            open_halves.setdefault((*same, has_left), []).append(len(joined))
            joined.append(document)
    return joined


def _with_twins_counted(documents: list[Document]) -> Iterator[Document]:
    seen: Counter[Identity] = Counter()
    for document in documents:
        seen[document.identity] += 1
        yield replace(document, twin=seen[document.identity])
