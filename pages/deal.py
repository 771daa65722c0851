"""A deal's payments: what was agreed, what came, what is late; entered, changed and taken back here."""

from sales_core.ui.board import open_board
from sales_core.ui.deal import draw_deal
from sales_core.ui.frame import open_page, watch

open_page()


def draw_payments() -> None:
    draw_deal(open_board())


watch(draw_payments)
