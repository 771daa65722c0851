"""A deal's payments as ``deal.js`` draws them: head, totals against the budget, and a row for each payment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sales_core.account_address import split_web_address
from sales_core.delivery.sales_sheet import deal_type_name, manager_name
from sales_core.i18n import DASH, N_, Language
from sales_core.payment_states import Source, State
from sales_core.register.words import tell_due_moves
from sales_core.reports.deal import Deal, DealLine
from sales_core.ui.names import format_share
from sales_core.ui.payments.rows import ICONS, format_amount

TOTAL_LABELS = {
    State.PAID: N_("Paid"),
    State.PENDING: N_("Pending"),
    State.OVERDUE: N_("Overdue"),
    State.LOST: N_("Will not happen"),
    State.DETACHED: N_("Deal deleted"),
}
InvoiceUrl = Callable[[int | None, int], str]
"""Where amoCRM opens an invoice (its id) of a lead (its id)."""

_ALWAYS = (State.PAID, State.PENDING, State.OVERDUE)
_BAR = (State.PAID, State.OVERDUE, State.PENDING, State.LOST, State.DETACHED)
_LATER_DAYS = (7, 14, 30)


@dataclass(frozen=True, slots=True)
class Teller:
    """A deal in one reader's words."""

    deal: Deal
    language: Language

    def money(self, minor: int) -> str:
        """With its sign, and with kopecks where there are any."""
        exact = minor % self.deal.currency.minor_per_major != 0
        return self.language.money(minor, self.deal.currency, exact=exact)

    def typed_money(self, minor: int) -> str:
        """As it stands in a field."""
        return format_amount(minor, self.deal.currency, self.language)

    def typed_day(self, day: date | None) -> str:
        """As it stands in a field, and as ``periods.parse_day`` reads it."""
        if day is None:
            return ""
        return day.strftime("%d.%m.%Y") if self.language.code == "ru" else day.isoformat()


def build_head(teller: Teller, lead_url: str) -> dict[str, Any]:
    facts, language = teller.deal.facts, teller.language
    manager = manager_name(facts.manager.id, facts.manager.name or str(facts.manager.id), language)
    return {
        "name": facts.name or f"#{facts.lead_id}",
        "facts": [text for text in (facts.client, manager) if text],
        "tag": _tag(teller),
        "url": lead_url if split_web_address(lead_url) else "",
        "notice": _notice(teller),
    }


def build_totals(teller: Teller) -> dict[str, Any]:
    totals, language = teller.deal.totals, teller.language
    is_over = teller.deal.facts.is_archived or teller.deal.facts.is_deleted
    shown = [state for state in State if state in totals or (state in _ALWAYS and not is_over) or state is State.PAID]
    return {
        "states": [
            {
                "kind": state.value,
                "icon": ICONS[state],
                "label": language.text(TOTAL_LABELS[state]),
                "sum": teller.money(totals[state]) if totals.get(state) else DASH,
                "isEmpty": not totals.get(state),
            }
            for state in shown
        ],
        "bar": _bar(teller.deal),
        "barLabel": ", ".join(
            f"{language.text(TOTAL_LABELS[state])} {teller.money(totals[state])}" for state in shown if state in totals
        ),
        "planned": language.text("scheduled {sum}", sum=teller.money(teller.deal.planned_minor)),
        "budget": _budget(teller),
        "left": _left(teller),
        "isOver": teller.deal.left_minor < 0 < teller.deal.facts.budget_minor,
    }


def build_rows(teller: Teller, invoice_url: InvoiceUrl) -> list[dict[str, Any]]:
    names = {line.payment.id: _name(line, teller.language) for line in teller.deal.lines}
    return [_row(line, names, teller) | _link(line, invoice_url) for line in teller.deal.lines]


def _tag(teller: Teller) -> str:
    deal_type, language = teller.deal.facts.deal_type, teller.language
    name = deal_type_name(deal_type.id, deal_type.name or str(deal_type.id), language)
    if not deal_type.share_is_set:
        return language.text("{type}, no share set", type=name)
    return language.text("{type}, share {share}", type=name, share=format_share(deal_type.margin_share, language))


def _notice(teller: Teller) -> str:
    if teller.deal.facts.is_deleted:
        return teller.language.text("The deal is deleted in amoCRM: what was not paid is in no figure any more.")
    if teller.deal.facts.is_archived:
        return teller.language.text("The deal is closed as lost: what was not paid will not happen.")
    return ""


def _bar(deal: Deal) -> list[dict[str, Any]]:
    """Shares of the budget, or of all payments where they are more."""
    parts = [(state, max(0, deal.totals.get(state, 0))) for state in _BAR]
    whole = max(deal.facts.budget_minor, sum(minor for _, minor in parts), 1)
    return [{"kind": state.value, "percent": round(100 * minor / whole, 2)} for state, minor in parts if minor]


def _budget(teller: Teller) -> str:
    budget = teller.deal.facts.budget_minor
    if not budget:
        return teller.language.text("no budget in amoCRM")
    return teller.language.text("budget {sum}", sum=teller.money(budget))


def _left(teller: Teller) -> str:
    """What the payments leave of the budget, in words."""
    left, language = teller.deal.left_minor, teller.language
    if not teller.deal.facts.budget_minor or not teller.deal.lines or left == 0:
        return ""
    if left < 0:
        return language.text("{sum} more than the budget", sum=teller.money(-left))
    return language.text("not scheduled {sum}", sum=teller.money(left))


def _row(line: DealLine, names: dict[int, str], teller: Teller) -> dict[str, Any]:
    id_, version, terms = line.payment
    language = teller.language
    refunded = names.get(terms.refund_of) if terms.refund_of is not None else None
    return {
        "id": id_,
        "version": version,
        "state": line.state.value,
        "icon": ICONS[line.state],
        "name": names[id_],
        "isNamed": bool(terms.comment),
        "days": _days(line, teller.deal.as_of, language),
        "aside": [
            *([language.text("gives back: {payment}", payment=refunded)] if refunded else []),
            *_source(line, language),
            *([language.text("confirmed by the bank")] if line.is_confirmed else []),
            *([tell_due_moves(line.moves, language)] if line.moves else []),
        ],
        "amount": teller.money(terms.amount_minor),
        "status": _status(line, language),
        "actions": list(_actions(line)),
        "fields": _fields(line, teller),
    }


def _link(line: DealLine, invoice_url: InvoiceUrl) -> dict[str, str]:
    """To where an invoice is changed; empty for any other payment."""
    terms = line.payment.terms
    url = invoice_url(terms.invoice_id, terms.lead_id) if line.is_invoice else ""
    return {"url": url if split_web_address(url) else ""}


def _name(line: DealLine, language: Language) -> str:
    if line.payment.terms.comment:
        return line.payment.terms.comment
    if line.payment.terms.amount_minor < 0:
        return language.text("Refund {number}", number=line.payment.id)
    return language.text("Payment {number}", number=line.payment.id)


def _days(line: DealLine, as_of: date, language: Language) -> str:
    """The year is said where it is another, and of what is still to come."""
    due_on, paid_on = line.payment.terms.due_on, line.payment.terms.paid_on
    if paid_on is None:
        return language.text("due {day}", day=language.day(due_on))
    tell = language.day_of_year if due_on.year == paid_on.year == as_of.year else language.day
    return language.text("due {due}, paid {paid}", due=tell(due_on), paid=tell(paid_on))


def _source(line: DealLine, language: Language) -> list[str]:
    match line.payment.terms.source:
        case Source.INVOICE:
            return [language.text("invoice of amoCRM, changed there")]
        case Source.IMPORT:
            return [language.text("from a file")]
    return []


def _status(line: DealLine, language: Language) -> str:
    """How it stands with the due date; a state's own word where the date says nothing."""
    days = line.days_from_due
    if line.state is State.PAID:
        return language.text("on time") if days <= 0 else language.plural("{n} day late", "{n} days late", days)
    if line.state is State.OVERDUE:
        return language.plural("overdue {n} day", "overdue {n} days", days)
    if line.state is State.PENDING:
        return language.plural("in {n} day", "in {n} days", -days) if days else language.text("today")
    return language.text(TOTAL_LABELS[line.state])


def _actions(line: DealLine) -> Iterator[str]:
    """What can be done to it here, the usual first."""
    if not line.is_invoice:
        if line.payment.terms.paid_on is None:
            yield from ("pay", "redate", "edit", "split")
        else:
            yield "edit"
            if line.returnable_minor:
                yield "refund"
    if line.payment.terms.paid_on is not None:
        yield "credit"
    yield "history"
    if not line.is_invoice:
        yield "delete"


def _fields(line: DealLine, teller: Teller) -> dict[str, Any]:
    """What the forms begin with."""
    terms = line.payment.terms
    return {
        "amount": teller.typed_money(terms.amount_minor),
        "due": teller.typed_day(terms.due_on),
        "paid": teller.typed_day(terms.paid_on),
        "comment": terms.comment,
        "returnable": teller.typed_money(line.returnable_minor),
        "later": [
            [f"+{days}", teller.typed_day(max(terms.due_on, teller.deal.as_of) + timedelta(days=days))]
            for days in _LATER_DAYS
        ],
    }
