"""What unsaved decisions do to this month, above the cards: the department in one line, the managers behind a button.

The line is always there, so that nothing below it moves when the first thing is typed.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

import streamlit as st

from sales_core.decisions import Change
from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import DASH, Language
from sales_core.reports.sales import ManagerRow, SalesReport, TotalRow
from sales_core.settings.effects import Effect, load_effect
from sales_core.ui.board import Moment
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.settings.desk import Desk

_SHOWN = 30
"""Managers told of by name."""

_ARROW = "\u00a0→ "

Row = ManagerRow | TotalRow | None


def draw_effect(desk: Desk, changes: Sequence[Change]) -> None:
    """``changes``: the valid ones; what is faulty yet does nothing."""
    language, report = desk.language, desk.board.sales_report(desk.board.default)
    effect = _effect(desk.board.moment, repr((report.scope, changes)), desk, changes) if changes else None
    told = effect or Effect(report, report)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        st.markdown(_department(told, language, is_asked=bool(changes)), width="stretch")
        changed = told.changed
        label = language.plural("{n} manager changes", "{n} managers change", len(changed))
        with st.popover(label if changed else language.text("No changes"), disabled=not changed):
            if changed:
                st.markdown(_managers(told, language))


class _Figure(NamedTuple):
    """How a figure is called in a sentence and over a column, and how it reads in a row. A ``quiet`` one is told of the
    department only where it changes."""

    name: str
    title: str
    tell: Callable[[Row], str]
    is_quiet: bool = False


def _figures(report: SalesReport, language: Language, *, exact: bool, sign: bool) -> list[_Figure]:
    def money(minor: int | None) -> str:
        return DASH if minor is None else language.money(minor, report.currency, exact=exact, sign=sign)

    def percent(ratio: Fraction | None) -> str:
        return language.percent(ratio, thresholds=report.scale.thresholds if report.scale else ())

    return [
        _Figure(
            language.text("plan"), language.text("Plan"), lambda row: money(row.plan if row else None), is_quiet=True
        ),
        _Figure(language.text("fact"), language.text("Fact"), lambda row: money(row.sums.fact if row else None)),
        _Figure("", "%", lambda row: percent(row.percent if row else None)),
        _Figure(language.text("bonuses"), language.text("Bonus"), lambda row: money(_bonus(row))),
        _Figure(
            language.text("forecast"), language.text("Forecast"), lambda row: money(row.sums.forecast if row else None)
        ),
    ]


def _bonus(row: Row) -> int | None:
    if row is None:
        return None
    return row.bonus.amount if isinstance(row, ManagerRow) else row.bonus


def _department(effect: Effect, language: Language, *, is_asked: bool) -> str:
    """«**Сентябрь 2026**: план 8 200 000 ₽ · факт 6 040 000 ₽ → **6 100 000 ₽** · …»"""
    parts = [
        f"{figure.name} {said}".strip()
        for figure, said in _told(effect, (effect.before.total, effect.after.total), language)
        if _ARROW in said or not figure.is_quiet
    ]
    line = f"**{language.month(effect.before.scope.month)}**: {' · '.join(parts)}"
    if is_asked and effect.is_none:
        line += " · " + escape_markdown(language.text("what is not saved does not change this month"))
    return f":small[{line}]"


def _managers(effect: Effect, language: Language) -> str:
    """As a table in markdown of the figures that change; of very many managers the first."""
    changed = effect.changed
    told = [_told(effect, rows, language, sign=False) for rows in changed]
    shown = [at for at in range(len(told[0])) if any(_ARROW in row[at][1] for row in told)]
    sign = language.currency_sign(effect.before.currency)
    head = [language.text("Manager, amounts in {sign}", sign=sign), *(told[0][at][0].title for at in shown)]
    lines = [f"| {' | '.join(head)} |", "| --- |" + " ---: |" * len(shown)]
    for (before, after), figures in list(zip(changed, told, strict=True))[:_SHOWN]:
        manager = next(row.manager for row in (after, before) if row is not None)
        name = escape_markdown(manager_name(manager.id, manager.name, language))
        lines.append(f"| {name} | {' | '.join(f':small[{figures[at][1]}]' for at in shown)} |")
    if len(changed) > _SHOWN:
        rest = len(changed) - _SHOWN
        lines += ["", language.plural("and {n} more", "and {n} more", rest)]
    return "\n".join(lines)


def _told(effect: Effect, rows: tuple[Row, Row], language: Language, *, sign: bool = True) -> list[tuple[_Figure, str]]:
    """Each figure before → after, or once where it stays; with kopecks where it differs in them only."""
    told = []
    reports = (effect.before, effect.after)
    whole = [_figures(report, language, exact=False, sign=sign) for report in reports]
    exact = [_figures(report, language, exact=True, sign=sign) for report in reports]
    for i, figure in enumerate(whole[0]):
        before, after = (figures[i].tell(row) for figures, row in zip(whole, rows, strict=True))
        exactly = [figures[i].tell(row) for figures, row in zip(exact, rows, strict=True)]
        if before == after and exactly[0] != exactly[1]:
            before, after = exactly
        stays = escape_markdown(before)
        told.append((figure, stays if before == after else f"{stays}{_ARROW}**{escape_markdown(after)}**"))
    return told


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs={Moment: repr})
def _effect(moment: Moment, asked: str, _desk: Desk, _changes: Sequence[Change]) -> Effect:  # noqa: ARG001 - the key
    board = _desk.board
    return load_effect(board.database, _changes, board.sales_report(board.default))
