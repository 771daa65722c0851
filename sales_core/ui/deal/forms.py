"""What a form of the panel means: the wishes it makes, or what is wrong with which field. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sales_core.errors import InputError
from sales_core.money import Currency
from sales_core.payment_history import PaymentNow
from sales_core.periods import parse_day
from sales_core.register import payments
from sales_core.register.instalments import WeekendRule, plan_instalments
from sales_core.register.payments import Part, parse_amount
from sales_core.register.wishes import Wishes
from sales_core.reports.deal import Deal
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.ui.deal.asked import Asked, Kind

T = TypeVar("T")

MOST_PARTS = 12
_SOME_DAY = date(2000, 1, 1)
WHOLE = ""
"""The key of a fault that is of no single field."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``wishes`` is empty while there is a fault. ``rest_minor``: what is left for the last part of a split."""

    wishes: Wishes = ()
    faults: Mapping[str, InputError] = field(default_factory=dict)
    rest_minor: int | None = None


@dataclass(frozen=True, slots=True)
class FormDesk:
    """What a form is read against. ``seen``: the payment as its author saw it when the form opened."""

    deal: Deal
    seen: PaymentNow | None
    calendar: WorkCalendar


def read_form(asked: Asked, desk: FormDesk) -> Reading:
    fields = _Fields(asked.fields, desk.deal.currency)
    rest = _rest_of_split(fields, desk.seen) if asked.kind is Kind.SPLIT else None
    try:
        wishes = _wishes(asked.kind, fields, desk)
    except InputError as fault:
        return Reading(faults=fields.faults or {WHOLE: fault}, rest_minor=rest)
    return Reading(faults=fields.faults, rest_minor=rest) if fields.faults else Reading(wishes, rest_minor=rest)


def _wishes(kind: Kind, fields: "_Fields", desk: FormDesk) -> Wishes:
    lead_id = desk.deal.facts.lead_id
    if kind is Kind.ADD:
        return payments.add(lead_id, [_part(fields)], fields.typed("comment"), fields.day_if_any("paid"))
    if kind is Kind.PLAN:
        return payments.add(lead_id, _instalments(fields, desk.calendar), fields.typed("comment"))
    if desk.seen is None:
        raise InputError("This payment is not there any more")
    return _OF_A_PAYMENT[kind](fields, desk.seen, desk.deal)


def _pay(fields: "_Fields", seen: PaymentNow, _: Deal) -> Wishes:
    return payments.pay(seen, fields.day("paid"), fields.amount("amount"))


def _redate(fields: "_Fields", seen: PaymentNow, _: Deal) -> Wishes:
    return payments.redate([seen], fields.day("due"))


def _edit(fields: "_Fields", seen: PaymentNow, _: Deal) -> Wishes:
    return payments.edit(seen, _part(fields), fields.typed("comment"), fields.day_if_any("paid"))


def _split(fields: "_Fields", seen: PaymentNow, _: Deal) -> Wishes:
    return payments.split(seen, _parts(fields, seen))


def _refund(fields: "_Fields", seen: PaymentNow, deal: Deal) -> Wishes:
    others = [line.payment for line in deal.lines]
    return payments.refund(seen, fields.amount("amount"), fields.day("paid"), fields.typed("comment"), others)


def _delete(_: "_Fields", seen: PaymentNow, __: Deal) -> Wishes:
    return payments.delete([seen])


_OF_A_PAYMENT = {
    Kind.PAY: _pay,
    Kind.REDATE: _redate,
    Kind.EDIT: _edit,
    Kind.SPLIT: _split,
    Kind.REFUND: _refund,
    Kind.DELETE: _delete,
}


def _part(fields: "_Fields") -> Part:
    return Part(fields.amount("amount"), fields.day("due"))


def _instalments(fields: "_Fields", calendar: WorkCalendar) -> tuple[Part, ...]:
    rule = fields.typed("rule")
    return plan_instalments(
        fields.amount("amount"),
        fields.number("count"),
        fields.day("due"),
        WeekendRule(rule) if rule in set(WeekendRule) else WeekendRule.KEEP,
        calendar,
    )


def _parts(fields: "_Fields", seen: PaymentNow) -> list[Part]:
    """The last may be left without an amount: it is the rest."""
    last = _count_of_parts(fields) - 1
    if last < 0:
        return []
    amounts = [fields.amount(f"amount{n}") for n in range(last)]
    is_rest = not fields.typed(f"amount{last}")
    amounts.append(seen.terms.amount_minor - sum(amounts) if is_rest else fields.amount(f"amount{last}"))
    return [Part(amount, fields.day(f"due{n}")) for n, amount in enumerate(amounts)]


def _rest_of_split(fields: "_Fields", seen: PaymentNow | None) -> int | None:
    """For the last part, as soon as the others can be read."""
    if seen is None:
        return None
    try:
        others = [parse_amount(fields.typed(f"amount{n}"), fields.currency) for n in range(_count_of_parts(fields) - 1)]
    except InputError:
        return None
    return seen.terms.amount_minor - sum(others)


def _count_of_parts(fields: "_Fields") -> int:
    """As many as there are fields for, one after another."""
    return next(n for n in range(MOST_PARTS + 1) if n == MOST_PARTS or f"due{n}" not in fields.texts)


class _Fields:
    """The texts of a form. One that cannot be read counts as some value that can, and is noted in ``faults``: so all
    faults of a form are found at once, and what is made of it then is thrown away."""

    def __init__(self, texts: Mapping[str, str], currency: Currency) -> None:
        self.texts = texts
        self.currency = currency
        self.faults: dict[str, InputError] = {}

    def typed(self, name: str) -> str:
        return self.texts.get(name, "").strip()

    def amount(self, name: str) -> int:
        return self._read(name, lambda text: parse_amount(text, self.currency), 0)

    def number(self, name: str) -> int:
        return self._read(name, _whole_number, 1)

    def day(self, name: str) -> date:
        return self._read(name, parse_day, _SOME_DAY)

    def day_if_any(self, name: str) -> date | None:
        return self.day(name) if self.typed(name) else None

    def _read(self, name: str, parse: Callable[[str], T], otherwise: T) -> T:
        try:
            return parse(_filled_in(self.typed(name)))
        except InputError as fault:
            self.faults[name] = fault
            return otherwise


def _filled_in(text: str) -> str:
    if not text:
        raise InputError("Fill this in")
    return text


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise InputError("“{text}” is not a number: write a whole number", text=text)
    return int(text)
