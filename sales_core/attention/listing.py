"""The things of one kind that need attention, told one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from sales_core.attention.kinds import KINDS, Kind, months_to_post, types_without_share
from sales_core.i18n import N_, Language
from sales_core.reporting.account import AccountInfo, load_account_or_default
from sales_core.reporting.invoice_doubts import (
    invoice_name,
    load_doubled_payments,
    load_doubtful_invoices,
    tell_doubled_payment,
    tell_doubtful_invoice,
)
from sales_core.reporting.people import load_managers
from sales_core.store.attention import LeadAtStake, load_leads_at_stake
from sales_core.store.bank_lines import load_undecided_lines


class Item(NamedTuple):
    """``subject``: what it is called; ``note``: how things stand with it, in the reader's language. ``lead_id``: the
    lead it is about, ``None`` where it is about none or several. ``key``: what names it within its kind."""

    key: str
    subject: str
    note: str
    manager: str = ""
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class Teller:
    """What items are told with. ``managers``: names by id."""

    language: Language
    account: AccountInfo
    managers: Mapping[int, str]

    def money(self, minor: int) -> str:
        currency = self.account.currency
        return self.language.money(minor, currency, exact=minor % currency.minor_per_major != 0)


def load_teller(conn: Connection, language: Language) -> Teller:
    names = {manager.id: manager.name for manager in load_managers(conn).values()}
    return Teller(language, load_account_or_default(conn), names)


def load_items(conn: Connection, kind: Kind, teller: Teller, limit: int, offset: int = 0) -> list[Item]:
    search = KINDS[kind].leads
    if search is None:
        return list(_OTHERS[kind](conn, teller))[offset : offset + limit]
    found = load_leads_at_stake(conn, search, limit, offset)
    return [_lead_item(lead, _NOTES[kind], teller) for lead in found]


_NOTES = {
    Kind.PAID_IN_AMOCRM: N_("invoices paid: {amount}, paid here: {other}"),
    Kind.WON_UNPAID: N_("{amount} to come"),
    Kind.WON_WITHOUT_PAYMENT: N_("budget {amount}"),
    Kind.OVER_BUDGET: N_("payments {amount}, budget {other}"),
    Kind.DELETED_UNPAID: N_("{amount} unpaid"),
}


def _lead_item(lead: LeadAtStake, note: str, teller: Teller) -> Item:
    other = "" if lead.other_minor is None else teller.money(lead.other_minor)
    return Item(
        key=str(lead.lead_id),
        subject=lead.lead_name or f"#{lead.lead_id}",
        note=teller.language.text(note, amount=teller.money(lead.amount_minor), other=other),
        manager=teller.managers.get(lead.manager_id, ""),
        lead_id=lead.lead_id,
    )


def _bank_lines(conn: Connection, teller: Teller) -> list[Item]:
    """The newest first."""
    return [
        Item(
            key=str(line.id),
            subject=line.party_name or line.party_inn or line.number,
            note=f"{teller.language.day(line.booked_on)}, {teller.money(line.rest_minor)}: {line.purpose}",
        )
        for line in reversed(load_undecided_lines(conn))
        if line.amount_minor > 0
    ]


def _doubled(conn: Connection, teller: Teller) -> list[Item]:
    language, money = teller.language, teller.account.currency
    return [
        Item(
            key=f"{pair.payment_ids[0]} {pair.payment_ids[1]}",
            subject=language.text("Deal {number}", number=pair.lead_id),
            note=tell_doubled_payment(pair, money, language),
            lead_id=pair.lead_id,
        )
        for pair in load_doubled_payments(conn)
    ]


def _unclear_invoices(conn: Connection, teller: Teller) -> list[Item]:
    language, money = teller.language, teller.account.currency
    return [
        Item(
            key=f"{invoice.invoice_id} {invoice.doubt.value}",
            subject=invoice_name(invoice.name, invoice.invoice_id, language),
            note=tell_doubtful_invoice(invoice, money, language),
            lead_id=invoice.lead_ids[0],
        )
        for invoice in load_doubtful_invoices(conn)
    ]


def _types(conn: Connection, teller: Teller) -> list[Item]:
    note = teller.language.text("counts at 100 %")
    return [Item(str(type_id), name, note) for type_id, name in types_without_share(conn).items()]


def _months(conn: Connection, teller: Teller) -> list[Item]:
    return [
        Item(
            key=str(month),
            subject=teller.language.month(month),
            note=teller.language.text(
                "bonuses moved by {amount}, posted {other}",
                amount=teller.money(sums.bonus),
                other=teller.money(sums.posted),
            ),
        )
        for month, sums in sorted(months_to_post(conn).items(), reverse=True)
    ]


_OTHERS: Mapping[Kind, Callable[[Connection, Teller], Sequence[Item]]] = {
    Kind.BANK_UNMATCHED: _bank_lines,
    Kind.DOUBLED: _doubled,
    Kind.INVOICE_UNCLEAR: _unclear_invoices,
    Kind.TYPE_WITHOUT_SHARE: _types,
    Kind.MONTH_DRIFTED: _months,
}
