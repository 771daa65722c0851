"""The hours of the week as ``hours.js`` draws them: words and colour steps, nothing left to compute."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sales_core.delivery.rhythm_text import format_average, format_hour, weekday_name, weekday_short
from sales_core.i18n import Language
from sales_core.reports.rhythm import Rhythm, WeekdayHours

Cell = dict[str, Any]

_STEPS = 10
"""The colours of ``hours.css``."""
_FINE_BELOW = 10
"""Where no hour has so many actions the averages are told with a decimal."""


def build_hours(rhythm: Rhythm, language: Language) -> dict[str, Any]:
    """Everything the component is given. A row is called by its weekday, a column by its hour."""
    return {
        "key": "hours",
        "language": language.code,
        "columns": [
            {"id": "weekday", "title": ""},
            *({"id": str(hour), "title": str(hour)} for hour in rhythm.shown),
            {"id": "day", "title": language.text("day")},
        ],
        "sort": {"column": "weekday", "down": False},
        "rows": list(_Drawing(rhythm, language).rows()),
        "words": {
            "caption": language.text("Actions by weekday and hour"),
            "open": language.text(
                "{name}, {figure}, {amount}, open the list", name="{name}", figure="{figure}", amount="{amount}"
            ),
            "figure": language.text("{name}, {figure}, {amount}", name="{name}", figure="{figure}", amount="{amount}"),
            "none": language.text("none"),
            "hint": language.text("Open the list ↵"),
        },
    }


def tell_hour(weekday: int, hour: int, language: Language) -> str:
    """«Пятница, 16:00–17:00»."""
    return f"{weekday_name(weekday, language)}, {format_hour(hour)}–{format_hour(hour + 1)}"


@dataclass(frozen=True, slots=True)
class _Drawing:
    rhythm: Rhythm
    language: Language

    @property
    def most(self) -> Fraction:
        return max(
            (each.average(hour, hour + 1) for each in self.rhythm.weekdays for hour in range(24)), default=Fraction(0)
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        for each in self.rhythm.weekdays:
            yield {
                "id": str(each.weekday),
                "name": weekday_name(each.weekday, self.language),
                "short": weekday_short(each.weekday, self.language),
                "cells": [*(self._hour(each, hour) for hour in self.rhythm.shown), self._day(each)],
            }

    def _hour(self, each: WeekdayHours, hour: int) -> Cell:
        average, count = each.average(hour, hour + 1), each.hours[hour]
        title = tell_hour(each.weekday, hour, self.language)
        return {
            "text": self._average(average) if count else "",
            "step": -(-average * _STEPS // self.most) if count else 0,
            "opens": count > 0,
            "tip": [title, *self._told(each, count)] if count else None,
        }

    def _day(self, each: WeekdayHours) -> Cell:
        told = [weekday_name(each.weekday, self.language), *self._told(each, each.total)]
        return {"text": self._average(each.average()), "step": 0, "opens": False, "tip": told}

    def _told(self, each: WeekdayHours, count: int) -> list[str]:
        actions = self.language.plural("{n} action", "{n} actions", count)
        days = self.language.plural("{n} day", "{n} days", each.days)
        return [self.language.text("{actions} in {days}", actions=actions, days=days)]

    def _average(self, average: Fraction) -> str:
        return format_average(average, finely=self.most < _FINE_BELOW, language=self.language)
