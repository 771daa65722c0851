"""Which months are closed, what became of them since, and what is paid with each."""

from sales_core.ui.frame import open_page, show
from sales_core.ui.months.page import draw_page

open_page()
show(draw_page)
