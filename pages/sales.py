"""The sales report: what each manager brought in, what it earns, what is still expected, what was lost."""

from sales_core.ui.board import open_board
from sales_core.ui.filters import draw_filters, take_scope
from sales_core.ui.frame import open_page, watch
from sales_core.ui.months.note import show_closing
from sales_core.ui.sales import draw_charts, draw_head, draw_report
from sales_core.ui.states import show_lateness, show_notes, show_progress, show_set_up

open_page()


def draw_sales() -> None:
    board = open_board()
    scope = take_scope(board)
    report = board.sales_report(scope)
    draw_head(board, report)
    show_set_up(board)
    draw_filters(board, scope)
    show_lateness(board)
    show_progress(board.freshness, board.language)
    show_closing(board, report)
    show_notes(board, report)
    draw_report(board, scope)
    draw_charts(board, scope)


watch(draw_sales)
