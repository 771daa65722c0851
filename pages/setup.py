"""The first set-up: from nothing to a report, step by step."""

from sales_core.ui.frame import open_page, show
from sales_core.ui.setup.page import draw_page

open_page()
show(draw_page)
