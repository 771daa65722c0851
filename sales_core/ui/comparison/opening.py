"""What lies behind a figure of the comparison: the list that the page it is taken from opens too."""

from sales_core.activity import ActivityFigure
from sales_core.activity_view import ActivityView
from sales_core.comparison import Measure
from sales_core.pipeline import PipelineCell, PipelineFigure
from sales_core.pipeline_view import PipelineView
from sales_core.spans import month_span
from sales_core.ui.activity.behind import open_behind as open_actions
from sales_core.ui.activity.desk import ActivityDesk
from sales_core.ui.activity.managers import Opened as OpenedActions
from sales_core.ui.board import open_board
from sales_core.ui.comparison.desk import ComparisonDesk
from sales_core.ui.comparison.measures import Opened
from sales_core.ui.payments import open_payments
from sales_core.ui.pipeline.deals import open_deals
from sales_core.ui.pipeline.desk import PipelineDesk
from sales_core.ui.treegrid import Opened as OpenedPayments

_COLUMNS = {
    Measure.FACT: "fact",
    Measure.BONUS: "bonus",
    Measure.PAID: "paid",
    Measure.PENDING: "pending",
    Measure.LATE: "overdue",
    Measure.FORECAST: "forecast",
    Measure.REVENUE: "revenue",
    Measure.PAYMENTS: "revenue",
    Measure.AVERAGE: "revenue",
    Measure.LOST: "lost",
}
"""The column of the sales report whose payments they are."""

_ACTIONS = {
    Measure.TOTAL: ActivityFigure.TOTAL,
    Measure.SCORE: ActivityFigure.TOTAL,
    Measure.PER_DAY: ActivityFigure.TOTAL,
    Measure.CALLS: ActivityFigure.CALLS,
    Measure.TALK: ActivityFigure.TALK,
    Measure.MAILS: ActivityFigure.MAILS,
    Measure.MESSAGES: ActivityFigure.MESSAGES,
    Measure.ON_TIME: ActivityFigure.ON_TIME,
    Measure.TASKS_LATE: ActivityFigure.LATE,
    Measure.TASKS_OVERDUE: ActivityFigure.OVERDUE,
    Measure.STATUS_CHANGES: ActivityFigure.STATUS_CHANGES,
    Measure.LEADS_TAKEN: ActivityFigure.LEADS_TAKEN,
}

_DEALS = {
    Measure.IN_WORK: PipelineFigure.IN_WORK,
    Measure.IN_WORK_SUM: PipelineFigure.IN_WORK,
    Measure.STUCK: PipelineFigure.STUCK,
    Measure.WON: PipelineFigure.WON,
    Measure.ARCHIVED: PipelineFigure.ARCHIVED,
}

OPENABLE = frozenset({*_COLUMNS, *_ACTIONS, *_DEALS})


def open_behind(desk: ComparisonDesk, opened: Opened) -> None:
    """Over the page, of the data as they are at the click."""
    board, scope = open_board(), desk.scope
    if opened.measure in _COLUMNS:
        figure = OpenedPayments(_COLUMNS[opened.measure], opened.manager_id, opened.deal_type_id)
        open_payments(board, scope, figure)
    elif opened.measure in _ACTIONS:
        view = ActivityView(month_span(scope.month), scope.as_of, scope.deal_types, pipelines=scope.pipelines)
        actions = ActivityDesk(board, view, desk.now)
        open_actions(actions, OpenedActions(_ACTIONS[opened.measure], opened.manager_id))
    elif opened.measure in _DEALS:
        types = scope.deal_types if opened.deal_type_id is None else (opened.deal_type_id,)
        deals = PipelineView(month_span(scope.month), scope.as_of, types, pipelines=scope.pipelines)
        open_deals(PipelineDesk(board, deals), PipelineCell(_DEALS[opened.measure], opened.manager_id))
