"""Which payments each undecided line may stand for, and why, from the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from sales_core.bank.claims import NEAR_DAYS, match_claims
from sales_core.bank.inn import normal_inn
from sales_core.bank.matching import match_lines
from sales_core.bank.proposals import IncomingLine, OpenPayment, Proposal, Reason, Rule
from sales_core.i18n import N_
from sales_core.store.bank_lines import StoredLine, load_undecided_lines
from sales_core.store.bank_payables import (
    ClientKey,
    Payable,
    load_invoiced_inns,
    load_learned_inns,
    load_open_payables,
    load_paid_of_leads,
    load_paid_payables,
)

DOUBT_DAYS = 31
"""Within so many days of a line, a payment of its deal and sum that is marked as paid and not confirmed may be it."""
_CERTAIN = frozenset({Rule.NUMBER, Rule.INN_AND_SUM})
_GIVEN_BACK = N_("money went to the client with INN {inn}, and no payment given back has this sum and day")


class OfferedPart(NamedTuple):
    payable: Payable
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A line, and what it is proposed for; without ``parts`` a person decides, looking at ``candidates`` first.

    ``left_minor``: what of the line pays none of the parts. ``doubt``: a payment of this sum that is marked as paid and
    that no line confirms, of a deal whose next payment would be marked as paid by this line.
    """

    line: StoredLine
    rule: Rule
    reason: Reason
    parts: tuple[OfferedPart, ...]
    left_minor: int
    candidates: tuple[Payable, ...]
    doubt: Payable | None = None

    @property
    def is_certain(self) -> bool:
        """Safe to be confirmed among others: nothing is left, nothing is paid in part, no doubt."""
        is_whole = all(part.amount_minor == part.payable.rest_minor for part in self.parts)
        return bool(self.parts) and self.rule in _CERTAIN and not self.left_minor and is_whole and self.doubt is None


@dataclass(frozen=True, slots=True)
class Proposals:
    """``offers``: what came and is undecided, and what was given back to clients, by day. ``outgoing``: undecided lines
    by which money went to others, the company's own business as a rule."""

    offers: tuple[Offer, ...]
    outgoing: tuple[StoredLine, ...]

    @property
    def certain(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.is_certain)

    def of_line(self, line_id: int) -> Offer | None:
        return next((offer for offer in self.offers if offer.line.id == line_id), None)


def load_proposals(conn: Connection) -> Proposals:
    lines = load_undecided_lines(conn)
    if not lines:
        return Proposals((), ())
    inns = _Inns(load_learned_inns(conn), load_invoiced_inns(conn))
    opened = [payable for payable in load_open_payables(conn) if payable.rest_minor]
    paid = _load_claims(conn, lines)
    known = {payable.id: payable for payable in (*opened, *paid)}
    found = _match(lines, opened, paid, inns)
    offers = [_offer(line, found[line.id], known) for line in lines if line.id in found]
    rest = [line for line in lines if line.id not in found]
    back = [_for_a_person(line) for line in rest if inns.knows(line.party_inn)]
    in_order = sorted([*_doubted(conn, offers), *back], key=lambda offer: (offer.line.booked_on, offer.line.id))
    return Proposals(tuple(in_order), tuple(line for line in rest if not inns.knows(line.party_inn)))


class _Inns:
    """Which INNs pay for a client: by what was confirmed before, then by what its invoices say."""

    def __init__(self, learned: Mapping[ClientKey, Sequence[str]], invoiced: Mapping[ClientKey, Sequence[str]]) -> None:
        clients = learned.keys() | invoiced.keys()
        self._by_client = {key: (*learned.get(key, ()), *invoiced.get(key, ())) for key in clients}
        self._all = {normal_inn(inn) or inn for inns in self._by_client.values() for inn in inns}

    def knows(self, inn: str) -> bool:
        return (normal_inn(inn) or inn) in self._all

    def payment(self, payable: Payable, day: date | None) -> OpenPayment:
        return OpenPayment(
            payable.id, payable.lead_id, payable.rest_minor, day, payable.invoice_number, payable.payer_inn,
            payable.client, payable.lead_name, self._by_client.get(payable.client_key, ()),
        )  # fmt: skip


def _load_claims(conn: Connection, lines: Sequence[StoredLine]) -> list[Payable]:
    """Payments marked as paid that one of the lines could confirm."""
    near = timedelta(days=NEAR_DAYS)
    first, last = lines[0].booked_on - near, lines[-1].booked_on + near
    return load_paid_payables(conn, first, last, {line.rest_minor for line in lines})


def _match(
    lines: Sequence[StoredLine], opened: Iterable[Payable], paid: Iterable[Payable], inns: _Inns
) -> dict[int, Proposal]:
    """Money that went out can only be what somebody marked as given back."""
    waiting = [inns.payment(payable, payable.due_on) for payable in opened]
    claims = [inns.payment(payable, payable.paid_on) for payable in paid]
    asked = [
        IncomingLine(str(line.id), line.booked_on, line.rest_minor, line.party_inn, line.party_name, line.purpose)
        for line in lines
    ]
    found = match_claims(asked, claims, waiting)
    found |= match_lines([line for line in asked if line.amount_minor > 0 and line.key not in found], waiting)
    return {int(key): proposal for key, proposal in found.items()}


def _offer(line: StoredLine, proposal: Proposal, known: Mapping[int, Payable]) -> Offer:
    return Offer(
        line,
        proposal.rule,
        proposal.reason,
        tuple(OfferedPart(known[part.payment_id], part.amount_minor) for part in proposal.parts),
        proposal.left_minor,
        tuple(known[id_] for id_ in proposal.candidates),
    )


def _for_a_person(line: StoredLine) -> Offer:
    return Offer(line, Rule.PERSON, Reason(_GIVEN_BACK, {"inn": line.party_inn}), (), line.rest_minor, ())


def _doubted(conn: Connection, offers: Sequence[Offer]) -> list[Offer]:
    """With the payments that are marked as paid on the proposed deals and that no line is proposed to confirm."""
    taken = {part.payable.id for offer in offers for part in offer.parts}
    paying = [offer for offer in offers if any(part.payable.paid_on is None for part in offer.parts)]
    leads = {part.payable.lead_id for offer in paying for part in offer.parts}
    unconfirmed: dict[int, list[Payable]] = {}
    for payable in load_paid_of_leads(conn, leads):
        if payable.id not in taken:
            unconfirmed.setdefault(payable.lead_id, []).append(payable)
    return [_with_doubt(offer, unconfirmed) for offer in offers]


def _with_doubt(offer: Offer, unconfirmed: Mapping[int, Sequence[Payable]]) -> Offer:
    near = [
        payable
        for lead_id in {part.payable.lead_id for part in offer.parts if part.payable.paid_on is None}
        for payable in unconfirmed.get(lead_id, ())
        if payable.paid_on
        and abs(payable.paid_on - offer.line.booked_on) <= timedelta(days=DOUBT_DAYS)
        and payable.rest_minor == offer.line.rest_minor
    ]
    return replace(offer, doubt=near[0], candidates=(*near, *offer.candidates)) if near else offer
