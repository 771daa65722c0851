"""Which deal a row of a spreadsheet speaks of: certain where it can be one only, else candidates to choose from.

Certain is, strongest first:

1. the number or the link, unless the names in the row are quite other ones;
2. the one deal with this name whose client is the one in the row;
3. the one deal with this name or, where the row has none, of this client;
4. of several such deals the one whose manager, or else whose budget, is that of the row.

A manager who is known and another one makes 3 uncertain. Likeness of names alone is never certain. Pure; names are
found through an index of their beginnings, so that it stays quick with any number of deals.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from typing import NamedTuple

from rapidfuzz import fuzz, process

from sales_core.i18n import N_
from sales_core.imports.foreign_rows import Clues
from sales_core.imports.names import is_person, plain_name, words_of
from sales_core.imports.payment_rows import lead_id_in
from sales_core.store.import_lookups import KnownLead

MOST_CANDIDATES = 5
_MOST_WEIGHED = 5_000
_MOST_COMPARED = 100
_MOST_RANKED = 40
_BEGINNING = 4
_LEAST_LIKE = 60

BY_NUMBER = N_("the number of the deal")
BY_NAME = N_("the same name")
BY_CLIENT = N_("the same client")
BY_MANAGER = N_("the same manager")
BY_BUDGET = N_("the same budget")
BY_LIKENESS = N_("a similar name")


class Candidate(NamedTuple):
    """``reasons``: msgids of what speaks for it."""

    lead_id: int
    reasons: tuple[str, ...]


class Match(NamedTuple):
    """``lead_id``: the deal it certainly is, which is the first candidate then; ``None``: a person decides."""

    lead_id: int | None
    candidates: tuple[Candidate, ...]


class _Lead(NamedTuple):
    """A deal with its names made comparable. ``text``: name and clients, for likeness."""

    known: KnownLead
    name: str
    clients: tuple[str, ...]
    text: str


class _Wanted(NamedTuple):
    """Clues made comparable. ``managers``: who may be meant; ``None`` where the row names nobody who is known.
    ``amounts``: what may be the budget."""

    name: str
    client: str
    managers: frozenset[int] | None
    amounts: frozenset[int]


class Matcher:
    """The deals there are, ready to be found. ``managers``: names by id."""

    def __init__(self, leads: Iterable[KnownLead], managers: Mapping[int, str]) -> None:
        self._leads: list[_Lead] = []
        self._by_id: dict[int, _Lead] = {}
        self._by_name: dict[str, list[_Lead]] = defaultdict(list)
        self._by_client: dict[str, list[_Lead]] = defaultdict(list)
        self._by_beginning: dict[str, list[int]] = defaultdict(list)
        self._managers = managers
        self._people = {id_: words_of(name) for id_, name in managers.items()}
        self._meant_by = lru_cache(maxsize=1000)(self._find_people)
        for known in leads:
            self._add(known)

    def __getitem__(self, lead_id: int) -> KnownLead:
        return self._by_id[lead_id].known

    def __contains__(self, lead_id: int) -> bool:
        return lead_id in self._by_id

    def manager_of(self, lead: KnownLead) -> str:
        return self._managers.get(lead.manager_id, "")

    def match(self, clues: Clues, total_minor: int) -> Match:
        """``total_minor``: what the rows with these clues add up to, which may be the deal's budget."""
        wanted = _Wanted(
            plain_name(clues.deal), plain_name(clues.client), self._meant_by(clues.manager),
            frozenset(amount for amount in (total_minor, clues.budget_minor) if amount),
        )  # fmt: skip
        numbered = self._by_id.get(clues.lead_id) if clues.lead_id is not None else None
        likely = [numbered] if numbered and not _is_other(numbered, wanted) else self._likely(wanted)
        certain = likely[0] if len(likely) == 1 else None
        near = [*filter(None, [numbered]), *likely[:_MOST_COMPARED], *self._same(wanted)[:_MOST_COMPARED]]
        if not certain:
            near += self._alike(f"{wanted.name} {wanted.client}")
        ranked = nlargest(MOST_CANDIDATES, dict.fromkeys(near), key=lambda lead: _rank(lead, wanted, certain, numbered))
        candidates = tuple(Candidate(lead.known.id, _reasons(lead, wanted, numbered)) for lead in ranked)
        return Match(certain.known.id if certain else None, candidates)

    def search(self, text: str) -> list[KnownLead]:
        """The deals that somebody may mean by a number, a link or a part of a name, the likeliest first."""
        lead_id = lead_id_in(text)
        if lead_id is not None:
            return [self[lead_id]] if lead_id in self else []
        plain = plain_name(text)
        found = dict.fromkeys(
            [*self._by_name.get(plain, []), *self._by_client.get(plain, []), *self._alike(plain, by=fuzz.partial_ratio)]
        )
        return [lead.known for lead in nlargest(2 * MOST_CANDIDATES, found, key=lambda lead: _likeness(lead, plain))]

    def _add(self, known: KnownLead) -> None:
        clients = tuple(plain_name(client) for client in known.clients)
        lead = _Lead(known, plain_name(known.name), clients, " ".join((plain_name(known.name), *clients)))
        self._by_id[known.id] = lead
        self._by_name[lead.name].append(lead)
        for client in clients:
            self._by_client[client].append(lead)
        for beginning in {word[:_BEGINNING] for word in lead.text.split()}:
            self._by_beginning[beginning].append(len(self._leads))
        self._leads.append(lead)

    def _find_people(self, said: str) -> frozenset[int] | None:
        words = words_of(said)
        meant = frozenset(id_ for id_, name in self._people.items() if is_person(words, name))
        return meant or None

    def _same(self, wanted: _Wanted) -> list[_Lead]:
        """Those with the name of the deal; where the row has none, those of the client."""
        if wanted.name:
            return self._by_name.get(wanted.name, [])
        return self._by_client.get(wanted.client, []) if wanted.client else []

    def _likely(self, wanted: _Wanted) -> list[_Lead]:
        """The one deal that it certainly is, or all between which nothing decides."""
        same = self._same(wanted)
        if wanted.name and wanted.client:
            of_client = [lead for lead in self._by_client.get(wanted.client, []) if lead.name == wanted.name]
            if len(of_client) == 1:
                return of_client
            same = of_client or [lead for lead in same if not lead.clients]
        same = [lead for lead in same if not _is_of_another(lead, wanted)]
        for speaks_for in (_is_managers, _is_priced):
            if len(same) > 1:
                same = [lead for lead in same if speaks_for(lead, wanted)] or same
        return same

    def _alike(self, plain: str, *, by: Callable[..., float] = fuzz.token_set_ratio) -> list[_Lead]:
        """Those that are alike, of the ones that have most words in common; a rare word counts for more."""
        beginnings = {word[:_BEGINNING] for word in plain.split()}
        places = sorted((self._by_beginning[each] for each in beginnings if each in self._by_beginning), key=len)
        weights: dict[int, float] = defaultdict(float)
        for common in places:
            if len(weights) + len(common) > _MOST_WEIGHED and weights:
                break
            for place in common[:_MOST_WEIGHED]:
                weights[place] += 1 / len(common)
        texts = {place: self._leads[place].text for place in nlargest(_MOST_COMPARED, weights, key=weights.__getitem__)}
        alike = process.extract(plain, texts, scorer=by, score_cutoff=_LEAST_LIKE, limit=_MOST_RANKED)
        return [self._leads[place] for _, _, place in alike]


def _is_managers(lead: _Lead, wanted: _Wanted) -> bool:
    return wanted.managers is not None and lead.known.manager_id in wanted.managers


def _is_of_another(lead: _Lead, wanted: _Wanted) -> bool:
    """The row names a manager, and the deal is somebody else's."""
    return wanted.managers is not None and lead.known.manager_id not in wanted.managers


def _is_priced(lead: _Lead, wanted: _Wanted) -> bool:
    return lead.known.price_minor in wanted.amounts


def _is_other(lead: _Lead, wanted: _Wanted) -> bool:
    """The row names a deal or client, and neither has a word in common with this one's."""
    said = f"{wanted.name} {wanted.client}".split()
    return bool(said) and not {word[:_BEGINNING] for word in said} & {word[:_BEGINNING] for word in lead.text.split()}


def _likeness(lead: _Lead, plain: str) -> float:
    return 0.7 * fuzz.token_set_ratio(lead.text, plain) + 0.3 * fuzz.token_sort_ratio(lead.text, plain)


def _rank(lead: _Lead, wanted: _Wanted, certain: _Lead | None, numbered: _Lead | None) -> tuple[float, ...]:
    """The likeliest has the highest."""
    same = (bool(wanted.name) and lead.name == wanted.name) + (wanted.client in lead.clients)
    speaks = 20 * _is_managers(lead, wanted) + 20 * _is_priced(lead, wanted)
    return lead is certain, lead is numbered, same, speaks + _likeness(lead, f"{wanted.name} {wanted.client}".strip())


_SAYS: Sequence[tuple[str, Callable[[_Lead, _Wanted], bool]]] = (
    (BY_NAME, lambda lead, wanted: bool(wanted.name) and lead.name == wanted.name),
    (BY_CLIENT, lambda lead, wanted: wanted.client in lead.clients),
    (BY_MANAGER, _is_managers),
    (BY_BUDGET, _is_priced),
)


def _reasons(lead: _Lead, wanted: _Wanted, numbered: _Lead | None) -> tuple[str, ...]:
    found = tuple(reason for reason, is_so in _SAYS if is_so(lead, wanted))
    if lead is numbered:
        return (BY_NUMBER, *found)
    return found if {BY_NAME, BY_CLIENT} & set(found) else (BY_LIKENESS, *found)
