"""What the page of deals in work is asked for in its address, and back.

As with a scope, a wrong parameter is told in one sentence and gives the default view. Without a pipeline the first one
is shown, by its statuses; ``pipeline=all`` shows all of them.
"""

from dataclasses import dataclass, replace
from typing import Self

from sales_core.activity_scope import Days
from sales_core.errors import InputError
from sales_core.params import PIPELINE, ParamReader, Params
from sales_core.periods import Month
from sales_core.pipeline_scope import DEFAULT_STUCK_DAYS, PipelineScope, parse_stuck_days
from sales_core.scope import Scope
from sales_core.scope_text import AS_OF, FilterChoices, params_of, scope_from_params

STUCK_DAYS, COHORT, ALL = "stuck_days", "cohort", "all"


@dataclass(frozen=True, slots=True)
class PipelineView:
    """``scope``: its month is that of won and archived deals; deals in work are those of today, its ``as_of``.
    ``cohort``: whose way through the pipeline is looked at, ``None`` for all of them together."""

    scope: Scope
    stuck_days: int = DEFAULT_STUCK_DAYS
    cohort: Month | None = None

    def of(self, scope: Scope) -> Self:
        return replace(self, scope=scope)

    @property
    def asked(self) -> PipelineScope:
        scope, month = self.scope, self.scope.month
        return PipelineScope(
            as_of=scope.as_of,
            period=Days(month.first, month.end),
            pipelines=scope.pipelines,
            deal_types=scope.deal_types,
            departments=scope.departments,
            stuck_days=self.stuck_days,
        )


def pipeline_view_from_params(
    params: Params, choices: FilterChoices, default: Scope
) -> tuple[PipelineView, list[InputError]]:
    """``default``: today and its month. Another day cannot be asked for."""
    pipelines = list(params.get(PIPELINE, ()))
    named = {name: texts for name, texts in params.items() if name != AS_OF}
    named[PIPELINE] = [text for text in pipelines if text != ALL]
    scope, problems = scope_from_params(named, choices, default)
    read = ParamReader(params)
    stuck_days = read.one(STUCK_DAYS, parse_stuck_days, DEFAULT_STUCK_DAYS)
    cohort = read.one(COHORT, Month.parse, None)
    problems = [*problems, *read.problems]
    if problems:
        return PipelineView(replace(default, pipelines=_first(choices))), problems
    return PipelineView(scope if pipelines else replace(scope, pipelines=_first(choices)), stuck_days, cohort), []


def pipeline_view_params(view: PipelineView, choices: FilterChoices) -> dict[str, list[str]]:
    """What ``pipeline_view_from_params`` reads back."""
    params = params_of(view.scope, default=view.scope)
    if view.scope.pipelines == _first(choices):
        params.pop(PIPELINE, None)
    elif not view.scope.pipelines:
        params[PIPELINE] = [ALL]
    if view.stuck_days != DEFAULT_STUCK_DAYS:
        params[STUCK_DAYS] = [str(view.stuck_days)]
    if view.cohort is not None:
        params[COHORT] = [str(view.cohort)]
    return params


def _first(choices: FilterChoices) -> tuple[int, ...]:
    """In amoCRM's order."""
    return tuple(choice.id for choice in choices.pipelines[:1])
