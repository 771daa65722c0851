"""A list of payments in the page's address, and back.

The address is the saved filter: it can be kept, sent, and made by hand. Unlike a scope's, a wrong value is dropped by
itself: the list says what it holds, and its totals are those of what it holds.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sales_core.errors import InputError
from sales_core.i18n import N_
from sales_core.params import DEAL_TYPE, DEPARTMENT, PIPELINE, Kind, ParamReader, Params
from sales_core.payment_filter import LONGEST_TEXT, Age, Dated, PaymentFilter, PaymentView, Sort, SortBy
from sales_core.payment_states import Source, State
from sales_core.periods import Month, parse_day
from sales_core.scope_text import AS_OF, FilterChoices
from sales_core.spans import Running, Span, parse_span, refuse_far_away, running_span

PERIOD, DATED, STATE, AGE, MANAGER, SOURCE, TEXT, SORT, PAGE, CALENDAR = (
    "period", "by", "state", "overdue", "manager", "source", "text", "sort", "page", "calendar"
)  # fmt: skip

WordT = TypeVar("WordT", bound=StrEnum)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class ListDefaults:
    """``first_weekday``: of the week as the company counts it, as ``date.weekday``."""

    today: date
    choices: FilterChoices
    first_weekday: int = 0


def view_from_params(params: Params, defaults: ListDefaults) -> tuple[PaymentView, list[InputError]]:
    """The list asked for without what is wrong, and what is. An empty address is what is due this month."""
    read = ParamReader(params)
    deal_types, departments, pipelines = defaults.choices.kinds
    managers = Kind(MANAGER, defaults.choices.managers, N_("There is no manager “{text}”"))
    as_of = read.one(AS_OF, _today, defaults.today)

    def span(text: str) -> Span:
        return parse_span(text, as_of, defaults.first_weekday)

    asked = PaymentFilter(
        as_of=as_of,
        span=read.one(PERIOD, span, running_span(Running.MONTH, as_of)),
        dated=read.one(DATED, _one_of(Dated), Dated.DUE),
        states=_in_order(State, read.many(STATE, _one_of(State))),
        ages=_in_order(Age, read.many(AGE, _one_of(Age))),
        managers=read.ids(managers),
        departments=read.ids(departments),
        deal_types=read.ids(deal_types),
        pipelines=read.ids(pipelines),
        sources=_in_order(Source, read.many(SOURCE, _one_of(Source))),
        text=read.one(TEXT, _text, ""),
    )
    view = PaymentView(
        asked,
        sort=read.one(SORT, _sort, Sort()),
        page=read.one(PAGE, _page, 1),
        calendar=read.one(CALENDAR, Month.parse, None),
    )
    return view, read.problems


def view_params(view: PaymentView, today: date) -> dict[str, list[str]]:
    """What ``view_from_params`` reads back; what is as usual is left out."""
    asked = view.filter
    several = {
        STATE: asked.states, AGE: asked.ages, MANAGER: asked.managers, DEPARTMENT: asked.departments,
        DEAL_TYPE: asked.deal_types, PIPELINE: asked.pipelines, SOURCE: asked.sources,
    }  # fmt: skip
    one = {
        AS_OF: "" if asked.as_of == today else asked.as_of.isoformat(),
        DATED: "" if asked.dated is Dated.DUE else asked.dated.value,
        TEXT: asked.text,
        SORT: "" if view.sort == Sort() else ("-" if view.sort.down else "") + view.sort.by.value,
        PAGE: "" if view.page == 1 else str(view.page),
        CALENDAR: str(view.calendar or ""),
    }
    params = {PERIOD: [asked.span.text]} | {name: [str(each) for each in chosen] for name, chosen in several.items()}
    return {name: texts for name, texts in (params | {n: [t] for n, t in one.items() if t}).items() if texts}


def _one_of(words: type[WordT]) -> Callable[[str], WordT]:
    def parse(text: str) -> WordT:
        try:
            return words(text.strip().lower())
        except ValueError:
            raise InputError(
                "“{text}” is not known here: write one of {values}", text=text.strip(), values=", ".join(words)
            ) from None

    return parse


def _in_order(words: type[WordT], chosen: Sequence[WordT]) -> tuple[WordT, ...]:
    """Each once: the same view has one address."""
    return tuple(word for word in words if word in chosen)


def _today(text: str) -> date:
    day = parse_day(text)
    refuse_far_away(day, text)
    return day


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise InputError("What is searched for is longer than {limit} characters", limit=LONGEST_TEXT)
    return " ".join(text.split())


def _sort(text: str) -> Sort:
    return Sort(_one_of(SortBy)(text.strip().removeprefix("-")), down=text.strip().startswith("-"))


def _page(text: str) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        raise InputError("“{text}” is not the number of a page", text=text.strip())
    return int(text)
