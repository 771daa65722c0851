"""What the import would do, told before it is done, and the button that does it."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from sales_core.clock import system_clock
from sales_core.delivery.payments_sheet import STATE_LABELS
from sales_core.errors import InputError
from sales_core.i18n import DASH, N_
from sales_core.imports.deals import Choices, DealInFile
from sales_core.imports.foreign_rows import ForeignRows, Recipe
from sales_core.imports.memory import remember_deals, remember_recipe
from sales_core.imports.payment_rows import PaymentRow
from sales_core.imports.payments import Prepared, import_act, store_prepared
from sales_core.imports.planning import sums_by_state
from sales_core.periods import day_of
from sales_core.settings.authors import VIA_FILE, local_author
from sales_core.ui.board import Board
from sales_core.ui.imports.drafts import drop_file, field
from sales_core.ui.imports.file_rows import ShownRow, draw_file_rows
from sales_core.ui.imports.pager import draw_pager
from sales_core.ui.imports.results import Result, keep_result
from sales_core.ui.markdown import escape_markdown

_PER_PAGE = 10
_SHOWN_NUMBERS = 12


@dataclass(frozen=True, slots=True)
class Left:
    """What of the file is not stored: payments of deals that were left out, with their sum, and rows that are none."""

    payments: int = 0
    total_minor: int = 0
    totals: Sequence[int] = ()
    bare: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class ToRemember:
    """What the next file of this company need not be asked; both ``None`` for Tablo's own columns."""

    recipe: Recipe | None = None
    chosen: Choices | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The payments of a file whose deals are known. ``undecided``: how many deals are not."""

    rows: Sequence[PaymentRow]
    left: Left = Left()
    memory: ToRemember = ToRemember()
    undecided: int = 0


def left_of(deals: Sequence[DealInFile], choices: Choices, rows: ForeignRows) -> Left:
    out = [deal for deal in deals if deal.key in choices and choices[deal.key] is None]
    return Left(sum(deal.payments for deal in out), sum(deal.total_minor for deal in out), rows.totals, rows.bare)


def ask_alike(board: Board, prepared: Prepared, *, joins: bool) -> None:
    """Whether rows that look like a payment that is there tell of that one. ``joins``: as it is said by now."""
    alike = prepared.plan.alike
    if not alike:
        return
    language = board.language
    st.warning(
        language.plural(
            "{n} row is of the same deal, amount and due date as a payment already there, and tells something else of"
            " whether it is paid or of its comment",
            "{n} rows are of the same deal, amount and due date as payments already there, and tell something else of"
            " whether they are paid or of their comments",
            len(alike),
        ),
        icon=":material/warning:",
    )
    options = [True, False]
    st.radio(
        language.text("Rows {numbers}:", numbers=_numbers([row.number for row in alike])),
        options,
        index=options.index(joins),
        format_func=lambda is_same: (
            language.text("the same payments: add what is new to them")
            if is_same
            else language.text("payments of their own: store them beside")
        ),
        key=field("alike"),
    )


def draw_preview(board: Board, prepared: Prepared, left: Left) -> None:
    language, plan = board.language, prepared.plan
    st.markdown(f"**{language.text('What the import will do')}**")
    counted, states = st.columns(2)
    kinds = [
        (language.text("Added"), _sums(plan.added)),
        (language.text("Changed"), _sums(plan.updated)),
        (language.text("There already, skipped"), _sums(plan.skipped)),
        (language.text("Left out by you"), (left.payments, left.total_minor)),
    ]
    today = day_of(system_clock(), board.known_account.zone)
    by_state = sums_by_state(plan.written, prepared.leads, today)
    if kinds := [kind for kind in kinds if kind[1][0]]:
        counted.markdown(_table(board, kinds))
    if by_state:
        states.markdown(_table(board, [(language.text(STATE_LABELS[state]), sums) for state, sums in by_state.items()]))
    for numbers, template in (
        (left.totals, N_("Rows that add others up are no payments: {numbers}")),
        (left.bare, N_("Rows without an amount and a date are no payments: {numbers}")),
    ):
        if numbers:
            st.caption(language.text(template, numbers=_numbers(numbers)))
    if plan.written:
        _draw_rows(board, prepared)


def draw_import(board: Board, prepared: Prepared, chosen: Chosen) -> None:
    """The button, once everything is decided, with the reason that a closed month asks for."""
    language, plan = board.language, prepared.plan
    reason = _ask_reason(board, prepared)
    if not plan.written and not chosen.undecided:
        st.info(language.text("All of it is there already: there is nothing to import"), icon=":material/check:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        is_sent = st.button(
            language.plural("Import {n} payment", "Import {n} payments", len(plan.written)),
            type="primary",
            disabled=bool(chosen.undecided) or reason == "",
            key=field("import"),
        )
        if chosen.undecided:
            st.caption(
                language.plural(
                    "Decide first which deal it is in {n} case",
                    "Decide first which deal it is in {n} cases",
                    chosen.undecided,
                ),
                width="content",
            )
    if is_sent:
        _store(board, prepared, reason or "", chosen.memory)


def _ask_reason(board: Board, prepared: Prepared) -> str | None:
    """``None`` where none is needed, empty while it is not given."""
    if not prepared.closed:
        return None
    language = board.language
    st.warning(
        language.text(
            "Payments of closed months would change by rows {numbers}. Say why, and they are shown beside the frozen"
            " figures.",
            numbers=_numbers([row.number for row in prepared.closed]),
        ),
        icon=":material/lock:",
    )
    return st.text_input(language.text("Reason"), max_chars=1000, key=field("reason")).strip()


def _store(board: Board, prepared: Prepared, reason: str, memory: ToRemember) -> None:
    language, now = board.language, system_clock()
    act = import_act(prepared, now, local_author(VIA_FILE).name, reason)
    bar = st.progress(0.0, text=language.text("Storing: leave this page open until it is done"))

    def progress(done: int, of: int) -> None:
        told = language.text("Stored {done} of {count}", done=language.number(done), count=language.number(of))
        bar.progress(done / of, text=told)

    try:
        with board.database.write() as conn:
            plan = store_prepared(conn, prepared, act, progress, as_shown=True)
            if memory.recipe is not None:
                remember_recipe(conn, memory.recipe)
            if memory.chosen is not None:
                remember_deals(conn, memory.chosen)
    except InputError as error:
        bar.empty()
        st.error(escape_markdown(language.error(error)), icon=":material/warning:")
    else:
        leads = frozenset(row.lead_id for row in plan.written)
        keep_result(Result(prepared.file, act.number or 0, now, len(plan.added), len(plan.updated), leads))
        drop_file()
        st.rerun()


def _draw_rows(board: Board, prepared: Prepared) -> None:
    language, plan, currency = board.language, prepared.plan, board.known_account.currency
    added = len(plan.added)
    part = draw_pager("preview", len(plan.written), _PER_PAGE, language)
    start = part.start
    rows = []
    for place, row in enumerate(plan.written[part], start=start):
        cells = (
            language.text("added") if place < added else language.text("changed"),
            f"№{row.lead_id} · {prepared.leads[row.lead_id].name}",
            language.money(row.amount_minor, currency, exact=True),
            language.day(row.due_on),
            language.day(row.paid_on),
            row.comment or DASH,
        )
        rows.append(ShownRow(row.number, cells))
    names = (N_("Will be"), N_("Deal"), N_("Amount"), N_("Due"), N_("Paid on"), N_("Comment"))
    draw_file_rows([language.text(name) for name in names], rows, language, field("preview_rows"))


def _table(board: Board, rows: Sequence[tuple[str, tuple[int, int]]]) -> str:
    """A name, how many payments and how much each."""
    language, currency = board.language, board.known_account.currency
    lines = [f"| | {language.text('Payments')} | {language.text('Amount')} |", "| --- | ---: | ---: |"]
    for name, (count, amount) in rows:
        money = language.money(amount, currency, exact=True)
        lines.append(f"| {escape_markdown(name)} | {language.number(count)} | {escape_markdown(money)} |")
    return "\n".join(lines)


def _sums(rows: Sequence[PaymentRow]) -> tuple[int, int]:
    return len(rows), sum(row.amount_minor for row in rows)


def _numbers(numbers: Sequence[int]) -> str:
    unique = list(dict.fromkeys(numbers))
    return ", ".join(map(str, unique[:_SHOWN_NUMBERS])) + (" …" if len(unique) > _SHOWN_NUMBERS else "")
