"""Managers side by side: whom to compare, all that is measured of them, and who closes which deal type best."""

from sales_core.ui.comparison.desk import open_comparison
from sales_core.ui.comparison.head import draw_filters, draw_head
from sales_core.ui.comparison.page import draw_measures
from sales_core.ui.comparison.types import draw_deal_types
from sales_core.ui.frame import open_page, watch
from sales_core.ui.states import show_lateness

open_page()


def draw_compare() -> None:
    desk = open_comparison()
    draw_head(desk)
    draw_filters(desk)
    show_lateness(desk.board)
    draw_measures(desk)
    draw_deal_types(desk)


watch(draw_compare)
