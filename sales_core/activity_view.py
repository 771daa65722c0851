"""What the page of activity is asked for in its address, and back: a period, the day taken for today, the filters.

As with a scope, a wrong parameter is told in one sentence and gives the default view.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from sales_core.activity_scope import ActivityScope, activity_scope, days_of
from sales_core.errors import InputError
from sales_core.params import DEAL_TYPE, DEPARTMENT, PIPELINE, ParamReader, Params
from sales_core.periods import parse_day
from sales_core.scope_text import AS_OF, FilterChoices
from sales_core.spans import Running, Span, parse_span, refuse_far_away, running_span

PERIOD = "period"


@dataclass(frozen=True, slots=True)
class ActivityView:
    """``span`` has both its ends. Filters as in ``Scope``."""

    span: Span
    as_of: date
    deal_types: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    pipelines: tuple[int, ...] = ()

    def of(self, span: Span) -> Self:
        """The same of another period."""
        return replace(self, span=span)

    def narrowed(self, **filters: Any) -> Self:
        """The same under other filters."""
        return replace(self, **filters)

    @property
    def scope(self) -> ActivityScope:
        return activity_scope(self.span, self.as_of, self.deal_types, self.departments, self.pipelines)


def activity_view_from_params(
    params: Params, choices: FilterChoices, today: date, first_weekday: int = 0
) -> tuple[ActivityView, list[InputError]]:
    """An empty address is the running month."""
    read = ParamReader(params)
    deal_types, departments, pipelines = choices.kinds
    as_of = read.one(AS_OF, _day, today)

    view = ActivityView(
        span=read_span(read, as_of, first_weekday),
        as_of=as_of,
        deal_types=read.ids(deal_types),
        departments=read.ids(departments),
        pipelines=read.ids(pipelines),
    )
    return (ActivityView(running_span(Running.MONTH, today), today), read.problems) if read.problems else (view, [])


def activity_view_params(view: ActivityView, today: date) -> dict[str, list[str]]:
    """What ``activity_view_from_params`` reads back. Today is left out, so that a link kept until tomorrow shows
    tomorrow's state."""
    params = {PERIOD: [view.span.text]}
    if view.as_of != today:
        params[AS_OF] = [view.as_of.isoformat()]
    filters = {DEAL_TYPE: view.deal_types, DEPARTMENT: view.departments, PIPELINE: view.pipelines}
    return params | {name: [str(id_) for id_ in ids] for name, ids in filters.items() if ids}


def read_span(read: ParamReader, today: date, first_weekday: int) -> Span:
    """The period of an address, with both its ends; the running month if it names none."""

    def parse(text: str) -> Span:
        span = parse_span(text, today, first_weekday)
        days_of(span)
        return span

    return read.one(PERIOD, parse, running_span(Running.MONTH, today))


def _day(text: str) -> date:
    day = parse_day(text)
    refuse_far_away(day, text)
    return day
