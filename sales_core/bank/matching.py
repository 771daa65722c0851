"""Which open payments an incoming line of a statement pays: proposed with its reason, never guessed.

The rules, strongest first; each goes over all lines that are still undecided:

1. the purpose names an invoice or a deal, and the payer is not somebody else;
2. the payer's INN is a client's, and the sum is exactly what one of their deals has open next; of a client with several
   INNs, what is expected of this one first;
3. the payer's INN is a client's who has one open payment.

Everything else is left to a person, with what is known. Lines are taken by day, payments of a deal by due day, so the
result does not depend on the order they come in. A payment is proposed for one line only, and a line gives no more than
it has: it may pay several payments, the last of them in part, and something of it may be left.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from sales_core.bank.inn import normal_inn
from sales_core.bank.proposals import IncomingLine, OpenPayment, Part, Proposal, Reason, Rule
from sales_core.bank.purpose import Mention, Named, find_inns, find_mentions, normal_number
from sales_core.i18n import N_

_MOST_CANDIDATES = 10

_NAMED_INVOICE = N_("the purpose names invoice {number}")
_NAMED_DEAL = N_("the purpose names deal {number}")
_NAMED_BY_CLIENT = N_("the purpose names {number}, which is the payer's own")
_INN_AND_SUM = N_("an open payment of the client with INN {inn} has this sum")
_INN_AND_SUM_OF_SEVERAL = N_("the next open payments of the client with INN {inn} add up to this sum")
_INN_AND_ONE = N_("the client with INN {inn} has one open payment")

_NOT_THE_CLIENT = N_("the purpose names {number}, but the payer's INN {inn} is not the client's")
_SEVERAL_HAVE_IT = N_("several deals have the number {number} that the purpose names")
_SEVERAL_NAMED = N_("the purpose names several numbers ({numbers}), and their payments do not add up to this sum")
_TAKEN = N_("the purpose names {number}, but an earlier line is proposed for all that is open of it")
_INN_AND_SEVERAL = N_("the client with INN {inn} has several open payments, and the sum does not tell which is meant")
_INN_AND_TAKEN = N_("earlier lines are proposed for all that the client with INN {inn} has open")
_INN_AND_NOTHING = N_("no client with INN {inn} has an open payment, and the purpose names no known number")
_NOTHING = N_("the payer has no INN, and the purpose names no known number")


def match_lines(lines: Sequence[IncomingLine], payments: Iterable[OpenPayment]) -> dict[str, Proposal]:
    """A proposal for every line, by its key. Payments of 0 and refunds take no part."""
    register = _Register(payments)
    decided: dict[str, Proposal] = {}
    in_order = sorted(lines, key=lambda line: (line.paid_on, line.key))
    for rule in (_by_number, _by_inn_and_sum, _by_inn_alone):
        for line in in_order:
            if line.key not in decided and (proposal := rule(line, register)) is not None:
                decided[line.key] = proposal
                register.take(proposal.parts)
    return {line.key: decided.get(line.key) or _unknown(line, register) for line in lines}


class _Register:
    """The open payments by what points to them, and which of them no line is proposed for yet."""

    def __init__(self, payments: Iterable[OpenPayment]) -> None:
        wanted = (payment for payment in payments if payment.amount_minor > 0)
        in_order = sorted(wanted, key=lambda payment: (payment.due_on or date.max, payment.id))
        self.by_invoice = _grouped(in_order, lambda payment: normal_number(payment.invoice_number) or None)
        self.by_lead = _grouped(in_order, lambda payment: str(payment.lead_id))
        self.by_amount = _grouped(in_order, lambda payment: payment.amount_minor)
        self.by_inn: dict[str, list[OpenPayment]] = {}
        for payment in in_order:
            for inn in payment.inns:
                self.by_inn.setdefault(inn, []).append(payment)
        self._free = {payment.id: payment for payment in in_order}
        self._free_by_inn = {inn: {payment.id: payment for payment in group} for inn, group in self.by_inn.items()}

    def take(self, parts: Iterable[Part]) -> None:
        for part in parts:
            payment = self._free.pop(part.payment_id)
            for inn in payment.inns:
                del self._free_by_inn[inn][payment.id]

    def still_free(self, payments: Iterable[OpenPayment]) -> list[OpenPayment]:
        return [payment for payment in payments if payment.id in self._free]

    def free_of(self, inn: str | None) -> list[OpenPayment]:
        return list(self._free_by_inn.get(inn, {}).values()) if inn else []


def _grouped(
    payments: Iterable[OpenPayment], key_of: Callable[[OpenPayment], Hashable | None]
) -> dict[Hashable, list[OpenPayment]]:
    """In the payments' order, without those that have no key."""
    groups: dict[Hashable, list[OpenPayment]] = {}
    for payment in payments:
        if (key := key_of(payment)) is not None:
            groups.setdefault(key, []).append(payment)
    return groups


def _by_number(line: IncomingLine, register: _Register) -> Proposal | None:
    mentions = find_mentions(line.purpose)
    payer = normal_inn(line.payer_inn)
    known = find_inns(line.purpose) | ({payer} if payer else set())
    plain = [_Named(mention, _strictly_named(mention, register)) for mention in mentions]
    plain = [each for each in plain if each.payments]
    if not plain:
        return _by_vague_number(line, register, mentions, known)
    agreeing = [each.without_others(known) if payer else each for each in plain]
    if not all(each.payments for each in agreeing):
        wrong = next(before for before, after in zip(plain, agreeing, strict=True) if not after.payments)
        both = [*wrong.payments[: _MOST_CANDIDATES // 2], *register.free_of(payer)]
        return _left_to_a_person(line, both, Reason(_NOT_THE_CLIENT, wrong.params | {"inn": payer}))
    return _pay_named(line, register, [each.narrowed(known) for each in agreeing])


def _by_vague_number(
    line: IncomingLine, register: _Register, mentions: Iterable[Mention], known: Collection[str]
) -> Proposal | None:
    """A number that may be of anybody's numbering counts where it is of the payer's own deal."""
    for mention in mentions:
        named = _Named(mention, _vaguely_named(mention, register)).narrowed(known)
        if len(named.leads) == 1 and named.is_of(known):
            parts, left = _fill(register.still_free(named.payments), line.amount_minor)
            if parts:
                return Proposal(line.key, Rule.NUMBER, Reason(_NAMED_BY_CLIENT, named.params), parts, left)
    return None


def _pay_named(line: IncomingLine, register: _Register, named: Sequence["_Named"]) -> Proposal:
    payments = list(dict.fromkeys(payment for each in named for payment in each.payments))
    free = register.still_free(payments)
    several = next((each for each in named if len(each.leads) > 1), None)
    if several is not None:
        return _left_to_a_person(line, payments, Reason(_SEVERAL_HAVE_IT, several.params))
    if not free:
        return _left_to_a_person(line, payments, Reason(_TAKEN, named[0].params))
    if len({payment.lead_id for payment in free}) > 1 and _total(free) != line.amount_minor:
        numbers = ", ".join(each.mention.written for each in named)
        return _left_to_a_person(line, payments, Reason(_SEVERAL_NAMED, {"numbers": numbers}))
    parts, left = _fill(free, line.amount_minor)
    template = _NAMED_DEAL if named[0].mention.kind is Named.DEAL else _NAMED_INVOICE
    return Proposal(line.key, Rule.NUMBER, Reason(template, named[0].params), parts, left)


def _by_inn_and_sum(line: IncomingLine, register: _Register) -> Proposal | None:
    inn = normal_inn(line.payer_inn)
    free = register.free_of(inn)
    expected = [payment for payment in free if payment.is_expected_of(inn)]
    parts = _of_one_deal(expected, line.amount_minor) or _of_one_deal(free, line.amount_minor)
    if not parts:
        return None
    template = _INN_AND_SUM if len(parts) == 1 else _INN_AND_SUM_OF_SEVERAL
    return Proposal(line.key, Rule.INN_AND_SUM, Reason(template, {"inn": inn}), parts, 0)


def _by_inn_alone(line: IncomingLine, register: _Register) -> Proposal | None:
    inn = normal_inn(line.payer_inn)
    free = register.free_of(inn)
    if len(free) != 1:
        return None
    parts, left = _fill(free, line.amount_minor)
    return Proposal(line.key, Rule.INN_AND_ONE, Reason(_INN_AND_ONE, {"inn": inn}), parts, left)


def _unknown(line: IncomingLine, register: _Register) -> Proposal:
    """What is left to a person, with the payments to look at first: the client's, or else those of the same sum."""
    inn = normal_inn(line.payer_inn)
    if free := register.free_of(inn):
        return _left_to_a_person(line, free, Reason(_INN_AND_SEVERAL, {"inn": inn}))
    if inn and inn in register.by_inn:
        return _left_to_a_person(line, register.by_inn[inn], Reason(_INN_AND_TAKEN, {"inn": inn}))
    reason = Reason(_INN_AND_NOTHING, {"inn": inn}) if inn else Reason(_NOTHING, {})
    return _left_to_a_person(line, register.still_free(register.by_amount.get(line.amount_minor, [])), reason)


def _left_to_a_person(line: IncomingLine, candidates: Iterable[OpenPayment], reason: Reason) -> Proposal:
    ids = tuple(payment.id for payment in islice(candidates, _MOST_CANDIDATES))
    return Proposal(line.key, Rule.PERSON, reason, (), line.amount_minor, ids)


def _strictly_named(mention: Mention, register: _Register) -> list[OpenPayment]:
    """An invoice by its number; an invoice that is none of amoCRM's may bear the number of its deal."""
    if mention.kind is Named.OTHER:
        return []
    invoiced = register.by_invoice.get(mention.number, []) if mention.kind is Named.INVOICE else []
    return invoiced or register.by_lead.get(mention.number, [])


def _vaguely_named(mention: Mention, register: _Register) -> list[OpenPayment]:
    """«договор 123» by the number of an invoice or a deal; «счёт 123/1» as a part of invoice 123."""
    for number in (mention.number, mention.number.partition("/")[0]):
        if found := register.by_invoice.get(number) or register.by_lead.get(number):
            return found
    return []


class _Named(NamedTuple):
    """A number that the purpose names, and the payments that have it."""

    mention: Mention
    payments: list[OpenPayment]

    @property
    def leads(self) -> set[int]:
        return {payment.lead_id for payment in self.payments}

    @property
    def params(self) -> dict[str, Any]:
        return {"number": self.mention.written}

    def is_of(self, inns: Collection[str]) -> bool:
        return all(payment.inn_among(inns) for payment in self.payments)

    def without_others(self, inns: Collection[str]) -> "_Named":
        """Without the payments of clients who are known to be somebody else."""
        return self._replace(payments=[each for each in self.payments if not each.inns or each.inn_among(inns)])

    def narrowed(self, inns: Collection[str]) -> "_Named":
        """Where several deals have the number, only those of the payer, if there are any."""
        own = [payment for payment in self.payments if payment.inn_among(inns)]
        return self._replace(payments=own) if own and len(self.leads) > 1 else self


def _total(payments: Iterable[OpenPayment]) -> int:
    return sum(payment.amount_minor for payment in payments)


def _of_one_deal(payments: Iterable[OpenPayment], amount_minor: int) -> tuple[Part, ...]:
    """What is exactly this sum in the only deal that has it; nothing where none has, or several."""
    deals = _grouped(payments, lambda payment: payment.lead_id).values()
    fitting = list(islice((parts for deal in deals if (parts := _exactly(deal, amount_minor))), 2))
    return fitting[0] if len(fitting) == 1 else ()


def _exactly(payments: Sequence[OpenPayment], amount_minor: int) -> tuple[Part, ...]:
    """One payment of just this sum, or the next ones that add up to it; nothing where neither is so."""
    parts, left = _fill(payments, amount_minor)
    paid = {payment.id: payment.amount_minor for payment in payments}
    return parts if not left and all(part.amount_minor == paid[part.payment_id] for part in parts) else ()


def _fill(payments: Sequence[OpenPayment], amount_minor: int) -> tuple[tuple[Part, ...], int]:
    """The payment of just this sum, or else the next ones as far as the money goes, and what is left of it."""
    for payment in payments:
        if payment.amount_minor == amount_minor:
            return (Part(payment.id, amount_minor),), 0
    parts = []
    left = amount_minor
    for payment in payments:
        if left > 0:
            parts.append(Part(payment.id, min(left, payment.amount_minor)))
            left -= parts[-1].amount_minor
    return tuple(parts), left
