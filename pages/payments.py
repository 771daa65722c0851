"""All payments: filters, what they add up to, how old the debts are, what is due, and the list."""

from sales_core.ui.frame import open_page, watch
from sales_core.ui.payment_list.desk import open_list
from sales_core.ui.payment_list.filters import draw_filters
from sales_core.ui.payment_list.head import draw_head, draw_way_back
from sales_core.ui.payment_list.listing import draw_list
from sales_core.ui.payment_list.overview import draw_overview
from sales_core.ui.states import show_lateness

open_page()


def draw_payments() -> None:
    desk = open_list()
    draw_head(desk)
    draw_filters(desk)
    show_lateness(desk.board)
    draw_way_back(desk)
    draw_overview(desk)
    draw_list(desk)


watch(draw_payments)
