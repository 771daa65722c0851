"""The lines of a month as ``lines.js`` draws them, and what its clicks mean."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sales_core.delivery.bank_lines import tell_reason
from sales_core.i18n import DASH, N_, Language
from sales_core.money import Currency
from sales_core.statements.confirming import Share, shares_of
from sales_core.statements.listing import ConfirmedPart, LineState, ListedLine, Payable
from sales_core.statements.proposing import Offer
from sales_core.ui.navigation import deal_address

MOST_ROWS = 200
_SEEN = re.compile(r"(\d{1,18}):(\d{1,18}):(-?\d{1,18})", re.ASCII)


class Action(StrEnum):
    """What can be done about a line."""

    CONFIRM = "confirm"
    CHOOSE = "choose"
    ASIDE = "aside"
    TAKE_UP = "take-up"
    RELEASE = "release"


_LABELS = {
    Action.CONFIRM: N_("Confirm"),
    Action.CHOOSE: N_("Choose…"),
    Action.ASIDE: N_("Set aside…"),
    Action.TAKE_UP: N_("Take up again"),
    Action.RELEASE: N_("Release"),
}


class Asked(NamedTuple):
    """A click. ``seen``: the shares that were proposed on the screen when it was made."""

    line_id: int
    action: Action
    seen: tuple[Share, ...]


class Tongue(NamedTuple):
    """What lines are told with."""

    language: Language
    currency: Currency
    zone: ZoneInfo

    def money(self, minor: int) -> str:
        """With kopecks where there are any: lines and payments add up to the last of them."""
        exact = minor % self.currency.minor_per_major != 0
        return self.language.money(minor, self.currency, exact=exact, sign=False)


def build_lines(lines: Sequence[ListedLine], tongue: Tongue) -> dict[str, Any]:
    """Everything the component is given."""
    language = tongue.language
    return {
        "rows": [_row(each, tongue) for each in lines[:MOST_ROWS]],
        "shown": _how_many(len(lines), tongue.language),
        "words": {
            "caption": language.text("Lines of the bank statement"),
            "day": language.text("Day"),
            "party": language.text("Payer or payee"),
            "amount": language.text("Amount, {sign}", sign=tongue.language.currency_sign(tongue.currency)),
            "payment": language.text("Payment"),
            "none": language.text("No lines here"),
            "certain": language.text("certain"),
        }
        | {action.value: language.text(label) for action, label in _LABELS.items()},
    }


def parse_click(clicked: Any) -> Asked | None:
    """What a browser sent; ``None`` for anything that is no click on a line."""
    if not isinstance(clicked, dict) or clicked.get("action") not in set(Action) or type(clicked.get("id")) is not int:
        return None
    seen = [_SEEN.fullmatch(part) for part in str(clicked.get("seen", "")).split(";") if part]
    if None in seen:
        return None
    shares = tuple(Share(*map(int, found.groups())) for found in seen if found)
    return Asked(clicked["id"], Action(clicked["action"]), shares)


def _row(each: ListedLine, tongue: Tongue) -> dict[str, Any]:
    line, offer = each.line, each.offer
    is_part = bool(line.confirmed_minor) and bool(line.rest_minor)
    left = tongue.language.text("left {amount}", amount=tongue.money(line.rest_minor)) if is_part else ""
    return {
        "id": line.id,
        "state": each.state.value,
        "day": tongue.language.day(line.booked_on),
        "party": line.party_name or DASH,
        "inn": tongue.language.text("INN {inn}", inn=line.party_inn) if line.party_inn else "",
        "purpose": line.purpose,
        "amount": tongue.money(line.amount_minor),
        "left": left,
        "parts": [*(_confirmed(part, tongue) for part in each.parts), *(_offered(offer, tongue) if offer else ())],
        "notes": _notes(each, tongue),
        "isCertain": bool(offer and offer.is_certain),
        "seen": ";".join(":".join(map(str, share)) for share in shares_of(offer)) if offer else "",
        "actions": _actions(each),
    }


def _actions(each: ListedLine) -> list[Action]:
    release = [Action.RELEASE] if each.parts else []
    match each.state:
        case LineState.SET_ASIDE:
            return [Action.TAKE_UP, *release]
        case LineState.CONFIRMED:
            return release
    proposed = [Action.CONFIRM] if each.offer and each.offer.parts else []
    return [*proposed, Action.CHOOSE, Action.ASIDE, *release]


def _confirmed(part: ConfirmedPart, tongue: Tongue) -> dict[str, Any]:
    who = tongue.language.text(
        "confirmed by {name}, {when}",
        name=part.confirmed_by, when=tongue.language.moment(part.confirmed_at, tongue.zone),
    )  # fmt: skip
    return _part(part.lead_id, part.lead_name, part.amount_minor, who, tongue) | {"isConfirmed": True}


def _offered(offer: Offer, tongue: Tongue) -> list[dict[str, Any]]:
    return [
        _part(part.payable.lead_id, part.payable.lead_name, part.amount_minor, _about(part.payable, tongue), tongue)
        for part in offer.parts
    ]


def _part(lead_id: int, name: str, minor: int, about: str, tongue: Tongue) -> dict[str, Any]:
    amount = tongue.money(minor)
    return {"url": deal_address(lead_id), "name": name or f"#{lead_id}", "amount": amount, "about": about}


def _about(payable: Payable, tongue: Tongue) -> str:
    return ", ".join(filter(None, [payable.client, tell_payable(payable, tongue)]))


def tell_payable(payable: Payable, tongue: Tongue) -> str:
    """Whether the payment is still waited for, and how much of it."""
    language = tongue.language
    if payable.paid_on is not None:
        return language.text("marked as paid on {day}", day=tongue.language.day(payable.paid_on))
    return language.text(
        "{amount} due {day}", amount=tongue.money(payable.rest_minor), day=tongue.language.day(payable.due_on)
    )


def _notes(each: ListedLine, tongue: Tongue) -> list[dict[str, str]]:
    """Why, and what to mind."""
    language = tongue.language
    if each.state is LineState.SET_ASIDE:
        return [
            _note(language.text("{name}: {reason}", name=each.line.set_aside_by, reason=each.line.set_aside_reason))
        ]
    if each.offer is None:
        return []
    notes = [_note(tell_reason(each.offer.reason, tongue.language))]
    if each.offer.parts and each.offer.left_minor:
        left = tongue.money(each.offer.left_minor)
        notes.append(_note(language.text("{amount} of the line would be left", amount=left), "alert"))
    if each.offer.doubt is not None:
        day = tongue.language.day(each.offer.doubt.paid_on)
        amount = tongue.money(each.offer.doubt.rest_minor)
        doubt = language.text("{amount} of this deal is marked as paid on {day} and not confirmed: maybe it is that",
                     amount=amount, day=day)  # fmt: skip
        notes.append(_note(doubt, "alert"))
    return notes


def _note(text: str, icon: str = "") -> dict[str, str]:
    return {"text": text, "icon": icon}


def _how_many(count: int, language: Language) -> str:
    if count <= MOST_ROWS:
        return ""
    return language.text(
        "The first {shown} of {all} are shown: search for the others.",
        shown=language.number(MOST_ROWS),
        all=language.number(count),
    )
