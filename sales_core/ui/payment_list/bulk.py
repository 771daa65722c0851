"""Many payments changed at once: a dialog that shows what it will do, and does it.

What is confirmed is done outside the dialog, for a question may come up that is asked in a dialog of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import streamlit as st

from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.money import Currency
from sales_core.register.bulk import Bulk, Chosen, load_all_found, load_seen, mark_paid, move_due
from sales_core.register.wishes import Wish
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.payment_list.desk import ListDesk
from sales_core.ui.register.doing import do
from sales_core.ui.states import telling

_OPENINGS, _WAITING, _DONE = "list.openings", "list.waiting", "list.done"
"""Session-state keys: how many dialogs were opened, what was confirmed in one, how many times anything was done."""
_SHOWN = 8
_MOST_DAYS = 3650


class Act(StrEnum):
    PAY = "pay"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class _Opening:
    """One opening of the dialog. ``chosen``: the payments as its reader saw them there."""

    act: Act
    chosen: Chosen
    form: str


@dataclass(frozen=True, slots=True)
class _Confirmed:
    bulk: Bulk
    said: str
    form: str


def open_bulk(desk: ListDesk, act: Act, seen: Mapping[int, int] | None) -> None:
    """Over the page. ``seen``: the payments chosen, with their versions; ``None``: all that the list's filter leaves.
    Raises InputError where these are too many."""
    with desk.board.database.read() as conn:
        chosen = load_all_found(conn, desk.view.filter) if seen is None else load_seen(conn, seen)
    st.session_state[_OPENINGS] = st.session_state.get(_OPENINGS, 0) + 1
    opening = _Opening(act, chosen, f"list.bulk.{st.session_state[_OPENINGS]}")
    title = desk.language.text("Mark as paid") if act is Act.PAY else desk.language.text("Move the due date")
    st.dialog(title, width="medium")(telling(_draw))(desk, opening)


def do_waiting(board: Board) -> None:
    """What was confirmed, if anything; draws the page anew once it is stored."""
    confirmed: _Confirmed | None = st.session_state.pop(_WAITING, None)
    if confirmed is None:
        return
    with st.spinner(board.language.text("Storing: leave this page open until it is done")):
        number = do(board, confirmed.bulk.wishes, confirmed.said, form=confirmed.form)
    if number is not None:
        st.session_state[_DONE] = times_done() + 1
        st.rerun()


def times_done() -> int:
    return int(st.session_state.get(_DONE, 0))


def _draw(desk: ListDesk, opening: _Opening) -> None:
    language = desk.language
    try:
        bulk = _ask(desk, opening)
    except InputError as error:
        st.warning(escape_markdown(language.error(error)))
        return
    said = _tell(bulk, opening.act, desk)
    st.markdown(f"**{escape_markdown(said)}**")
    for sentence in _left_out(bulk, opening.chosen, language):
        st.caption(escape_markdown(sentence))
    if bulk.wishes:
        st.markdown(_table(bulk, desk.overview.currency, language))
    if st.button(language.text("Save"), type="primary", disabled=not bulk.wishes):
        st.session_state[_WAITING] = _Confirmed(bulk, said, opening.form)
        st.rerun()


def _ask(desk: ListDesk, opening: _Opening) -> Bulk:
    """What would be done by what is typed in the dialog now."""
    language, today = desk.language, desk.board.default.as_of
    payments = opening.chosen.payments
    if opening.act is Act.PAY:
        paid_on = _day(language.text("Paid on"), f"{opening.form}.paid", today, last=today)
        return mark_paid(payments, paid_on)
    by_days, to_day = language.text("By days"), language.text("To a day")
    way = st.segmented_control(
        language.text("How to move"), [by_days, to_day], default=by_days, label_visibility="collapsed"
    )
    if way == to_day:
        return move_due(payments, _day(language.text("Due"), f"{opening.form}.due", today))
    days = st.number_input(
        language.text("How many days later; below 0, earlier"), -_MOST_DAYS, _MOST_DAYS, 7, key=f"{opening.form}.days"
    )
    return move_due(payments, timedelta(days=int(days)))


def _day(label: str, key: str, day: date, last: date = date(2199, 12, 31)) -> date:
    return st.date_input(label, day, min_value=date(2000, 1, 1), max_value=last, format="DD.MM.YYYY", key=key)


def _tell(bulk: Bulk, act: Act, desk: ListDesk) -> str:
    language = desk.language
    money = language.money(bulk.amount_minor, desk.overview.currency, exact=True)
    if act is Act.PAY:
        return language.plural(
            "{n} payment becomes paid: {sum}", "{n} payments become paid: {sum}", len(bulk.wishes), sum=money
        )
    return language.plural(
        "{n} payment gets another due date: {sum}", "{n} payments get another due date: {sum}", len(bulk.wishes),
        sum=money,
    )  # fmt: skip


def _left_out(bulk: Bulk, chosen: Chosen, language: Language) -> Iterator[str]:
    if bulk.invoices:
        yield language.plural(
            "{n} payment is left out: it is an invoice and is edited in amoCRM",
            "{n} payments are left out: they are invoices and are edited in amoCRM",
            bulk.invoices,
        )
    if bulk.paid:
        yield language.plural(
            "{n} payment is left out: it is paid already",
            "{n} payments are left out: they are paid already",
            bulk.paid,
        )
    if bulk.same:
        yield language.plural("{n} payment stays as it is", "{n} payments stay as they are", bulk.same)
    if chosen.gone:
        yield language.plural("{n} payment was deleted meanwhile", "{n} payments were deleted meanwhile", chosen.gone)
    if chosen.changed:
        yield language.plural(
            "{n} payment was changed since you looked; it is shown as it is now",
            "{n} payments were changed since you looked; they are shown as they are now",
            chosen.changed,
        )


def _table(bulk: Bulk, currency: Currency, language: Language) -> str:
    """The first of them, before and after, as markdown."""
    head = [language.text("Deal"), language.text("Amount"), language.text("Before"), language.text("After")]
    rows = [_cells(wish, currency, language) for wish in bulk.wishes[:_SHOWN]]
    lines = ["| " + " | ".join(map(escape_markdown, row)) + " |" for row in rows]
    more = len(bulk.wishes) - len(rows)
    rest = ["", language.plural("and {n} more payment", "and {n} more payments", more)] if more else []
    return "\n".join([f"| {' | '.join(head)} |", "| --- | ---: | --- | --- |", *lines, *rest])


def _cells(wish: Wish, currency: Currency, language: Language) -> tuple[str, str, str, str]:
    assert wish.seen is not None
    assert wish.after is not None
    before, after = wish.seen.terms, wish.after
    amount = language.money(before.amount_minor, currency, exact=True)
    was = language.text("due {day}", day=language.day(before.due_on))
    if after.paid_on is not None:
        return f"#{before.lead_id}", amount, was, language.text("paid {day}", day=language.day(after.paid_on))
    return f"#{before.lead_id}", amount, was, language.text("due {day}", day=language.day(after.due_on))
