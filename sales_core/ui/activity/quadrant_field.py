"""Where managers stand in the chart of the quadrant: the axes, the points with their names, the months before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from sales_core.delivery.quadrant_text import ADVICE, TITLES, tell_activity, tell_sales
from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import Language
from sales_core.periods import Month
from sales_core.reports.quadrant import DIAGNOSES, Point, Quadrant
from sales_core.ui.activity.label_places import LETTER_PX, Box, Dot, Place, place_labels

HEIGHT_PX = 340
TITLE_PX = 44
"""What a diagnosis takes of the height, in its corner."""
NARROW_PX = 430
"""Below it the diagnoses stand in two lines each, without advice."""
_LONGEST_NAME = 20
_SMALLER_SIDE = 0.8
"""Of the larger one, beside the vertical border."""
_HIGHEST = Fraction(2)
"""Twice the plan: who sold more stands at the upper edge."""

_SIDE_EDGE, _TOP_EDGE, _NAME_EDGE = 0.02, 0.08, 0.1
"""Shares of the field: how near to its sides, and to its top where its name is above it, a month may stand; and within
which of the sides its name goes inwards."""

Rows = list[dict[str, Any]]


class Width(NamedTuple):
    """A width that names are placed for, and from which on they stand so: wider they only move apart."""

    px: int
    least: int

    @property
    def is_narrow(self) -> bool:
        return self.px < NARROW_PX


WIDTHS = (Width(600, 590), Width(510, 500), Width(440, NARROW_PX), Width(290, 0))


class Range(NamedTuple):
    low: float
    high: float

    def px(self, value: float, length: float) -> float:
        return (value - self.low) / (self.high - self.low) * length

    def clamped(self, value: float, least: float, most: float) -> float:
        """Between two shares of the range."""
        length = self.high - self.low
        return min(max(value, self.low + least * length), self.low + most * length)


@dataclass(frozen=True, slots=True)
class Field:
    """Where everything stands: ``scale`` turns a share of the average into what the horizontal axis counts.
    ``pace_is_left``: at which end the border is named."""

    x: Range
    y: Range
    average: float
    pace: float
    pace_is_left: bool
    scale: Fraction

    def at(self, activity: Fraction, percent: Fraction) -> tuple[float, float]:
        return _placed_by(self.scale, activity, percent)

    def within(self, place: tuple[float, float]) -> tuple[float, float]:
        """At the edge where it lies beyond it."""
        return (
            self.x.clamped(place[0], _SIDE_EDGE, 1 - _SIDE_EDGE),
            self.y.clamped(place[1], _SIDE_EDGE, 1 - _TOP_EDGE),
        )

    def dot(self, place: tuple[float, float], width: int) -> tuple[float, float]:
        """In pixels from the upper left corner."""
        return self.x.px(place[0], width), HEIGHT_PX - self.y.px(place[1], HEIGHT_PX)


def field_of(quadrant: Quadrant) -> Field:
    scale = (quadrant.average or Fraction(0)) * (quadrant.days or 1)
    average, pace = float(scale), float(quadrant.pace.ratio)
    places = [_placed_by(scale, *_standing(point)) for point in quadrant.drawn]
    across, upwards = _across([x for x, _ in places], average), _upwards([y for _, y in places], pace)
    near = [x for x, y in places if abs(y - pace) < (upwards.high - upwards.low) / 12]
    is_left = not near or min(near) - across.low >= across.high - max(near)
    return Field(across, upwards, average, pace, is_left, scale)


def _placed_by(scale: Fraction, activity: Fraction, percent: Fraction) -> tuple[float, float]:
    return float(activity * scale), float(min(percent, _HIGHEST))


def _across(values: Sequence[float], average: float) -> Range:
    """The border leaves each side enough for the diagnoses, as long as nothing below zero is needed for it."""
    room = 0.12 * max(max(values) - min(values), average / 2)
    low, high = max(min(values) - room, 0.0), max(values) + room
    high = max(high, average + _SMALLER_SIDE * (average - low))
    return Range(max(min(low, average - _SMALLER_SIDE * (high - average)), 0.0), high)


def _upwards(values: Sequence[float], pace: float) -> Range:
    """Room for the diagnoses above and below the points."""
    low, high = min(*values, 0.0), max(*values, 1.1 * pace, 0.1)
    title = TITLE_PX / (HEIGHT_PX - 2 * TITLE_PX) * (high - low)
    is_low_free = min(values) > title
    return Range(low if is_low_free else low - title, high + title)


def point_rows(quadrant: Quadrant, field: Field, language: Language) -> Rows:
    places = {point.manager.id: field.at(*_standing(point)) for point in quadrant.drawn}
    labels = [_labels(quadrant, places, field, width, language) for width in WIDTHS]
    return [
        {
            "id": str(point.manager.id),
            "x": places[point.manager.id][0],
            "y": places[point.manager.id][1],
            "kind": "ahead" if (point.percent or 0) >= quadrant.pace.ratio else "behind",
            "name": manager_name(point.manager.id, point.manager.name, language),
            "short": _short(point.manager.name),
            "activity": tell_activity(point, quadrant, language),
            "sales": tell_sales(point, quadrant, language),
            "verdict": language.text(TITLES[point.verdict]),
            "advice": language.text(ADVICE.get(point.verdict, "")),
            **{
                f"{name}{at}": value
                for at, placed in enumerate(labels)
                for name, value in _placed(
                    placed.get(point.manager.id), is_right=places[point.manager.id][0] > field.average
                ).items()
            },
        }
        for point in quadrant.drawn
    ]


def _standing(point: Point) -> tuple[Fraction, Fraction]:
    return point.activity or Fraction(0), point.percent or Fraction(0)


def _labels(
    quadrant: Quadrant, places: Mapping[int, tuple[float, float]], field: Field, width: Width, language: Language
) -> Mapping[int, Place]:
    dots = [
        Dot(point.manager.id, *field.dot(places[point.manager.id], width.px), _short(point.manager.name))
        for point in quadrant.drawn
    ]
    pace = _pace_box(quadrant, field, width, language)
    titles = [_corner_box(is_active, sells, width, language) for is_active, sells in DIAGNOSES]
    left, middle = field.dot((field.average, field.pace), width.px)
    borders = [Box(left, 0, left, HEIGHT_PX), Box(0, middle, width.px, middle)]
    return place_labels(dots, Box(0, 0, width.px, HEIGHT_PX), [*titles, pace], borders)


def _corner_box(is_active: bool, sells: bool, width: Width, language: Language) -> Box:
    """What the words of a diagnosis cover."""
    verdict = DIAGNOSES[is_active, sells]
    title, advice = language.text(TITLES[verdict]), language.text(ADVICE[verdict])
    letters = max(map(len, folded(title).split("\n"))) if width.is_narrow else max(len(title), len(advice))
    length = LETTER_PX * letters
    left, top = (width.px - length if is_active else 0), (0 if sells else HEIGHT_PX - TITLE_PX)
    return Box(left, top, left + length, top + TITLE_PX)


def _pace_box(quadrant: Quadrant, field: Field, width: Width, language: Language) -> Box:
    length = LETTER_PX * len(pace_label(quadrant, language))
    left, middle = (0 if field.pace_is_left else width.px - length), field.dot((0, field.pace), width.px)[1]
    return Box(left, middle - 18, left + length, middle)


def _placed(place: Place | None, *, is_right: bool) -> dict[str, Any]:
    """A name that is not seen must not reach beyond the edge either, or the chart would make room for it."""
    return {"named": place is not None} | (place or Place("right" if is_right else "left", 0, 0))._asdict()


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def trail_rows(quadrant: Quadrant, trail: Sequence[Quadrant], field: Field, language: Language) -> Rows:
    """Each month's place beside its own borders, drawn beside the borders of now; at the edge where it is beyond."""
    drawn = {point.manager.id for point in quadrant.drawn}
    steps: Rows = []
    for order, month in enumerate([*trail, quadrant]):
        name = "" if month is quadrant else language.month_short(Month.of(month.scope.asked.first))
        for point in month.drawn if month.pace.ratio else ():
            if point.manager.id in drawn:
                activity, percent = _standing(point)
                x, y = field.within(field.at(activity, percent / month.pace.ratio * quadrant.pace.ratio))
                step = {"id": str(point.manager.id), "order": order, "x": x, "y": y, "month": name}
                steps.append(step | {"align": _inwards(field.x.px(x, 1))})
    return steps


def _inwards(share: float) -> str:
    """How a name is aligned that stands so far from the left side."""
    return "left" if share < _NAME_EDGE else "right" if share > 1 - _NAME_EDGE else "center"


def pace_label(quadrant: Quadrant, language: Language) -> str:
    return language.text("pace {percent}", percent=language.percent(quadrant.pace.ratio))


def folded(text: str) -> str:
    """In two lines, at the space nearest to the middle."""
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    if not spaces:
        return text
    at = min(spaces, key=lambda space: abs(space - len(text) / 2))
    return f"{text[:at]}\n{text[at + 1 :]}"
