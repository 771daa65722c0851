"""Choosing a period: a stepper over months and quarters, and any day to any other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from sales_core.delivery.payment_list import RUNNING_LABELS, tell_span
from sales_core.i18n import N_, Language
from sales_core.periods import Month
from sales_core.spans import Running, Span, month_span, quarter_span, running_span, span_of, stepped

_RUNNING = {
    Running.MONTH: N_("Month to date"),
    Running.WEEK: N_("Week"),
    Running.TODAY: RUNNING_LABELS[Running.TODAY],
}


@dataclass(frozen=True, slots=True)
class SpanFilter:
    """``key`` begins its session-state keys, set from ``span`` before each drawing; ``go`` leads to another period."""

    key: str
    span: Span
    go: Callable[[Span], None]
    language: Language

    def draw_stepper(self, offered: Sequence[Span], width: int = 150) -> None:
        """One period back, the choice of those offered, one on."""
        spans = {span.text: span for span in (*offered, self.span)}
        before, after = stepped(self.span, -1), stepped(self.span, 1)
        key = f"{self.key}.span"
        st.session_state[key] = self.span.text
        with st.container(horizontal=True, gap=None, width="content"):
            self._draw_step("earlier", "←", self.language.text("Previous period"), before)
            st.selectbox(
                self.language.text("Period"),
                list(spans),
                format_func=lambda text: tell_span(spans[text], self.language),
                key=key,
                on_change=self._pick,
                args=(spans,),
                label_visibility="collapsed",
                width=width,
            )
            self._draw_step("later", "→", self.language.text("Next period"), after)

    def draw_running(self, today: date, first_weekday: int) -> None:
        """Periods by how they run with the calendar, whatever days they are of."""
        spans = {name: running_span(name, today, first_weekday) for name in _RUNNING}
        key, shown = f"{self.key}.running", (self.span.first, self.span.last)

        def pick() -> None:
            picked: Running | None = st.session_state[key]
            if picked is not None:
                self.go(spans[picked])

        st.session_state[key] = next((name for name, span in spans.items() if (span.first, span.last) == shown), None)
        st.pills(
            self.language.text("Period"),
            list(_RUNNING),
            format_func=lambda name: self.language.text(_RUNNING[name]),
            key=key,
            on_change=pick,
            label_visibility="collapsed",
        )

    def draw_folded_days(self) -> None:
        """As ``draw_days``, behind a button where a row has no room for more."""
        with st.popover(self.language.text("Dates"), help=self.language.text("From day to day"), width="content"):
            self.draw_days()

    def draw_days(self) -> None:
        """From any day to any other."""
        key = f"{self.key}.days"
        if len(st.session_state.get(key, ())) != 1:
            st.session_state[key] = (self.span.first, self.span.last) if self.span.first and self.span.last else ()
        st.date_input(
            self.language.text("From day to day"),
            key=key,
            min_value=date(2000, 1, 1),
            max_value=date(2199, 12, 31),
            format="DD.MM.YYYY",
            on_change=self._pick_days,
            label_visibility="collapsed",
            width=212,
        )

    def _draw_step(self, name: str, sign: str, words: str, span: Span | None) -> None:
        st.button(sign, key=f"{self.key}.{name}", on_click=self.go, args=(span,), help=words, disabled=span is None)

    def _pick(self, spans: Mapping[str, Span]) -> None:
        self.go(spans[st.session_state[f"{self.key}.span"]])

    def _pick_days(self) -> None:
        picked = st.session_state[f"{self.key}.days"]
        if len(picked) == 2:
            self.go(span_of(*picked))


def months_and_quarters(months: Sequence[Month]) -> Iterator[Span]:
    """All that the months lie in, latest first."""
    latest_first = sorted(set(months), reverse=True)
    yield from map(month_span, latest_first)
    yield from dict.fromkeys(map(quarter_span, latest_first))
