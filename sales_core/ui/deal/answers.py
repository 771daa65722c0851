"""What a form says while it is typed: what is wrong with which field, and what would come of it."""

from typing import Any

from sales_core.i18n import N_, Language
from sales_core.payment_history import Terms
from sales_core.register.wishes import Wishes
from sales_core.reports.deal import Deal
from sales_core.ui.deal.asked import Asked, Kind
from sales_core.ui.deal.forms import Reading
from sales_core.ui.deal.rows import Teller

_SAID = {
    Kind.ADD: N_("Payment added"),
    Kind.PAY: N_("Marked as paid"),
    Kind.REDATE: N_("Due date moved"),
    Kind.EDIT: N_("Payment changed"),
    Kind.REFUND: N_("Refund added"),
    Kind.DELETE: N_("Payment deleted"),
}


def build_answer(asked: Asked, reading: Reading, teller: Teller, *, is_tried: bool) -> dict[str, Any]:
    """``is_tried``: the form was sent to be saved and could not be."""
    return {
        "id": asked.id,
        "turn": asked.turn,
        "tried": is_tried,
        "faults": {name: teller.language.error(fault) for name, fault in reading.faults.items()},
        "notes": _notes(asked.kind, reading.wishes, teller),
        "lines": _lines(asked.kind, reading.wishes, teller),
        "rest": "" if reading.rest_minor is None else teller.typed_money(reading.rest_minor),
    }


def said(kind: Kind, wishes: Wishes, language: Language) -> str:
    """What to say once it is stored."""
    if kind is Kind.PLAN:
        return language.plural("Plan of {n} payment added", "Plan of {n} payments added", len(wishes))
    if kind is Kind.SPLIT:
        return language.plural("Split into {n} payment", "Split into {n} payments", len(wishes))
    return language.text(_SAID[kind])


def _notes(kind: Kind, wishes: Wishes, teller: Teller) -> list[str]:
    notes = [_of_its_own(wish.after, teller) for wish in wishes[1:] if wish.after] if kind is Kind.PAY else []
    over = _over_budget(teller.deal, wishes)
    if over > 0:
        notes.append(
            teller.language.text("The payments would be {sum} more than the deal's budget", sum=teller.money(over))
        )
    return notes


def _of_its_own(terms: Terms, teller: Teller) -> str:
    """What becomes of the rest or the surplus when another sum came than was planned."""
    language, sum_ = teller.language, teller.money(terms.amount_minor)
    if terms.paid_on is None:
        return language.text(
            "The rest, {sum}, stays to be paid as a payment of its own, due {day}",
            sum=sum_,
            day=language.day(terms.due_on),
        )
    return language.text("The surplus, {sum}, becomes a paid payment of its own", sum=sum_)


def _over_budget(deal: Deal, wishes: Wishes) -> int:
    """By how much the payments would exceed the budget, if they come to more through these wishes."""
    before = sum(wish.seen.terms.amount_minor for wish in wishes if wish.seen)
    added = sum(wish.after.amount_minor for wish in wishes if wish.after) - before
    return added - deal.left_minor if added > 0 and deal.facts.budget_minor else 0


def _lines(kind: Kind, wishes: Wishes, teller: Teller) -> list[list[str]]:
    """The payments of a plan, as they would be."""
    if kind is not Kind.PLAN:
        return []
    return [
        [teller.language.day(wish.after.due_on), teller.money(wish.after.amount_minor)] for wish in wishes if wish.after
    ]
