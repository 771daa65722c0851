"""The page as a whole: its head, the month's money, the lines and what a click on one means."""

from collections.abc import Sequence

import streamlit as st
from sqlalchemy import Connection

from sales_core.i18n import N_, Language
from sales_core.periods import Month
from sales_core.statements.confirming import Deed, confirm_as_proposed, shares_of, take_up
from sales_core.statements.listing import LineState, ListedLine
from sales_core.statements.proposing import Offer
from sales_core.ui.bank.choosing import open_aside, open_choosing
from sales_core.ui.bank.deeds import Said, do, draw_said, release_all
from sales_core.ui.bank.files import draw_files, draw_given, draw_picker
from sales_core.ui.bank.lines import draw_lines
from sales_core.ui.bank.lines.rows import Action, Asked, Tongue
from sales_core.ui.bank.narrowing import draw_month, draw_states, draw_words, narrowed, take_month, take_state
from sales_core.ui.bank.reading import BankPage, read_page
from sales_core.ui.bank.sums import draw_sums
from sales_core.ui.board import Board, open_board
from sales_core.ui.file_picker import PickedFile
from sales_core.ui.frame import heading

TITLE = N_("Bank statement")


def draw_page() -> None:
    board = open_board()
    given = _draw_head(board)
    draw_said(board)
    if given is not None:
        draw_given(board, given)
    month = take_month(_first_month(board))
    page = read_page(board, month)
    if page.sums is None:
        _tell_first(board.language)
        return
    draw_sums(page.sums, board.language)
    tongue = Tongue(board.language, board.known_account.currency, board.known_account.zone)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw_month(month, page.months, board.default.as_of, board.language)
        draw_states(page.lines, take_state(), board.language)
        text = draw_words(board)
    _draw_certain(board, page, tongue)
    shown = narrowed(page.lines, take_state(), text, tongue.currency)
    _draw_list(board, shown, tongue)
    _tell_other_months(page, month, board.language)
    draw_files(board)


def _draw_head(board: Board) -> PickedFile | None:
    with heading(board.language.text(TITLE)):
        st.space("stretch")
        with st.container(width="content"):
            return draw_picker(board)


def _first_month(board: Board) -> Month:
    """The last one with lines to decide, else the last one with any."""
    page = read_page(board, board.default.month)
    if page.proposals.offers:
        return Month.of(page.proposals.offers[-1].line.booked_on)
    return page.months[-1] if page.months else board.default.month


def _tell_first(language: Language) -> None:
    with st.container(border=True):
        st.subheader(language.text("No statement was brought in yet"), anchor=False)
        st.markdown(
            language.text(
                "Save a statement at the bank in the format for 1C and bring it in here. Each line is stored once, "
                "however often its days are brought in. Then the payment it may be is proposed with the reason, and "
                "what you confirm is marked as paid on the day the money came."
            )
        )


def _draw_certain(board: Board, page: BankPage, tongue: Tongue) -> None:
    """All certain proposals of the month at one click, as they stand here."""
    offers = [each.offer for each in page.lines if each.offer is not None and each.offer.is_certain]
    if not offers or take_state() is not LineState.TO_DECIDE:
        return
    language = board.language
    money = language.money(sum(offer.line.rest_minor for offer in offers), tongue.currency)
    label = language.plural(
        "Confirm {n} certain line, {money}", "Confirm all {n} certain lines, {money}", len(offers), money=money
    )
    # Whoever changes the proposals meanwhile changes the key: a click confirms what it was drawn for and nothing else.
    seen = hash(tuple((offer.line.id, shares_of(offer)) for offer in offers))
    if st.button(label, key=f"bank.certain.{seen}", type="primary", icon=":material/done_all:"):
        _confirm(board, offers, tongue)


def _confirm(board: Board, offers: Sequence[Offer], tongue: Tongue) -> None:
    do(board, lambda conn, deed: _confirmed(conn, deed, offers, tongue))


def _confirmed(conn: Connection, deed: Deed, offers: Sequence[Offer], tongue: Tongue) -> Said:
    done = confirm_as_proposed(conn, {offer.line.id: shares_of(offer) for offer in offers}, deed)
    language = tongue.language
    given = sum(offer.line.rest_minor - offer.left_minor for offer in offers if offer.line.id in done)
    money = language.money(given, tongue.currency, exact=True)
    if len(done) < len(offers):
        return Said(
            language.text("What is proposed has changed meanwhile: look again"), tuple(done), is_trouble=not done
        )
    return Said(
        language.plural("Confirmed: {n} line, {money}", "Confirmed: {n} lines, {money}", len(done), money=money),
        tuple(done),
    )


@st.fragment
def _draw_list(board: Board, shown: Sequence[ListedLine], tongue: Tongue) -> None:
    """A fragment of its own, so that a dialog opens over the page without drawing it again."""
    asked = draw_lines(shown, tongue)
    listed = next((each for each in shown if asked and each.line.id == asked.line_id), None)
    if asked is not None and listed is not None:
        _answer(board, asked, listed, tongue)


def _answer(board: Board, asked: Asked, listed: ListedLine, tongue: Tongue) -> None:
    line_id, language = listed.line.id, board.language
    match asked.action:
        case Action.CHOOSE:
            open_choosing(board, listed, tongue)
        case Action.ASIDE:
            open_aside(board, listed, tongue)
        case Action.CONFIRM if listed.offer and asked.seen == shares_of(listed.offer):
            _confirm(board, [listed.offer], tongue)
        case Action.RELEASE:
            do(board, lambda conn, deed: release_all(conn, [line_id], deed, board))
        case Action.TAKE_UP:
            do(board, lambda conn, _: _taken_up(conn, line_id, language))


def _taken_up(conn: Connection, line_id: int, language: Language) -> Said:
    take_up(conn, line_id)
    return Said(language.text("The line is to be decided again"))


def _tell_other_months(page: BankPage, month: Month, language: Language) -> None:
    others = [offer for offer in page.proposals.offers if offer.line.booked_on not in month]
    if others and take_state() is LineState.TO_DECIDE:
        first = language.month(Month.of(others[0].line.booked_on))
        st.caption(
            language.plural(
                "{n} line of other months is to be decided, from {month} on",
                "{n} lines of other months are to be decided, from {month} on",
                len(others),
                month=first,
            )
        )
