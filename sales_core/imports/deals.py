"""The deals that the rows of a spreadsheet speak of: found, chosen by a person, or left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.imports.foreign_rows import Clues, ForeignRow
from sales_core.imports.matching import Match, Matcher
from sales_core.imports.names import plain_name
from sales_core.imports.payment_rows import PaymentRow
from sales_core.store.directory import load_users
from sales_core.store.import_lookups import load_known_leads


@dataclass(frozen=True, slots=True)
class DealInFile:
    """Rows that say the same of their deal. ``key``: what is said, comparable from file to file; ``numbers``: the rows
    in the file."""

    key: str
    clues: Clues
    numbers: tuple[int, ...]
    payments: int
    total_minor: int
    match: Match


Choices = Mapping[str, int | None]
"""By ``DealInFile.key``: the deal's number, or ``None`` to leave the rows out."""


def load_matcher(conn: Connection) -> Matcher:
    return Matcher(load_known_leads(conn), {user.id: user.name for user in load_users(conn)})


def find_deals(rows: Iterable[ForeignRow], matcher: Matcher) -> tuple[DealInFile, ...]:
    """In the order of the file."""
    by_key: dict[str, list[ForeignRow]] = {}
    for row in rows:
        by_key.setdefault(_key_of(row.clues), []).append(row)
    return tuple(_deal(key, same, matcher) for key, same in by_key.items())


def settled(deals: Iterable[DealInFile], remembered: Mapping[str, int], chosen: Choices, matcher: Matcher) -> Choices:
    """What is known of each deal: what was chosen now, else what was chosen for an earlier file and is still there,
    else what is certain. Those that a person has to decide are not in it."""
    found: dict[str, int | None] = {}
    for deal in deals:
        before = remembered.get(deal.key)
        if deal.key in chosen:
            found[deal.key] = chosen[deal.key]
        elif before is not None and before in matcher:
            found[deal.key] = before
        elif deal.match.lead_id is not None:
            found[deal.key] = deal.match.lead_id
    return found


def rows_of_deals(rows: Sequence[ForeignRow], choices: Choices) -> list[PaymentRow]:
    """The payments of the deals that are chosen."""
    return [
        PaymentRow(row.number, lead_id, row.amount_minor, row.due_on, row.paid_on, row.comment, row.external_id)
        for row in rows
        if (lead_id := choices.get(_key_of(row.clues))) is not None
    ]


def _deal(key: str, rows: Sequence[ForeignRow], matcher: Matcher) -> DealInFile:
    total_minor = sum(row.amount_minor for row in rows)
    numbers = tuple(dict.fromkeys(row.number for row in rows))
    clues = rows[0].clues
    return DealInFile(key, clues, numbers, len(rows), total_minor, matcher.match(clues, total_minor))


def _key_of(clues: Clues) -> str:
    return "\n".join((str(clues.lead_id or ""), *map(plain_name, (clues.deal, clues.client, clues.manager))))
