"""Deals in work: who has how many in which status, what is stuck, how to even out, what was closed, how deals go on."""

from sales_core.ui.frame import open_page, watch
from sales_core.ui.pipeline.desk import open_desk
from sales_core.ui.pipeline.filters import draw_filters
from sales_core.ui.pipeline.head import draw_head
from sales_core.ui.pipeline.page import draw_deals, show_notes
from sales_core.ui.states import show_lateness, show_progress

open_page()


def draw_pipeline() -> None:
    desk = open_desk()
    draw_head(desk)
    draw_filters(desk)
    show_lateness(desk.board)
    show_progress(desk.board.freshness, desk.language)
    show_notes(desk)
    draw_deals(desk)


watch(draw_pipeline)
