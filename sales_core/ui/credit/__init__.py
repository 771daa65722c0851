"""The dialog that says whose a paid payment is: one manager's or several', each with a share.

What is typed stays typed until it is stored; what each share comes to stands beside it at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import uuid4

import streamlit as st

from sales_core.delivery.sales_sheet import manager_name
from sales_core.errors import InputError
from sales_core.i18n import DASH
from sales_core.payment_history import PaymentNow
from sales_core.register.history import load_payment_history
from sales_core.register.payments import share_credit
from sales_core.register.saving import PaymentClashError
from sales_core.reporting.credit import CreditDesk, load_credit_desk
from sales_core.ui.board import Board
from sales_core.ui.credit.reading import Reading, Typed, equal_percents, read_shares
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.register.deeds import Intent, store
from sales_core.ui.register.history import tell_history
from sales_core.ui.states import telling

MOST_MANAGERS = 10
_SHARE_PX = 120


@dataclass(slots=True)
class _Opening:
    """One opening of the dialog: ``seen`` is the payment as its author sees it, ``lines`` name the widgets of the lines
    there are."""

    name: str
    seen: PaymentNow
    lines: list[int]
    told: InputError | None = None

    def key(self, what: str, line: int = 0) -> str:
        return f"credit.{self.name}.{what}.{line}"


def open_credit(board: Board, payment_id: int) -> None:
    """Over the page. Raises InputError for a payment that is not there or not paid."""
    with board.database.read() as conn:
        desk = load_credit_desk(conn, payment_id)
    if desk.payment.terms.paid_on is None:
        raise InputError("Only a paid payment can be credited to another manager")
    opening = _Opening(uuid4().hex, desk.payment, list(range(max(1, len(desk.credited)))))
    for line, (manager_id, share) in enumerate(_shares_now(desk)):
        st.session_state[opening.key("manager", line)] = manager_id
        st.session_state[opening.key("percent", line)] = _typed_percent(share, board)
    st.dialog(board.language.text("Whose payment it is"), width="medium")(telling(_draw))(board, opening)


def _shares_now(desk: CreditDesk) -> list[tuple[int, Decimal]]:
    shared = [(manager_id, Decimal(share)) for manager_id, share in desk.payment.terms.credit_shares]
    return shared or [(manager_id, Decimal(1)) for manager_id in desk.credited]


def _typed_percent(share: Decimal, board: Board) -> str:
    return f"{(share * 100).normalize():f}".replace(".", board.language.decimal_mark)


def _draw(board: Board, opening: _Opening) -> None:
    with board.database.read() as conn:
        desk = load_credit_desk(conn, opening.seen.id)
        history = load_payment_history(conn, opening.seen.id)
    st.markdown(_heading(board, opening, desk))
    if opening.told is not None:
        st.warning(escape_markdown(board.language.error(opening.told)))
    typed = [_typed(opening, line) for line in opening.lines]
    reading = read_shares(typed, opening.seen.terms.amount_minor)
    for line, amount in zip(list(opening.lines), reading.amounts, strict=True):
        _draw_line(board, opening, desk, line, amount)
    _draw_tools(board, opening)
    _draw_saving(board, opening, typed, reading)
    with st.expander(board.language.text("History")):
        tell_history(board, history, names_payments=False)


def _heading(board: Board, opening: _Opening, desk: CreditDesk) -> str:
    terms, language = opening.seen.terms, board.language
    told = language.text(
        "Payment {number}: {amount}, paid {day}",
        number=opening.seen.id,
        amount=language.money(terms.amount_minor, desk.currency, exact=_has_kopecks(terms.amount_minor, desk)),
        day=language.day(terms.paid_on),
    )
    return escape_markdown(told)


def _typed(opening: _Opening, line: int) -> Typed:
    state = st.session_state
    return Typed(state.get(opening.key("manager", line)), state.get(opening.key("percent", line)) or "")


def _draw_line(board: Board, opening: _Opening, desk: CreditDesk, line: int, amount: int | None) -> None:
    language = board.language
    who, how_much = st.columns(2, vertical_alignment="bottom")
    portion = how_much.container(horizontal=True, vertical_alignment="bottom")
    label: Literal["visible", "collapsed"] = "visible" if line == opening.lines[0] else "collapsed"
    who.selectbox(
        language.text("Manager"),
        list(desk.managers),
        index=None,
        format_func=lambda id_: manager_name(id_, desk.managers[id_].name, language),
        placeholder=language.text("Choose a manager"),
        key=opening.key("manager", line),
        label_visibility=label,
    )
    portion.text_input(
        language.text("Share, %"),
        key=opening.key("percent", line),
        placeholder=language.text("the rest"),
        label_visibility=label,
        live=True,
        width=_SHARE_PX,
    )
    shown = DASH if amount is None else language.money(amount, desk.currency, exact=_has_kopecks(amount, desk))
    portion.markdown(f"**{escape_markdown(shown)}**", text_alignment="right", width="stretch")
    if len(opening.lines) > 1:
        portion.button(
            "",
            icon=":material/close:",
            help=language.text("Leave this manager out"),
            key=opening.key("out", line),
            type="tertiary",
            on_click=opening.lines.remove,
            args=(line,),
        )


def _draw_tools(board: Board, opening: _Opening) -> None:
    language = board.language
    with st.container(horizontal=True):
        st.button(
            language.text("Add a manager"),
            icon=":material/person_add:",
            key=opening.key("add"),
            disabled=len(opening.lines) >= MOST_MANAGERS,
            on_click=_add_line,
            args=(opening,),
        )
        st.button(
            language.text("Share equally"),
            icon=":material/balance:",
            key=opening.key("equal"),
            disabled=len(opening.lines) < 2,
            on_click=_share_equally,
            args=(opening, board),
        )


def _add_line(opening: _Opening) -> None:
    """A line left alone with the whole gives way to the new one: its percent is to be typed anew."""
    if len(opening.lines) == 1:
        st.session_state[opening.key("percent", opening.lines[0])] = ""
    opening.lines.append(max(opening.lines) + 1)


def _share_equally(opening: _Opening, board: Board) -> None:
    for line, percent in zip(opening.lines, equal_percents(len(opening.lines)), strict=True):
        st.session_state[opening.key("percent", line)] = percent.replace(".", board.language.decimal_mark)


def _draw_saving(board: Board, opening: _Opening, typed: Sequence[Typed], reading: Reading) -> None:
    language = board.language
    reason = st.text_input(language.text("Why (kept in the history)"), max_chars=1000, key=opening.key("reason"))
    if reading.fault is not None and all(line.manager_id is not None for line in typed):
        st.markdown(f":red[{escape_markdown(language.error(reading.fault))}]")
    if st.button(language.text("Save"), type="primary", key=opening.key("save"), disabled=reading.fault is not None):
        _save(board, opening, reading, reason.strip())


def _save(board: Board, opening: _Opening, reading: Reading, reason: str) -> None:
    """Closes the dialog. Where somebody was faster, the payment is shown as they left it, and what was typed stays."""
    said = board.language.text("Credit of payment {number} changed", number=opening.seen.id)
    try:
        store(board, Intent(share_credit(opening.seen, reading.shares), said, reason, form=opening.name))
    except PaymentClashError as clash:
        now = next((found.now for found in clash.clashes if found.now), None)
        opening.seen, opening.told = now or opening.seen, clash
        st.rerun(scope="fragment")
    except InputError as fault:
        st.error(escape_markdown(board.language.error(fault)))
    else:
        st.rerun()


def _has_kopecks(minor: int, desk: CreditDesk) -> bool:
    return minor % desk.currency.minor_per_major != 0
