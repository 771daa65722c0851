"""The connection to amoCRM: its state, what the worker does and did, and what may be asked of it."""

from sales_core.ui.connection.page import draw_page
from sales_core.ui.frame import open_page, watch

open_page()
watch(draw_page)
