"""A scope as text: in the page's address, on the command line, and back.

Addresses hold ids; people may write names. A wrong parameter is told in one sentence and gives the default view: half
of a question answered would look like the answer.
"""

from dataclasses import dataclass

from sales_core.errors import InputError
from sales_core.i18n import N_
from sales_core.params import DEAL_TYPE, DEPARTMENT, PIPELINE, Choice, Kind, ParamReader, Params
from sales_core.periods import Month, parse_day
from sales_core.scope import Scope

MONTH, AS_OF = "month", "as_of"


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the filters offer; ``months`` in order of time, without gaps."""

    deal_types: tuple[Choice, ...] = ()
    departments: tuple[Choice, ...] = ()
    pipelines: tuple[Choice, ...] = ()
    months: tuple[Month, ...] = ()
    managers: tuple[Choice, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, Kind, Kind]:
        """Of a scope: deal types, departments, pipelines."""
        return (
            Kind(DEAL_TYPE, self.deal_types, N_("There is no deal type “{text}”")),
            Kind(DEPARTMENT, self.departments, N_("There is no department “{text}”")),
            Kind(PIPELINE, self.pipelines, N_("There is no pipeline “{text}”")),
        )


def scope_from_params(params: Params, choices: FilterChoices, default: Scope) -> tuple[Scope, list[InputError]]:
    """The scope asked for and no problem, or ``default`` and what is wrong with each parameter.

    Deal types, departments and pipelines are given by id or by name, any number of times.
    """
    read = ParamReader(params)
    deal_types, departments, pipelines = choices.kinds
    scope = Scope(
        month=read.one(MONTH, Month.parse, default.month),
        as_of=read.one(AS_OF, parse_day, default.as_of),
        deal_types=read.ids(deal_types),
        departments=read.ids(departments),
        pipelines=read.ids(pipelines),
    )
    return (default, read.problems) if read.problems else (scope, [])


def params_of(scope: Scope, default: Scope | None = None) -> dict[str, list[str]]:
    """What ``scope_from_params`` reads back. A day taken for today that is ``default``'s is left out, so that a link
    kept until tomorrow shows tomorrow's state."""
    params = {MONTH: [str(scope.month)]}
    if default is None or scope.as_of != default.as_of:
        params[AS_OF] = [scope.as_of.isoformat()]
    filters = {DEAL_TYPE: scope.deal_types, DEPARTMENT: scope.departments, PIPELINE: scope.pipelines}
    return params | {name: [str(i) for i in ids] for name, ids in filters.items() if ids}
