"""The kinds of things that need attention: what each is, what to do about it, and how many there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from sales_core.closing.drift import DriftSums, load_drift_sums
from sales_core.i18n import N_
from sales_core.periods import Month
from sales_core.store.attention import (
    Search,
    count_leads,
    more_than_budget,
    paid_in_amocrm,
    unpaid_of_deleted,
    won_with_unpaid,
    won_without_payment,
)
from sales_core.store.bank_lines import count_undecided_incoming
from sales_core.store.directory import load_deal_types_used, load_options
from sales_core.store.invoice_doubts import load_doubled_payments, load_doubtful_invoices
from sales_core.store.setting_values import DEAL_TYPE_FIELD, load_setting
from sales_core.store.shares import load_shares


class Kind(StrEnum):
    PAID_IN_AMOCRM = "paid_in_amocrm"
    WON_UNPAID = "won_unpaid"
    WON_WITHOUT_PAYMENT = "won_without_payment"
    OVER_BUDGET = "over_budget"
    DELETED_UNPAID = "deleted_unpaid"
    BANK_UNMATCHED = "bank_unmatched"
    DOUBLED = "doubled"
    INVOICE_UNCLEAR = "invoice_unclear"
    TYPE_WITHOUT_SHARE = "type_without_share"
    MONTH_DRIFTED = "month_drifted"


class Page(StrEnum):
    """Where it is mended, by the page's address; a deal's payments by the deal."""

    DEAL = "deal"
    BANK = "bank"
    SETTINGS = "settings"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class About:
    """``title``, ``what`` is so, and ``mend``: to be told in the reader's language. ``leads``: the search behind it,
    where each is a lead. ``is_wrong``: figures are false until it is mended, not only unfinished."""

    title: str
    what: str
    mend: str
    page: Page
    count: Callable[[Connection], int]
    leads: Search | None = None
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of one kind there are."""

    kind: Kind
    count: int

    @property
    def about(self) -> About:
        return KINDS[self.kind]


def count_attention(conn: Connection) -> tuple[Counted, ...]:
    """The kinds there are any of, in their order."""
    counted = (Counted(kind, about.count(conn)) for kind, about in KINDS.items())
    return tuple(each for each in counted if each.count)


def types_without_share(conn: Connection) -> dict[int, str]:
    """The deal types (by id, in amoCRM's order) that anything was counted under, or that are still listed, and that
    nobody set a share for."""
    shares, used = load_shares(conn), load_deal_types_used(conn)
    options = load_options(conn, load_setting(conn, DEAL_TYPE_FIELD))
    return {
        option.id: option.name
        for option in options
        if (not option.is_deleted or option.id in used) and shares.in_force(option.id, "") is None
    }


def months_to_post(conn: Connection) -> Mapping[Month, DriftSums]:
    """Closed months whose bonuses moved since, and nobody posted all of the difference."""
    return {month: sums for month, sums in load_drift_sums(conn).items() if sums.bonus != sums.posted}


def _leads(search: Search) -> Callable[[Connection], int]:
    return lambda conn: count_leads(conn, search)


KINDS: Mapping[Kind, About] = {
    Kind.PAID_IN_AMOCRM: About(
        title=N_("Paid in amoCRM, not here"),
        what=N_("The deal's invoices are paid in amoCRM for more than what its payments here say."),
        mend=N_("Mark the payments as paid, or let amoCRM's invoices be payments."),
        page=Page.DEAL,
        count=_leads(paid_in_amocrm),
        leads=paid_in_amocrm,
        is_wrong=True,
    ),
    Kind.WON_UNPAID: About(
        title=N_("Won deals with money still to come"),
        what=N_("The deal is won, and some of its payments are not paid."),
        mend=N_("Mark what came as paid, or agree on another date."),
        page=Page.DEAL,
        count=_leads(won_with_unpaid),
        leads=won_with_unpaid,
    ),
    Kind.WON_WITHOUT_PAYMENT: About(
        title=N_("Won deals without payments"),
        what=N_("The deal is won, and nobody entered what was agreed: its money is in no figure."),
        mend=N_("Enter the deal's payments."),
        page=Page.DEAL,
        count=_leads(won_without_payment),
        leads=won_without_payment,
        is_wrong=True,
    ),
    Kind.OVER_BUDGET: About(
        title=N_("Payments more than the budget"),
        what=N_("The deal's payments come to more than its budget in amoCRM."),
        mend=N_("Correct the payments, or the budget in amoCRM."),
        page=Page.DEAL,
        count=_leads(more_than_budget),
        leads=more_than_budget,
    ),
    Kind.DELETED_UNPAID: About(
        title=N_("Payments of deleted deals"),
        what=N_("The deal was deleted in amoCRM: its unpaid payments are in no figure."),
        mend=N_("Delete the payments, or restore the deal in amoCRM."),
        page=Page.DEAL,
        count=_leads(unpaid_of_deleted),
        leads=unpaid_of_deleted,
    ),
    Kind.BANK_UNMATCHED: About(
        title=N_("Bank lines nobody decided on"),
        what=N_("Money came to the account, and no payment stands for all of it."),
        mend=N_("Say which payment it is, or set the line aside."),
        page=Page.BANK,
        count=count_undecided_incoming,
        is_wrong=True,
    ),
    Kind.DOUBLED: About(
        title=N_("Payments that may be there twice"),
        what=N_("An invoice's payment and another of the same deal have the same amount, a few days apart."),
        mend=N_("Delete the one too many, if it is the same money."),
        page=Page.DEAL,
        count=lambda conn: len(load_doubled_payments(conn)),
        is_wrong=True,
    ),
    Kind.INVOICE_UNCLEAR: About(
        title=N_("Invoices that do not say enough"),
        what=N_("amoCRM does not say what the payment needs to be known."),
        mend=N_("Correct the invoice in amoCRM."),
        page=Page.DEAL,
        count=lambda conn: len(load_doubtful_invoices(conn)),
    ),
    Kind.TYPE_WITHOUT_SHARE: About(
        title=N_("Deal types without a margin share"),
        what=N_("Their payments count as margin whole, 100 %."),
        mend=N_("Set the share."),
        page=Page.SETTINGS,
        count=lambda conn: len(types_without_share(conn)),
        is_wrong=True,
    ),
    Kind.MONTH_DRIFTED: About(
        title=N_("Closed months that changed since"),
        what=N_("Payments of a closed month changed, and its bonuses would be others now."),
        mend=N_("Post the difference as adjustments into an open month."),
        page=Page.MONTHS,
        count=lambda conn: len(months_to_post(conn)),
    ),
}
"""In the order they are shown."""
