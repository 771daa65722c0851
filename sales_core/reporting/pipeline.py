"""The report of deals in work of a scope and the deals behind its cells, from the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from sales_core.clock import system_clock
from sales_core.errors import InputError
from sales_core.i18n import N_
from sales_core.params import Choice, Kind, ids_matching
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.periods import Month, day_of
from sales_core.pipeline import Deals, PipelineCell, StuckReason
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.account import AccountInfo, load_account_or_default
from sales_core.reporting.history_read import is_history_read
from sales_core.reporting.people import load_in_report, load_managers
from sales_core.reporting.plans import load_month_plans
from sales_core.reports.pipeline import (
    Ages,
    Column,
    ColumnInputs,
    DealBehind,
    Expected,
    Held,
    PipelineInputs,
    PipelineReport,
    Stuck,
    add_held,
    build_pipeline_report,
)
from sales_core.stage_history import Stage
from sales_core.store.closed_deals import load_closed_cells
from sales_core.store.pipeline import (
    CellSums,
    load_cells,
    load_cutoffs,
    load_moments,
    load_pipelines_shown,
    load_statuses,
)
from sales_core.store.pipeline_list import DealRow, load_deals
from sales_core.store.stage_times import load_expected_days
from sales_core.store.zone import load_zone

STATUS, NO_STATUS = "status", N_("There is no status “{text}”")
_CLOSED = frozenset({WON_STATUS, ARCHIVED_STATUS})


def load_pipeline_report(conn: Connection, scope: PipelineScope) -> PipelineReport:
    cells = load_cells(conn, scope, load_cutoffs(conn, scope))
    month, closed = Month.of(scope.as_of), _load_closed(conn, scope)
    return build_pipeline_report(
        PipelineInputs(
            columns=_load_columns(conn, scope, cells),
            held=_held(conn, scope, cells),
            won=closed[WON_STATUS],
            archived=closed[ARCHIVED_STATUS],
            managers=load_managers(conn),
            in_report=load_in_report(conn, load_month_plans(conn, [month])[month].in_force),
            currency=load_account_or_default(conn).currency,
            is_complete=is_history_read(conn),
        ),
        scope,
    )


def load_deals_behind(
    conn: Connection, scope: PipelineScope, cell: PipelineCell, limit: int | None = None, offset: int = 0
) -> list[DealBehind]:
    """As many deals in work as the cell says, whose sums are its sums: those longest without action first, ``limit`` of
    them from ``offset`` on. Deals won and archived are listed by ``reporting.closed_deals``."""
    rows = load_deals(conn, scope, cell, load_cutoffs(conn, scope), limit, offset)
    account = load_account_or_default(conn)
    return [_deal(row, scope.as_of, account) for row in rows]


def check_as_of(conn: Connection, as_of: date, now: int | None = None) -> None:
    """Raises InputError unless it is today in the account's zone: amoCRM does not tell which deals there were and what
    they were worth on another day, and a part of it would look like the whole. ``now``: the present if left out."""
    if as_of != day_of(system_clock() if now is None else now, load_zone(conn)):
        raise InputError("Deals in work are known only as they are today: leave out the day")


def find_status(conn: Connection, scope: PipelineScope, text: str) -> int:
    """The id of the status that is meant, by id or by name. Raises InputError where the scope is not of one pipeline,
    or the pipeline has no such status."""
    if scope.pipeline_id is None:
        raise InputError("Give one pipeline: each has statuses of its own")
    own = [status for status in load_statuses(conn) if status.pipeline_id == scope.pipeline_id]
    choices = [Choice(status.id, status.name) for status in own if status.id not in _CLOSED]
    return ids_matching(text, Kind(STATUS, choices, NO_STATUS))[0]


def _load_columns(conn: Connection, scope: PipelineScope, cells: Sequence[CellSums]) -> list[ColumnInputs]:
    counts: dict[Stage, int] = defaultdict(int)
    for cell in cells:
        counts[Stage(cell.pipeline_id, cell.status_id)] += cell.deals
    if scope.pipeline_id is None:
        return _load_pipeline_columns(conn, scope, counts)
    return _load_status_columns(conn, scope, scope.pipeline_id, counts)


def _load_status_columns(
    conn: Connection, scope: PipelineScope, pipeline_id: int, counts: dict[Stage, int]
) -> list[ColumnInputs]:
    """A status that amoCRM lists no more, and «Неразобранное», only with deals."""
    expected = load_expected_days(conn)
    found = []
    for status in load_statuses(conn):
        if status.pipeline_id == pipeline_id and status.id not in _CLOSED:
            stage = Stage(pipeline_id, status.id)
            column = Column(status.id, status.name, status.color, status.is_incoming)
            ages = _load_ages(conn, scope, {stage: counts[stage]} if stage in counts else {})
            stays = not (status.is_incoming or status.is_deleted)
            found.append(ColumnInputs(column, ages, expected.get(stage), stays))
    known = {each.column.id for each in found}
    unknown = {stage: count for stage, count in counts.items() if stage.status_id not in known}
    return found + [
        ColumnInputs(Column(stage.status_id, ""), _load_ages(conn, scope, {stage: count}), expected.get(stage), False)
        for stage, count in sorted(unknown.items())
    ]


def _load_pipeline_columns(conn: Connection, scope: PipelineScope, counts: dict[Stage, int]) -> list[ColumnInputs]:
    """An archived pipeline only with deals."""
    listed = {pipeline.id: pipeline for pipeline in load_pipelines_shown(conn)}
    unknown = sorted({stage.pipeline_id for stage in counts} - listed.keys())
    shown = [id_ for id_ in listed if not scope.pipelines or id_ in scope.pipelines]
    found = []
    for id_ in (*shown, *unknown):
        name, stays = (listed[id_].name, not listed[id_].is_archive) if id_ in listed else ("", False)
        own = {stage: count for stage, count in counts.items() if stage.pipeline_id == id_}
        found.append(ColumnInputs(Column(id_, name), _load_ages(conn, scope, own), None, stays))
    return found


def _load_ages(conn: Connection, scope: PipelineScope, counts: dict[Stage, int]) -> tuple[Ages, Ages] | None:
    """In stage and in total."""
    if not counts:
        return None
    zone = load_zone(conn)

    def ages(moment: str) -> Ages:
        middle, first = load_moments(conn, scope, moment, counts, sum(counts.values()))
        return Ages(_days(middle, scope.as_of, zone), _days(first, scope.as_of, zone))

    return ages("stage_since"), ages("created_at")


def _load_closed(conn: Connection, scope: PipelineScope) -> dict[int, dict[int, Deals]]:
    """Of won and of archived ones, by manager."""
    found: dict[int, dict[int, Deals]] = {status_id: {} for status_id in _CLOSED}
    for cell in load_closed_cells(conn, scope):
        of_status = found[cell.status_id]
        deals = Deals(cell.closed.count, cell.closed.budget_minor)
        of_status[cell.manager_id] = of_status.get(cell.manager_id, Deals()) + deals
    return found


def _held(conn: Connection, scope: PipelineScope, cells: Iterable[CellSums]) -> dict[tuple[int, int], Held]:
    incoming = {(status.pipeline_id, status.id) for status in load_statuses(conn) if status.is_incoming}
    parts: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for cell in cells:
        column_id = cell.pipeline_id if scope.pipeline_id is None else cell.status_id
        is_taken = (cell.pipeline_id, cell.status_id) not in incoming
        parts[cell.manager_id, column_id].append(_held_in(cell, is_taken=is_taken))
    return {key: add_held(held) for key, held in parts.items()}


def _held_in(cell: CellSums, *, is_taken: bool) -> Held:
    """``is_taken``: out of «Неразобранное»; nothing is stuck there."""
    counts = (cell.no_action, cell.no_task, cell.past_expected)
    reasons = dict(zip(StuckReason, counts, strict=True)) if is_taken else {}
    stuck = Stuck(Deals(cell.stuck, cell.stuck_minor), reasons) if is_taken else Stuck()
    expected = Expected(cell.expecting, cell.margin_minor, cell.revenue_minor)
    return Held(Deals(cell.deals, cell.sum_minor), stuck, expected)


def _deal(row: DealRow, as_of: date, account: AccountInfo) -> DealBehind:
    days = (_days(at, as_of, account.zone) for at in (row.stage_since, row.created_at, row.last_action_at))
    in_stage, age, idle = days
    return DealBehind(
        row.lead_id, row.name, row.client, row.manager_id, row.deal_type_id, row.pipeline, row.status, in_stage, age,
        idle, row.last_action_at, row.budget_minor, row.paid_minor, row.expected_minor, row.expected_margin_minor,
        row.next_task.due_at if row.next_task else None, row.next_task.text if row.next_task else "", row.reasons,
        account.lead_url(row.lead_id),
    )  # fmt: skip


def _days(at: int, as_of: date, zone: ZoneInfo) -> int:
    return max(0, (as_of - day_of(at, zone)).days)
