"""The lines of bank statements as a sheet and as a JSON document, and what is said of each in words."""

from collections.abc import Sequence
from datetime import date

from sales_core.bank.proposals import Reason
from sales_core.delivery import documents
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.reports.bank import BankMonth
from sales_core.statements.importing import Imported
from sales_core.statements.listing import ConfirmedPart, LineState, ListedLine
from sales_core.statements.proposing import Offer, OfferedPart

STATE_LABELS = {
    LineState.TO_DECIDE: N_("to decide"),
    LineState.CONFIRMED: N_("confirmed"),
    LineState.SET_ASIDE: N_("set aside"),
    LineState.OUTGOING: N_("outgoing"),
}
_COLUMNS = (
    (N_("Line"), Kind.COUNT),
    (N_("Day"), Kind.DAY),
    (N_("Amount"), Kind.MONEY),
    (N_("Left"), Kind.MONEY),
    (N_("Payer or payee"), Kind.TEXT),
    (N_("INN"), Kind.TEXT),
    (N_("Purpose"), Kind.TEXT),
    (N_("State"), Kind.TEXT),
    (N_("Payments"), Kind.TEXT),
    (N_("Why"), Kind.TEXT),
)


def build_lines_sheet(lines: Sequence[ListedLine], sums: BankMonth, language: Language) -> Sheet:
    """One line per line of a statement, in the given order; amount and what is left of it added up below."""
    columns = tuple(Column(language.text(title), kind) for title, kind in _COLUMNS)
    amounts = sum(each.line.amount_minor for each in lines), sum(each.line.rest_minor for each in lines)
    return Sheet(
        name=language.text("Bank statement"),
        title=language.text("Bank statement, {month}", month=language.month(sums.month)),
        notes=tell_month(sums, language),
        parts=(Part("", columns),),
        lines=(
            *(_line(each, sums.currency, language) for each in lines),
            Line(Level.TOTAL, (language.text("Total"), None, *amounts, "", "", "", "", "", "")),
        ),
        currency=sums.currency,
        key_columns=3,
    )


def build_lines_document(lines: Sequence[ListedLine], sums: BankMonth) -> documents.Document:
    """``tablo bank list --format json``."""
    currency = sums.currency
    return {
        "month": str(sums.month),
        "incoming": currency.plain(sums.incoming_minor),
        "set_aside": currency.plain(sums.set_aside_minor),
        **documents.build_bank_document(sums),
        "lines": [_document(each, currency) for each in lines],
    }


def tell_month(sums: BankMonth, language: Language) -> tuple[str, ...]:
    """The month's money in two sentences: by the statements, and by the payments."""

    def money(minor: int) -> str:
        return language.money(minor, sums.currency, exact=minor % sums.currency.minor_per_major != 0)

    return (
        language.text(
            "By the statements {incoming} came in; {set_aside} of it is set aside, {unmatched} unmatched.",
            incoming=money(sums.incoming_minor), set_aside=money(sums.set_aside_minor),
            unmatched=money(sums.unmatched_minor),
        ),
        language.text(
            "Of the payments marked as paid the bank confirms {confirmed}; {claimed} is claimed without it.",
            confirmed=money(sums.confirmed_minor), claimed=money(sums.claimed_minor),
        ),
    )  # fmt: skip


def tell_reason(reason: Reason, language: Language) -> str:
    """Why a payment is proposed for a line, or why none is."""
    told = {name: language.day(value) if isinstance(value, date) else value for name, value in reason.params.items()}
    return language.text(reason.template, **told)


def tell_imported(imported: Imported, currency: Currency, language: Language, *, is_stored: bool) -> str:
    """What a file brought, or would bring."""
    if imported.is_repeated:
        return language.text("This file was imported before: nothing is new in it")
    counts = {
        "incoming": language.number(imported.incoming),
        "money": language.money(imported.incoming_minor, currency, exact=True),
        "outgoing": language.number(imported.outgoing),
        "known": language.number(imported.known),
        "own": language.number(imported.own),
    }
    if is_stored:
        return language.text(
            "Added: {incoming} incoming for {money}, {outgoing} outgoing. There already: {known}; between own accounts,"
            " left out: {own}",
            **counts,
        )
    return language.text(
        "Would be added: {incoming} incoming for {money}, {outgoing} outgoing. There already: {known}; between own"
        " accounts, left out: {own}. Nothing is stored yet",
        **counts,
    )


def _line(each: ListedLine, currency: Currency, language: Language) -> Line:
    line = each.line
    return Line(
        Level.ROW,
        (
            line.id,
            line.booked_on,
            line.amount_minor,
            line.rest_minor,
            line.party_name,
            line.party_inn,
            line.purpose,
            language.text(STATE_LABELS[each.state]),
            _payments(each, currency, language),
            _why(each, language),
        ),
    )


def _payments(each: ListedLine, currency: Currency, language: Language) -> str:
    """Those confirmed, else those proposed: deal, name and amount of each."""
    confirmed = [(part.lead_id, part.lead_name, part.amount_minor) for part in each.parts]
    proposed = each.offer.parts if each.offer and not confirmed else ()
    told = confirmed or [(part.payable.lead_id, part.payable.lead_name, part.amount_minor) for part in proposed]
    return "; ".join(
        f"{lead_id} {name}: {language.money(minor, currency, exact=True)}" for lead_id, name, minor in told
    )


def _why(each: ListedLine, language: Language) -> str:
    if each.state is LineState.SET_ASIDE:
        return each.line.set_aside_reason
    return tell_reason(each.offer.reason, language) if each.offer else ""


def _document(each: ListedLine, currency: Currency) -> documents.Document:
    line = each.line
    is_aside = each.state is LineState.SET_ASIDE
    return {
        "id": line.id,
        "booked_on": line.booked_on.isoformat(),
        "account": line.account,
        "number": line.number,
        "amount": currency.plain(line.amount_minor),
        "left": currency.plain(line.rest_minor),
        "party": {"name": line.party_name, "inn": line.party_inn or None},
        "purpose": line.purpose,
        "state": each.state.value,
        "set_aside": {"reason": line.set_aside_reason, "by": line.set_aside_by} if is_aside else None,
        "confirmed": [_confirmed(part, currency) for part in each.parts],
        "proposal": _proposal(each.offer, currency) if each.offer else None,
    }


def _confirmed(part: ConfirmedPart, currency: Currency) -> documents.Document:
    return {
        "payment_id": part.payment_id,
        "lead_id": part.lead_id,
        "amount": currency.plain(part.amount_minor),
        "by": part.confirmed_by,
    }


def _proposal(offer: Offer, currency: Currency) -> documents.Document:
    return {
        "rule": offer.rule.value,
        "certain": offer.is_certain,
        "parts": [_proposed(part, currency) for part in offer.parts],
    }


def _proposed(part: OfferedPart, currency: Currency) -> documents.Document:
    return {
        "payment_id": part.payable.id,
        "lead_id": part.payable.lead_id,
        "amount": currency.plain(part.amount_minor),
        "is_paid": part.payable.paid_on is not None,
    }
