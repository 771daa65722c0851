"""Which deals the rows of a company's own spreadsheet speak of: what was found, what the reader decides."""

from collections.abc import Sequence

import streamlit as st

from sales_core.i18n import N_, Language
from sales_core.imports.deals import Choices, DealInFile, find_deals, load_matcher, settled
from sales_core.imports.foreign_rows import ForeignRows, Recipe
from sales_core.imports.matching import Matcher
from sales_core.imports.memory import remembered_deals
from sales_core.ui.board import Board, Moment
from sales_core.ui.imports.drafts import field, made, said
from sales_core.ui.imports.pager import draw_pager
from sales_core.ui.markdown import escape_markdown

_PER_PAGE = 10
_LEFT_OUT = 0
"""The choice of no deal; amoCRM's numbers are above it."""
_SHOWN_NUMBERS = 6

_OPEN, _FOUND, _OUT = "open", "found", "out"
_LISTS = {_OPEN: N_("To decide: {n}"), _FOUND: N_("Found: {n}"), _OUT: N_("Left out: {n}")}


def ask_deals(board: Board, recipe: Recipe, rows: ForeignRows) -> tuple[tuple[DealInFile, ...], Choices]:
    """The deals of the file, and what is known of them by now; who is not among the latter has to be decided."""
    matcher = _matcher(board.moment, board)
    deals = made("deals", (recipe, len(rows.rows)), lambda: find_deals(rows.rows, matcher))
    with board.database.read() as conn:
        remembered = remembered_deals(conn)
    choices = settled(deals, remembered, said("deals"), matcher)
    with st.container(border=True):
        _draw(board, matcher, deals, choices)
    return deals, choices


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={Moment: repr})
def _matcher(moment: Moment, _board: Board) -> Matcher:  # noqa: ARG001 - what it is cached by
    with _board.database.read() as conn:
        return load_matcher(conn)


def _draw(board: Board, matcher: Matcher, deals: Sequence[DealInFile], choices: Choices) -> None:
    language = board.language
    lists: dict[str, list[DealInFile]] = {name: [] for name in _LISTS}
    for deal in deals:
        lists[_OPEN if deal.key not in choices else _OUT if choices[deal.key] is None else _FOUND].append(deal)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{language.text('Deals of the rows')}**", width="content")
        shown = st.segmented_control(
            language.text("Deals of the rows"),
            list(_LISTS),
            default=_OPEN if lists[_OPEN] else _FOUND,
            required=True,
            format_func=lambda name: language.text(_LISTS[name], n=language.number(len(lists[name]))),
            key=field("deals.list"),
            label_visibility="collapsed",
        )
    name = str(shown or _OPEN)
    if name == _OPEN and lists[_OPEN]:
        _draw_to_leave_out(language, lists[_OPEN])
    for deal in lists[name][draw_pager(f"deals.{name}", len(lists[name]), _PER_PAGE, language)]:
        _draw_deal(board, matcher, deal, choices)
    if not lists[name]:
        st.caption(language.text("Nothing is left to decide") if name == _OPEN else language.text("None"))


def _draw_to_leave_out(language: Language, deals: Sequence[DealInFile]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            language.text("The names in these rows fit no deal or several. Choose, or leave the rows out."),
            width="stretch",
        )
        label = language.plural("Leave out this one", "Leave out all {n}", len(deals))
        if st.button(label, key=field("deals.leave_all"), type="tertiary"):
            said("deals").update({deal.key: None for deal in deals})
            st.rerun()


def _draw_deal(board: Board, matcher: Matcher, deal: DealInFile, choices: Choices) -> None:
    with st.container(border=True):
        in_file, chosen = st.columns([2, 3])
        with in_file:
            _draw_clues(board, deal)
        with chosen:
            if deal.key not in choices:
                _ask(board, matcher, deal, None)
                return
            lead_id = choices[deal.key]
            st.markdown(_told(board, matcher, deal, lead_id))
            with st.popover(board.language.text("Change"), type="tertiary"):
                _ask(board, matcher, deal, _LEFT_OUT if lead_id is None else lead_id)


def _draw_clues(board: Board, deal: DealInFile) -> None:
    """What the file says."""
    language, clues = board.language, deal.clues
    number = f"№{clues.lead_id}" if clues.lead_id is not None else ""
    names = [name for name in (number, clues.deal, clues.client) if name]
    st.markdown(f"**{escape_markdown(' · '.join(names))}**")
    numbers = ", ".join(map(str, deal.numbers[:_SHOWN_NUMBERS])) + (" …" if len(deal.numbers) > _SHOWN_NUMBERS else "")
    rows = language.plural("row {numbers}", "rows {numbers}", len(deal.numbers), numbers=numbers)
    money = language.money(deal.total_minor, board.known_account.currency, exact=True)
    st.caption(escape_markdown(" · ".join(filter(None, (clues.manager, money, rows)))))


def _ask(board: Board, matcher: Matcher, deal: DealInFile, chosen: int | None) -> None:
    """The candidates with what speaks for each, what was searched by hand, and leaving out."""
    language = board.language
    found = said("found").get(deal.key, ())
    options = list(dict.fromkeys(
        [lead_id for lead_id in (chosen, *(each.lead_id for each in deal.match.candidates), *found)
         if lead_id and lead_id in matcher]
    ))  # fmt: skip
    options.append(_LEFT_OUT)
    key = field(f"deal.{deal.key}")

    def choose() -> None:
        picked = st.session_state[key]
        said("deals")[deal.key] = picked or None

    st.radio(
        language.text("Deal"),
        options,
        index=options.index(chosen) if chosen in options else None,
        format_func=lambda lead_id: _name(language, matcher, lead_id),
        captions=[_about(board, matcher, deal, lead_id) for lead_id in options],
        key=key,
        on_change=choose,
        label_visibility="collapsed",
    )
    _search(language, matcher, deal)


def _search(language: Language, matcher: Matcher, deal: DealInFile) -> None:
    key = field(f"search.{deal.key}")

    def search() -> None:
        said("found")[deal.key] = tuple(lead.id for lead in matcher.search(st.session_state[key]))

    label = language.text("Another deal: its name, client, number or link")
    st.text_input(label, key=key, on_change=search, label_visibility="collapsed", placeholder=label)
    if said("found").get(deal.key) == ():
        st.caption(language.text("No deal is called so"))


def _told(board: Board, matcher: Matcher, deal: DealInFile, lead_id: int | None) -> str:
    if lead_id is None or lead_id not in matcher:
        return escape_markdown(board.language.text("Left out, nothing of these rows is stored"))
    return f"{_name(board.language, matcher, lead_id)}  \n:small[{_about(board, matcher, deal, lead_id)}]"


def _name(language: Language, matcher: Matcher, lead_id: int) -> str:
    if lead_id == _LEFT_OUT:
        return language.text("Leave these rows out")
    return escape_markdown(f"№{lead_id} · {matcher[lead_id].name}")


def _about(board: Board, matcher: Matcher, deal: DealInFile, lead_id: int) -> str:
    """Client, manager, budget and stage of a deal, and why it is proposed."""
    if lead_id == _LEFT_OUT:
        return ""
    language, lead = board.language, matcher[lead_id]
    budget = language.money(lead.price_minor, board.known_account.currency) if lead.price_minor else ""
    about = " · ".join(filter(None, (*lead.clients, matcher.manager_of(lead), budget, lead.status)))
    reasons = next((each.reasons for each in deal.match.candidates if each.lead_id == lead_id), ())
    why = ", ".join(language.text(reason) for reason in reasons)
    return escape_markdown(about) + (f" · :blue[{escape_markdown(why)}]" if why else "")
