"""The state of the demo account and the one way anything gets into its log of events."""

from collections.abc import Callable, Sequence
from functools import wraps
from random import Random
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

from sales_core.clock import Clock, system_clock
from sales_core.demo.entities import (
    AccountFacts,
    Catalog,
    Company,
    Contact,
    CustomField,
    Event,
    Group,
    Invoice,
    Lead,
    LossReason,
    Note,
    Pipeline,
    Task,
    User,
)
from sales_core.demo.eventlog import EventLog, ulid
from sales_core.demo.knobs import Knobs
from sales_core.demo.table import Table

P = ParamSpec("P")
R = TypeVar("R")
Self = TypeVar("Self", bound="Records")

ROBOT = 0
_FIRST_IDS = {
    "lead": 9_000_001,
    "contact": 8_000_001,
    "company": 8_500_001,
    "task": 7_700_001,
    "note": 5_550_001,
    "invoice": 440_001,
    "message": 88_200_001,
}


def locked(method: Callable[Concatenate[Self, P], R]) -> Callable[Concatenate[Self, P], R]:
    """A change is seen whole or not at all, whichever thread asks."""

    @wraps(method)
    def guarded(self: Self, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.lock:
            return method(self, *args, **kwargs)

    return guarded


class Records:
    """Everything the account holds. Read it under ``lock``; change it only through the deeds of ``World``."""

    def __init__(self, account: AccountFacts, *, clock: Clock = system_clock, seed: int = 0) -> None:
        self.lock = RLock()
        self.clock = clock
        self.seed = seed
        self.knobs = Knobs()
        self.account = account
        self.groups: list[Group] = []
        self.users: dict[int, User] = {}
        self.pipelines: list[Pipeline] = []
        self.fields: list[CustomField] = []
        self.loss_reasons: list[LossReason] = []
        self.catalogs: list[Catalog] = []
        self.leads: Table[Lead] = Table()
        self.trash: Table[Lead] = Table()
        self.contacts: Table[Contact] = Table()
        self.companies: Table[Company] = Table()
        self.tasks: Table[Task] = Table()
        self.notes: dict[str, Table[Note]] = {"leads": Table(), "contacts": Table(), "companies": Table()}
        self.invoices: Table[Invoice] = Table()
        self.thrown_invoices: Table[Invoice] = Table()
        self.events = EventLog()
        self._ids = dict(_FIRST_IDS)
        self._event_number = 0
        self._random = Random(seed)  # noqa: S311 - only how late an event shows

    def now(self, at: int | None = None) -> int:
        return self.clock() if at is None else at

    def new_id(self, kind: str) -> int:
        number = self._ids[kind]
        self._ids[kind] = number + 1
        return number

    def emit(  # noqa: PLR0913 - an event has that many parts
        self,
        kind: str,
        entity_type: str,
        entity_id: int,
        *,
        at: int,
        by: int,
        after: Sequence[dict[str, Any]] = (),
        before: Sequence[dict[str, Any]] = (),
        talk_contact_id: int | None = None,
    ) -> Event:
        self._event_number += 1
        event = Event(
            id=ulid(at, self._event_number),
            type=kind,
            entity_type=entity_type,
            entity_id=entity_id,
            created_by=by,
            created_at=at,
            after=list(after),
            before=list(before),
            talk_contact_id=talk_contact_id,
        )
        late_s = self.knobs.late_events_s
        self.events.add(event, at + self._random.randint(0, late_s) if late_s else None)
        return event

    def emit_note(  # noqa: PLR0913 - see emit
        self, kind: str, entity_type: str, entity_id: int, *, at: int, by: int, note_id: int
    ) -> Event:
        return self.emit(kind, entity_type, entity_id, at=at, by=by, after=[{"note": {"id": note_id}}])

    def group_of(self, user_id: int) -> int:
        user = self.users.get(user_id)
        return user.group_id if user else 0

    def select_field(self, name: str) -> CustomField:
        """The select field of leads of that name; KeyError where there is none."""
        for found in self.fields:
            if found.name == name and found.catalog_id is None:
                return found
        raise KeyError(name)
