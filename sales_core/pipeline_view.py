"""What the page of deals in work is asked for in its address, and back.

As with a scope, a wrong parameter is told in one sentence and gives the default view. Without a pipeline the first one
is shown, by its statuses; ``pipeline=all`` shows all of them.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from sales_core.activity_scope import days_of
from sales_core.activity_view import PERIOD, read_span
from sales_core.errors import InputError
from sales_core.params import DEAL_TYPE, DEPARTMENT, PIPELINE, ParamReader, Params
from sales_core.periods import Month
from sales_core.pipeline_scope import DEFAULT_STUCK_DAYS, PipelineScope, parse_stuck_days
from sales_core.scope_text import FilterChoices
from sales_core.spans import Running, Span, running_span

STUCK_DAYS, COHORT, ALL = "stuck_days", "cohort", "all"


@dataclass(frozen=True, slots=True)
class PipelineView:
    """``span``: the days in which deals were won and archived, and entered; it has both its ends. Deals in work are
    those of today, ``as_of``. Filters as in ``Scope``. ``cohort``: whose way through the pipeline is looked at, by the
    month it begins in, ``None`` for all of them together."""

    span: Span
    as_of: date
    deal_types: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    pipelines: tuple[int, ...] = ()
    stuck_days: int = DEFAULT_STUCK_DAYS
    cohort: Month | None = None

    def of(self, span: Span) -> Self:
        """The same of another period, of which other cohorts are shown."""
        return replace(self, span=span, cohort=None)

    def narrowed(self, **filters: Any) -> Self:
        """The same under other filters."""
        return replace(self, **filters)

    @property
    def scope(self) -> PipelineScope:
        return PipelineScope(
            as_of=self.as_of,
            period=days_of(self.span),
            pipelines=self.pipelines,
            deal_types=self.deal_types,
            departments=self.departments,
            stuck_days=self.stuck_days,
        )


def pipeline_view_from_params(
    params: Params, choices: FilterChoices, today: date, first_weekday: int = 0
) -> tuple[PipelineView, list[InputError]]:
    """An empty address is the first pipeline in the running month. Another day cannot be taken for today."""
    asked = params.get(PIPELINE, ())
    read = ParamReader({**params, PIPELINE: [text for text in asked if text != ALL]})
    deal_types, departments, pipelines = choices.kinds
    view = PipelineView(
        span=read_span(read, today, first_weekday),
        as_of=today,
        deal_types=read.ids(deal_types),
        departments=read.ids(departments),
        pipelines=read.ids(pipelines) if asked else _first(choices),
        stuck_days=read.one(STUCK_DAYS, parse_stuck_days, DEFAULT_STUCK_DAYS),
        cohort=read.one(COHORT, Month.parse, None),
    )
    default = PipelineView(running_span(Running.MONTH, today), today, pipelines=_first(choices))
    return (default, read.problems) if read.problems else (view, [])


def pipeline_view_params(view: PipelineView, choices: FilterChoices) -> dict[str, list[str]]:
    """What ``pipeline_view_from_params`` reads back."""
    params = {PERIOD: [view.span.text]}
    filters = {DEAL_TYPE: view.deal_types, DEPARTMENT: view.departments, PIPELINE: view.pipelines}
    params |= {name: [str(id_) for id_ in ids] for name, ids in filters.items() if ids}
    if view.pipelines == _first(choices):
        params.pop(PIPELINE, None)
    elif not view.pipelines:
        params[PIPELINE] = [ALL]
    if view.stuck_days != DEFAULT_STUCK_DAYS:
        params[STUCK_DAYS] = [str(view.stuck_days)]
    if view.cohort is not None:
        params[COHORT] = [str(view.cohort)]
    return params


def _first(choices: FilterChoices) -> tuple[int, ...]:
    """In amoCRM's order."""
    return tuple(choice.id for choice in choices.pipelines[:1])
