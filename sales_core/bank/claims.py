"""Which lines of a statement are payments that somebody marked as paid already: the bank only confirms them.

These come before the open payments: a client who owes the same sum month after month would otherwise pay the next one
with the money of the last. A claim and its line have one sum and days near each other; then, strongest first,

1. the purpose names the claim's invoice or deal;
2. the payer's INN is its client's;
3. no other line and no other claim has this sum on these days.

Where the payer is known to be somebody else, or the purpose names another payment, it is no match.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sales_core.bank.inn import normal_inn
from sales_core.bank.proposals import IncomingLine, OpenPayment, Part, Proposal, Reason, Rule
from sales_core.bank.purpose import find_inns, find_mentions, normal_number
from sales_core.i18n import N_

NEAR_DAYS = 5
"""How far apart the day a payment was marked as paid on and the day of its line may lie."""

_REASONS = {
    Rule.NUMBER: N_("the purpose names {number}, which is marked as paid on {day}"),
    Rule.INN_AND_SUM: N_("the client with INN {inn} has a payment of this sum marked as paid on {day}"),
    Rule.SUM_AND_DAY: N_("a payment of just this sum is marked as paid on {day}"),
}
_STRENGTH = {Rule.NUMBER: 0, Rule.INN_AND_SUM: 1, Rule.SUM_AND_DAY: 2}


class _Pair(NamedTuple):
    rule: Rule
    line: IncomingLine
    claim: OpenPayment
    params: dict[str, Any]

    @property
    def rank(self) -> tuple[object, ...]:
        of_another = not self.claim.is_expected_of(self.params.get("inn"))
        apart = _days_apart(self.line, self.claim)
        return _STRENGTH[self.rule], of_another, apart, self.line.paid_on, self.line.key, self.claim.id


def match_claims(
    lines: Sequence[IncomingLine], claims: Iterable[OpenPayment], others: Iterable[OpenPayment]
) -> dict[str, Proposal]:
    """Proposals for the lines that are somebody's claim, by their key. A line or a claim below 0 is money given back.

    claims: with the day they are marked as paid on for the due day. others: the open payments, whose numbers a purpose
    may name.
    """
    by_amount: dict[int, list[OpenPayment]] = {}
    known: set[str] = set()
    for claim in claims:
        by_amount.setdefault(claim.amount_minor, []).append(claim)
        known |= _numbers_of(claim)
    known |= {number for other in others for number in _numbers_of(other)}
    pairs = [pair for line in lines for pair in _pairs(line, by_amount.get(line.amount_minor, ()), known)]
    strong = _first_come([pair for pair in pairs if pair.rule is not Rule.SUM_AND_DAY])
    lines_taken, claims_taken = {pair.line.key for pair in strong}, {pair.claim.id for pair in strong}
    free = [pair for pair in pairs if pair.line.key not in lines_taken and pair.claim.id not in claims_taken]
    return {pair.line.key: _proposal(pair) for pair in (*strong, *_alone(free))}


def _pairs(line: IncomingLine, claims: Iterable[OpenPayment], known: Collection[str]) -> Iterable[_Pair]:
    mentioned = {mention.number: mention.written for mention in find_mentions(line.purpose)}
    payer = normal_inn(line.payer_inn)
    inns = find_inns(line.purpose) | ({payer} if payer else set())
    for claim in claims:
        client = claim.inn_among(inns)
        if _days_apart(line, claim) > NEAR_DAYS or (payer and claim.inns and client is None):
            continue
        params = {"day": claim.due_on}
        if named := sorted(_numbers_of(claim) & mentioned.keys()):
            yield _Pair(Rule.NUMBER, line, claim, params | {"number": mentioned[named[0]]})
        elif known & mentioned.keys():
            continue
        elif client is not None:
            yield _Pair(Rule.INN_AND_SUM, line, claim, params | {"inn": client})
        else:
            yield _Pair(Rule.SUM_AND_DAY, line, claim, params)


def _first_come(pairs: Iterable[_Pair]) -> list[_Pair]:
    """The strongest and nearest first, each line and each claim once."""
    taken: list[_Pair] = []
    lines: set[str] = set()
    claims: set[int] = set()
    for pair in sorted(pairs, key=lambda pair: pair.rank):
        if pair.line.key not in lines and pair.claim.id not in claims:
            taken.append(pair)
            lines.add(pair.line.key)
            claims.add(pair.claim.id)
    return taken


def _alone(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Those whose line could be no other claim, and whose claim no other line."""
    claims_of = Counter(pair.line.key for pair in pairs)
    lines_of = Counter(pair.claim.id for pair in pairs)
    return [pair for pair in pairs if claims_of[pair.line.key] == lines_of[pair.claim.id] == 1]


def _numbers_of(payment: OpenPayment) -> set[str]:
    return {str(payment.lead_id)} | ({normal_number(payment.invoice_number)} - {""})


def _days_apart(line: IncomingLine, claim: OpenPayment) -> int:
    return abs((line.paid_on - (claim.due_on or date.min)) // timedelta(days=1))


def _proposal(pair: _Pair) -> Proposal:
    parts = (Part(pair.claim.id, pair.claim.amount_minor),)
    return Proposal(pair.line.key, pair.rule, Reason(_REASONS[pair.rule], pair.params), parts, 0)
