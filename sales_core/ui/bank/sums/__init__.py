"""The month's money in one line (components v2): what came by the statements, and what is known of it."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from sales_core.i18n import Language
from sales_core.reports.bank import BankMonth
from sales_core.ui.kit import component, pack


def draw_sums(sums: BankMonth, language: Language) -> None:
    component(Path(__file__).parent)(data=pack(build_sums(sums, language)), key="bank.sums")


def build_sums(sums: BankMonth, language: Language) -> dict[str, Any]:
    """``claimed`` is not of this money: payments that are marked as paid and that no line confirms."""
    explained = sums.incoming_minor - sums.set_aside_minor - sums.unmatched_minor
    unmatched = language.plural("Unmatched, {n} line", "Unmatched, {n} lines", sums.unmatched_count)
    parts = (
        ("paid", language.text("Explained by payments"), explained),
        ("open", unmatched, sums.unmatched_minor),
        ("aside", language.text("Put aside"), sums.set_aside_minor),
    )  # fmt: skip
    return {
        "caption": language.text("The month by the bank"),
        "came": language.text("Came by the statements"),
        "sum": _money(sums, sums.incoming_minor, language),
        "parts": [
            {
                "kind": kind,
                "label": label,
                "sum": _money(sums, minor, language),
                "width": float(Fraction(100 * minor, max(sums.incoming_minor, 1))),
            }
            for kind, label, minor in parts
            if minor or kind == "paid"
        ],
        "vouched": [
            {
                "label": language.text("Paid, confirmed by the bank"),
                "sum": _money(sums, sums.confirmed_minor, language),
            },
            {"label": language.text("Paid, not confirmed"), "sum": _money(sums, sums.claimed_minor, language)},
        ],
    }


def _money(sums: BankMonth, minor: int, language: Language) -> str:
    return language.money(minor, sums.currency, exact=minor % sums.currency.minor_per_major != 0)
