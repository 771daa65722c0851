"""Whether the documents of a statement are all there: what the bank says of each account against what they add up to.

A file that lost a document, or has one twice, shows it here. An account whose balances and turnovers the bank leaves
out cannot be checked.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sales_core.bank.faults import line_fault
from sales_core.bank.statement import ROUBLE, AccountSection, Document, Stated, Statement
from sales_core.errors import InputError
from sales_core.i18n import N_

_CAME = N_("by the bank {stated} came to account {account}, by the documents {found}: some are missing or too many")
_LEFT = N_("by the bank {stated} left account {account}, by the documents {found}: some are missing or too many")
_CHANGED = N_(
    "by the bank account {account} changed by {stated}, by the documents {found}: some are missing or too many"
)


class Moved(NamedTuple):
    """What documents brought to an account and took from it."""

    received: int
    written_off: int


def check_balances(statement: Statement) -> Iterator[InputError]:
    """Sums of a section that do not add up, days that do not join, documents that are missing or too many."""
    for account in statement.accounts:
        sections = statement.sections_of(account)
        yield from (fault for section in sections for fault in _broken_sum(section))
        yield from (fault for before, after in pairwise(sections) for fault in _gap(before, after))
        yield from _turnover_faults(statement, account, sections)
        yield from _change_faults(statement, account, sections)


def is_checked(statement: Statement, account: str) -> bool:
    """Whether the file states enough for a missing document to be noticed."""
    sections = statement.sections_of(account)
    return bool(sections) and (_states_turnovers(sections) or _states_change(sections))


def moved(documents: Iterable[Document], account: str, own_accounts: Sequence[str]) -> Moved:
    """A transfer between two accounts of the file may stand in it once, or once for each of them: where only one side's
    day is given, it is that side's."""
    received = written_off = 0
    for document in documents:
        is_inner = document.payer.account in own_accounts and document.recipient.account in own_accounts
        halves = is_inner and (document.debited_on is None) != (document.credited_on is None)
        if document.recipient.account == account and not (halves and document.credited_on is None):
            received += document.amount_minor
        if document.payer.account == account and not (halves and document.debited_on is None):
            written_off += document.amount_minor
    return Moved(received, written_off)


def _broken_sum(section: AccountSection) -> Iterator[InputError]:
    if not (section.opening and section.received and section.written_off and section.closing):
        return
    expected = section.opening.minor + section.received.minor - section.written_off.minor
    if expected != section.closing.minor:
        yield line_fault(
            section.closing.line,
            InputError(
                "the closing balance is {closing}, but the opening one with what came and went makes {expected}",
                closing=ROUBLE.plain(section.closing.minor), expected=ROUBLE.plain(expected),
            ),
        )  # fmt: skip


def _gap(before: AccountSection, after: AccountSection) -> Iterator[InputError]:
    if before.closing and after.opening and before.closing.minor != after.opening.minor:
        yield line_fault(
            after.opening.line,
            InputError(
                "the opening balance is {opening}, but the section before closed at {closing}",
                opening=ROUBLE.plain(after.opening.minor), closing=ROUBLE.plain(before.closing.minor),
            ),
        )  # fmt: skip


def _turnover_faults(statement: Statement, account: str, sections: Sequence[AccountSection]) -> Iterator[InputError]:
    if not sections or not _states_turnovers(sections):
        return
    found = moved(statement.documents, account, statement.accounts)
    by_section = [_moved_within(statement, account, section) for section in sections]
    received = [section.received for section in sections if section.received]
    written_off = [section.written_off for section in sections if section.written_off]
    sides = (
        (_CAME, received, found.received, [each.received for each in by_section]),
        (_LEFT, written_off, found.written_off, [each.written_off for each in by_section]),
    )
    for template, stated, by_documents, parts in sides:
        by_bank = sum(each.minor for each in stated)
        if by_bank != by_documents:
            reason = InputError(
                template, account=account, stated=ROUBLE.plain(by_bank), found=ROUBLE.plain(by_documents)
            )
            yield line_fault(_first_differing(stated, parts).line, reason)


def _change_faults(statement: Statement, account: str, sections: Sequence[AccountSection]) -> Iterator[InputError]:
    """Where the bank leaves the turnovers out, what the balance changed by is still to be explained."""
    if not sections or _states_turnovers(sections):
        return
    opening, closing = sections[0].opening, sections[-1].closing
    found = moved(statement.documents, account, statement.accounts)
    if opening and closing and closing.minor - opening.minor != found.received - found.written_off:
        reason = InputError(
            _CHANGED,
            account=account,
            stated=ROUBLE.plain(closing.minor - opening.minor),
            found=ROUBLE.plain(found.received - found.written_off),
        )
        yield line_fault(closing.line, reason)


def _states_turnovers(sections: Sequence[AccountSection]) -> bool:
    return all(section.received and section.written_off for section in sections)


def _states_change(sections: Sequence[AccountSection]) -> bool:
    return bool(sections[0].opening and sections[-1].closing)


def _moved_within(statement: Statement, account: str, section: AccountSection) -> Moved:
    """By days; only to point at a section, since some banks book a document a day beside its own section."""
    within = (
        document
        for document in statement.documents
        if (section.begins_on is None or section.begins_on <= document.booked_on)
        and (section.ends_on is None or document.booked_on <= section.ends_on)
    )
    return moved(within, account, statement.accounts)


def _first_differing(stated: Sequence[Stated], found: Sequence[int]) -> Stated:
    pairs = zip(stated, found, strict=True)
    return next((place for place, minor in pairs if place.minor != minor), stated[-1])
