"""Activity: who did how much in a period, what lies behind each count, and what it says beside the plan."""

from sales_core.ui.activity.desk import open_desk
from sales_core.ui.activity.filters import draw_filters
from sales_core.ui.activity.head import draw_head, show_state
from sales_core.ui.activity.page import draw_cards, draw_table
from sales_core.ui.frame import open_page, watch
from sales_core.ui.states import show_lateness

open_page()


def draw_activity() -> None:
    desk = open_desk()
    draw_head(desk)
    draw_filters(desk)
    show_lateness(desk.board)
    show_state(desk)
    draw_table(desk)
    draw_cards(desk)


watch(draw_activity)
