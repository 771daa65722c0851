"""A scope as text: in the page's address, on the command line, and back.

Addresses hold ids; people may write names. A wrong parameter is told in one sentence and gives the default view: half
of a question answered would look like the answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sales_core.errors import InputError
from sales_core.i18n import LANGUAGES, N_, Language
from sales_core.periods import Month, parse_day
from sales_core.scope import Scope

MONTH, AS_OF, DEAL_TYPE, DEPARTMENT, PIPELINE = "month", "as_of", "deal_type", "department", "pipeline"
NO_TYPE = N_("No type")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by. Deal type 0 («Без типа») has an empty name; whoever shows it says it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the filters offer; ``months`` in order of time, without gaps."""

    deal_types: tuple[Choice, ...] = ()
    departments: tuple[Choice, ...] = ()
    pipelines: tuple[Choice, ...] = ()
    months: tuple[Month, ...] = ()


def scope_from_params(
    params: Mapping[str, Sequence[str]], choices: FilterChoices, default: Scope
) -> tuple[Scope, list[InputError]]:
    """The scope asked for and no problem, or ``default`` and what is wrong with each parameter.

    Parameters of other names are none of ours. Deal types, departments and pipelines are given by id or by name, any
    number of times, in any case; a name that several options share means all of them.
    """
    problems: list[InputError] = []

    def read(parse: Callable[[], T], fallback: T) -> T:
        try:
            return parse()
        except InputError as problem:
            problems.append(problem)
            return fallback

    scope = Scope(
        month=read(lambda: _single(params, MONTH, Month.parse, default.month), default.month),
        as_of=read(lambda: _single(params, AS_OF, parse_day, default.as_of), default.as_of),
        deal_types=read(lambda: _ids(params.get(DEAL_TYPE, ()), choices.deal_types, _NO_DEAL_TYPE), ()),
        departments=read(lambda: _ids(params.get(DEPARTMENT, ()), choices.departments, _NO_DEPARTMENT), ()),
        pipelines=read(lambda: _ids(params.get(PIPELINE, ()), choices.pipelines, _NO_PIPELINE), ()),
    )
    return (default, problems) if problems else (scope, [])


def params_of(scope: Scope, default: Scope | None = None) -> dict[str, list[str]]:
    """What ``scope_from_params`` reads back. A day taken for today that is ``default``'s is left out, so that a link
    kept until tomorrow shows tomorrow's state."""
    params = {MONTH: [str(scope.month)]}
    if default is None or scope.as_of != default.as_of:
        params[AS_OF] = [scope.as_of.isoformat()]
    filters = {DEAL_TYPE: scope.deal_types, DEPARTMENT: scope.departments, PIPELINE: scope.pipelines}
    return params | {name: [str(i) for i in ids] for name, ids in filters.items() if ids}


_NO_DEAL_TYPE = N_("There is no deal type “{text}”")
_NO_DEPARTMENT = N_("There is no department “{text}”")
_NO_PIPELINE = N_("There is no pipeline “{text}”")


def _single(params: Mapping[str, Sequence[str]], name: str, parse: Callable[[str], T], default: T) -> T:
    texts = params.get(name, ())
    if len(texts) > 1:
        raise InputError("“{name}” can be given only once", name=name)
    return parse(texts[0]) if texts else default


def _ids(texts: Sequence[str], choices: Sequence[Choice], unknown: str) -> tuple[int, ...]:
    """The ids in ascending order, each once: the same view has one address."""
    return tuple(sorted({i for text in texts for i in _matching(text, choices, unknown)}))


def _matching(text: str, choices: Sequence[Choice], unknown: str) -> list[int]:
    wanted = text.strip().casefold()
    found = [choice.id for choice in choices if str(choice.id) == wanted]
    found = found or [choice.id for choice in choices if wanted in _names(choice)]
    if not found:
        raise InputError(unknown, text=text.strip())
    return found


def _names(choice: Choice) -> set[str]:
    names = [choice.name] if choice.name else [Language(code).text(NO_TYPE) for code in LANGUAGES]
    return {name.casefold() for name in names}
