"""The history of payments in the reader's words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from sales_core.i18n import DASH, MINUS, N_, Language
from sales_core.money import Currency
from sales_core.payment_history import Change, DueMove, PastAct, Terms, Via, days_slipped
from sales_core.reporting.account import load_account_or_default
from sales_core.store.directory import load_users

VIA_LABELS = {
    Via.PAGE: N_("on the board"),
    Via.IMPORT: N_("from a file"),
    Via.AMOCRM: N_("by amoCRM"),
    Via.BANK: N_("by a bank statement"),
    Via.COMMAND: N_("by a command"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What is needed to tell of a payment: what users are called, and the currency."""

    users: Mapping[int, str]
    currency: Currency


def load_names(conn: Connection) -> Names:
    users = {user.id: user.name for user in load_users(conn)}
    return Names(users, load_account_or_default(conn).currency)


def tell_way(act: PastAct, language: Language, *, is_undone: bool = False) -> str:
    """By which way the act came, what it took back, and whether it was taken back itself."""
    way = language.text(VIA_LABELS[act.via]) + (f": {act.note}" if act.note else "")
    if act.undoes is not None:
        way = language.text("{way}, takes back act {number}", way=way, number=act.undoes)
    return language.text("{way}; taken back since", way=way) if is_undone else way


def tell_change(change: Change, names: Names, language: Language) -> str:
    """What was added or deleted, or what became of what."""
    _, before, after = change
    if before is not None and after is not None:
        moved = [
            f"{language.text(label)}: {tell(before)} → {tell(after)}"
            for label, tell in _facts(names, language)
            if tell(before) != tell(after)
        ]
        return "; ".join(moved)
    told = "; ".join(_described(before or after, names, language))
    return language.text(N_("added: {payment}") if before is None else N_("deleted: {payment}"), payment=told)


def tell_due_moves(moves: Sequence[DueMove], language: Language) -> str:
    """«срок переносили 3 раза, +41 день»"""
    days = days_slipped(moves)
    sign = MINUS if days < 0 else "+" if days else ""
    told = language.plural("{sign}{n} day", "{sign}{n} days", abs(days), sign=sign)
    return language.plural("due date moved {n} time, {days}", "due date moved {n} times, {days}", len(moves), days=told)


_Fact = tuple[str, Callable[[Terms], str]]


def _described(terms: Terms | None, names: Names, language: Language) -> Iterator[str]:
    """What a payment says of itself, usual things left out."""
    assert terms is not None
    for label, tell in _facts(names, language)[1:]:
        if tell(terms) != DASH:
            yield f"{language.text(label)}: {tell(terms)}"


def _facts(names: Names, language: Language) -> tuple[_Fact, ...]:
    def user(id_: int) -> str:
        return names.users.get(id_) or str(id_)

    def credited(terms: Terms) -> str:
        shares = [f"{user(id_)} {language.percent_exact(Decimal(share))}" for id_, share in terms.credit_shares]
        alone = DASH if terms.credited_to is None else user(terms.credited_to)
        return ", ".join(shares) or alone

    return (
        (N_("deal"), lambda terms: str(terms.lead_id)),
        (N_("amount"), lambda terms: language.money(terms.amount_minor, names.currency, exact=True)),
        (N_("due"), lambda terms: language.day(terms.due_on)),
        (N_("paid on"), lambda terms: language.day(terms.paid_on)),
        (N_("credited to"), credited),
        (N_("comment"), lambda terms: terms.comment or DASH),
        (N_("external id"), lambda terms: terms.external_id or DASH),
    )
