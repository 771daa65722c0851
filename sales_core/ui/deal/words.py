"""The fixed words of the panel, and what its forms for new payments begin with."""

from typing import Any

from sales_core.i18n import Language
from sales_core.ui.deal.rows import Teller


def build_words(teller: Teller) -> dict[str, str]:
    language = teller.language
    return {
        **_form_words(language),
        "sign": language.currency_sign(teller.deal.currency),
        "open": language.text("Open in amoCRM"),
        "payments": language.text("Payments"),
        "none": language.text("There are no payments yet. Add what was agreed: one payment or a plan."),
        "add": language.text("Payment"),
        "plan": language.text("Instalment plan"),
        "actions": language.text("Actions"),
        "deal": language.text("History of the deal's payments"),
        "markPaid": language.text("Mark as paid"),
        "pay": language.text("Mark paid"),
        "redate": language.text("Move"),
        "edit": language.text("Edit"),
        "split": language.text("Split"),
        "refund": language.text("Refund"),
        "credit": language.text("Whose payment"),
        "history": language.text("History"),
        "delete": language.text("Delete"),
    }


def build_defaults(teller: Teller) -> dict[str, Any]:
    """For new payments: what is left of the budget, and today."""
    deal = teller.deal
    left = teller.typed_money(deal.left_minor) if deal.facts.budget_minor and deal.left_minor > 0 else ""
    hint = teller.language.text("What is left of the budget, {sum}, is filled in", sum=teller.money(deal.left_minor))
    return {"left": left, "hint": hint if left else "", "today": teller.typed_day(deal.as_of)}


def _form_words(language: Language) -> dict[str, str]:
    return {
        "titleAdd": language.text("New payment"),
        "titlePlan": language.text("Instalment plan"),
        "titlePay": language.text("Mark as paid"),
        "titleRedate": language.text("Move the due date"),
        "titleEdit": language.text("Edit the payment"),
        "titleSplit": language.text("Split the payment"),
        "titleRefund": language.text("Give back"),
        "amount": language.text("Amount"),
        "total": language.text("Total"),
        "due": language.text("Due"),
        "first": language.text("First due date"),
        "count": language.text("How many payments"),
        "rule": language.text("If that day is off"),
        "keep": language.text("leave it"),
        "next": language.text("the next working day"),
        "previous": language.text("the working day before"),
        "paidOn": language.text("Paid on"),
        "returned": language.text("Given back on"),
        "comment": language.text("Comment"),
        "already": language.text("Paid already"),
        "part": language.text("Part {n}", n="{n}"),
        "rest": language.text("the rest"),
        "more": language.text("One more part"),
        "fewer": language.text("One part fewer"),
        "calendar": language.text("Calendar"),
        "days": language.text("days"),
        "preview": language.text("This is what will be added:"),
        "save": language.text("Save"),
        "cancel": language.text("Cancel"),
    }
