"""What is doubtful about the invoices of amoCRM, in the reader's words: what it is, how it counts, what to do."""

from sales_core.i18n import Language
from sales_core.money import Currency
from sales_core.store.invoice_doubts import (
    DoubledPayment,
    Doubt,
    DoubtfulInvoice,
    load_doubled_payments,
    load_doubtful_invoices,
)

__all__ = [
    "DoubledPayment",
    "Doubt",
    "DoubtfulInvoice",
    "load_doubled_payments",
    "load_doubtful_invoices",
    "tell_doubled_payment",
    "tell_doubtful_invoice",
]


def tell_doubtful_invoice(invoice: DoubtfulInvoice, money: Currency, language: Language) -> str:
    name = invoice_name(invoice.name, invoice.invoice_id, language)
    match invoice.doubt:
        case Doubt.PARTLY_PAID:
            return language.text(
                "{invoice} is paid in part. amoCRM does not say how much came, so all of {amount} is still expected:"
                " make two invoices of it in amoCRM, a paid and an open one",
                invoice=name, amount=language.money(invoice.amount_minor, money, exact=True),
            )  # fmt: skip
        case Doubt.UNKNOWN_STATUS if invoice.status:
            return language.text(
                "{invoice} has a status that is not known here ({status}), and counts as not paid",
                invoice=name, status=invoice.status,
            )  # fmt: skip
        case Doubt.UNKNOWN_STATUS:
            return language.text("{invoice} has no status, and counts as not paid", invoice=name)
        case Doubt.NO_AMOUNT:
            return language.text("{invoice} has no amount, so it is no payment yet", invoice=name)
        case Doubt.SEVERAL_LEADS:
            return language.text(
                "{invoice} is linked to several deals ({deals}); it counts once, for deal {deal}",
                invoice=name, deals=", ".join(map(str, invoice.lead_ids)), deal=str(invoice.lead_ids[0]),
            )  # fmt: skip


def tell_doubled_payment(pair: DoubledPayment, money: Currency, language: Language) -> str:
    amount = language.money(pair.amount_minor, money, exact=True)
    mine, other = map(language.day, pair.days)
    return language.text(
        "{invoice} ({amount}, {day}) looks like a payment that the deal has already ({other}). If it is one and the"
        " same, delete the payment: the invoice stays",
        invoice=invoice_name(pair.name, pair.invoice_id, language), amount=amount, day=mine, other=other,
    )  # fmt: skip


def invoice_name(name: str, invoice_id: int, language: Language) -> str:
    """As amoCRM has it; nobody has to give it one."""
    return name.strip() or language.text("Invoice {number}", number=str(invoice_id))
