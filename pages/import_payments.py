"""Payments brought in from a file: what it would do, what is wrong in it, and storing it as a whole."""

from sales_core.ui.frame import open_page, show
from sales_core.ui.imports.page import draw_page

open_page()
show(draw_page)
