"""The payments a person chooses from as ``choosing.js`` draws them, and what was chosen."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sales_core.errors import InputError
from sales_core.money import Currency
from sales_core.statements.confirming import NewPayment, Share
from sales_core.statements.listing import Payable, StoredLine
from sales_core.ui.bank.lines.rows import Tongue, tell_payable

_MOST_CHOSEN = 50


@dataclass(frozen=True, slots=True)
class Choices:
    """``proposed``: payments and how much the line would give each; ``found``: by the search, or the candidates."""

    line: StoredLine
    proposed: dict[int, int]
    found: tuple[Payable, ...]


class Chosen(NamedTuple):
    shares: tuple[Share, ...]
    new: tuple[NewPayment, ...]


def build_choices(choices: Choices, tongue: Tongue) -> dict[str, Any]:
    """Everything the component is given. Amounts are above 0 there, whichever way the money went."""
    language = tongue.language
    currency = tongue.currency
    return {
        "line": choices.line.id,
        "rows": [_row(payable, choices, tongue) for payable in choices.found],
        "leftMinor": abs(choices.line.rest_minor),
        "digits": currency.digits,
        "mark": tongue.language.decimal_mark,
        "sign": tongue.language.currency_sign(currency),
        "words": {
            "search": language.text("Deal, client, invoice or amount"),
            "none": language.text("No payment is found that waits for money"),
            "amount": language.text("Amount"),
            "new": language.text("A payment the deal does not have yet"),
            "deal": language.text("Deal number"),
            "rest": language.text("Left of the line: {amount}", amount="{amount}"),
            "over": language.text("{amount} more than the line has", amount="{amount}"),
            "confirm": language.text("Confirm"),
            "found": language.text("Payments"),
        },
    }


def _row(payable: Payable, choices: Choices, tongue: Tongue) -> dict[str, Any]:
    proposed = choices.proposed.get(payable.id)
    usual = min(abs(payable.rest_minor), abs(choices.line.rest_minor))
    return {
        "id": payable.id,
        "version": payable.version,
        "name": payable.lead_name or f"#{payable.lead_id}",
        "lead": payable.lead_id,
        "client": payable.client,
        "about": tell_payable(payable, tongue),
        "invoice": payable.invoice_number,
        "waitsMinor": abs(payable.rest_minor),
        "amountMinor": abs(proposed) if proposed else usual,
        "isProposed": proposed is not None,
        "isPaid": payable.paid_on is not None,
    }


def parse_chosen(sent: Any, line: StoredLine, currency: Currency) -> Chosen:
    """What a browser sent. Raises InputError in words for what was typed wrong, and for anything else that is no
    choice."""
    shares = sent.get("shares") if isinstance(sent, dict) else None
    new = sent.get("new") if isinstance(sent, dict) else None
    if not isinstance(shares, list) or not isinstance(new, list) or len(shares) + len(new) > _MOST_CHOSEN:
        raise InputError("Say which payments the line pays, each with an amount above 0")
    sign = 1 if line.amount_minor > 0 else -1
    return Chosen(
        tuple(
            Share(_whole(one["id"]), _whole(one["version"]), sign * currency.parse(str(one["amount"])))
            for one in _having(shares, {"id", "version", "amount"})
        ),
        tuple(
            NewPayment(_whole(one["lead"]), sign * currency.parse(str(one["amount"])))
            for one in _having(new, {"lead", "amount"})
        ),
    )


def _having(sent: Iterable[Any], names: Collection[str]) -> list[dict[str, Any]]:
    return [one for one in sent if isinstance(one, dict) and one.keys() >= set(names)]


def _whole(value: Any) -> int:
    text = str(value).strip().removeprefix("#")
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InputError("“{text}” is not a number: write a whole number", text=text)
    return int(text)
