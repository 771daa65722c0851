"""Deals in work ready to be counted, how long their statuses take, and how deals went through pipelines. Conventions as
in ``store.table_kit``."""

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from sales_core.store.table_kit import big, key


class DealInWork(SQLModel, table=True):
    """A lead that is neither won nor archived nor deleted, with all that the report counts of it: derived from the
    lead, its history, actions, tasks and payments. ``store.deals_in_work`` is the only writer.

    The table lies in the order it is grouped in: what the report costs follows the deals in work, however many leads
    and events there are. ``stage_since``: when the deal last came into its status, ``last_action_at`` when a person
    last did something for it; its creation where that is not known. ``unpaid_…``: its open payments.
    """

    __tablename__ = "deal_in_work"
    __table_args__ = (
        Index("deal_in_work_lead", "lead_id", unique=True),
        Index("deal_in_work_stage", "pipeline_id", "status_id", "stage_since"),
        Index("deal_in_work_created", "pipeline_id", "status_id", "created_at"),
        {"sqlite_with_rowid": False},
    )
    pipeline_id: int = key()
    status_id: int = key()
    manager_id: int = key()
    lead_id: int = key()
    deal_type_id: int = big()
    price_minor: int = big()
    created_at: int = big()
    stage_since: int = big()
    last_action_at: int = big()
    open_tasks: int = 0
    unpaid_count: int = 0
    unpaid_minor: int = big(default=0)
    unpaid_margin_minor: int = big(default=0)


class StageTime(SQLModel, table=True):
    """In how many days three of four deals won of late had left a status; counted once a day by ``store.stage_times``.
    No row where too few went through it."""

    __tablename__ = "stage_time"
    pipeline_id: int = key()
    status_id: int = key()
    days: int


class DealWay(SQLModel, table=True):
    """How a deal, unless it is deleted, went through a pipeline it came into: derived from the lead and its changes of
    status. ``store.deal_ways`` is the only writer.

    The table lies in the order cohorts are asked for. ``statuses``: those of the pipeline that the deal stood in, in
    the order it came there, each once, as ``,20,30,142,``; ``moments``: when it first stood in each, in seconds since
    it entered, as ``0,3600,90000``. Which status is further is not known here, so that their order may change.
    """

    __tablename__ = "deal_way"
    __table_args__ = (Index("deal_way_lead", "lead_id"), {"sqlite_with_rowid": False})
    pipeline_id: int = key()
    entered_at: int = key()
    lead_id: int = key()
    manager_id: int = big()
    deal_type_id: int = big()
    outcome: str
    statuses: str = Field(sa_type=Text)
    moments: str = Field(sa_type=Text)
