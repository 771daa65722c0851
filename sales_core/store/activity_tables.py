"""What people did, taken out of amoCRM's events: one row an action, and the sums of each day and month.

Conventions as in ``store.table_kit``; ``store.actions`` is the only writer."""

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from sales_core.store.table_kit import big, key


class Action(SQLModel, table=True):
    """An event that counts as something a manager did (``manager_id`` 0: nobody). ``kind`` is an ``ActionKind``;
    ``lead_id`` the lead it was done for, 0 where it hangs on another card.

    ``note_id`` is the note that the event points to, ``message`` by what one mail on several leads is known to be one:
    only its first event is an action.
    """

    __table_args__ = (
        Index("action_cell", "day", "manager_id", "kind", "at", "lead_id", "seconds"),
        Index("action_note", "note_id", sqlite_where=text("note_id IS NOT NULL"),
              postgresql_where=text("note_id IS NOT NULL")),
        Index("action_message", "message", sqlite_where=text("message IS NOT NULL"),
              postgresql_where=text("message IS NOT NULL")),
        {"sqlite_with_rowid": False},
    )  # fmt: skip
    event_id: str = Field(primary_key=True)
    kind: str
    manager_id: int = big()
    day: date
    at: int = big()
    lead_id: int = big(default=0)
    seconds: int = 0
    note_id: int | None = big(default=None, nullable=True)
    message: str | None = None


class _Sums(SQLModel):
    """How many actions of each kind, and for how long they talked."""

    mail_in: int = 0
    mail_out: int = 0
    call_in: int = 0
    call_in_missed: int = 0
    call_out: int = 0
    call_out_unanswered: int = 0
    message_in: int = 0
    message_out: int = 0
    task_on_time: int = 0
    task_late: int = 0
    status_change: int = 0
    lead_new: int = 0
    lead_handed_over: int = 0
    note: int = 0
    talk_s: int = big(default=0)


class ActivityDay(_Sums, table=True):
    """The daily roll-up of actions."""

    __tablename__ = "activity_day"
    __table_args__ = {"sqlite_with_rowid": False}
    day: date = Field(primary_key=True)
    manager_id: int = key()


class ActivityMonth(_Sums, table=True):
    """The monthly one, for whole months: a year of a large department is a few thousand rows."""

    __tablename__ = "activity_month"
    __table_args__ = {"sqlite_with_rowid": False}
    month: str = Field(primary_key=True)
    manager_id: int = key()


class ActivityHours(SQLModel, table=True):
    """When somebody was at work on a day: how many actions in each hour of the zone's clocks, robots apart, and the
    instants of the first and the last."""

    __tablename__ = "activity_hours"
    __table_args__ = {"sqlite_with_rowid": False}
    day: date = Field(primary_key=True)
    manager_id: int = key()
    first_at: int = big()
    last_at: int = big()
    h00: int = 0
    h01: int = 0
    h02: int = 0
    h03: int = 0
    h04: int = 0
    h05: int = 0
    h06: int = 0
    h07: int = 0
    h08: int = 0
    h09: int = 0
    h10: int = 0
    h11: int = 0
    h12: int = 0
    h13: int = 0
    h14: int = 0
    h15: int = 0
    h16: int = 0
    h17: int = 0
    h18: int = 0
    h19: int = 0
    h20: int = 0
    h21: int = 0
    h22: int = 0
    h23: int = 0
