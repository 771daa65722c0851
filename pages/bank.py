"""The bank statement: files brought in, the month's money, and which payment each of its lines is."""

from sales_core.ui.bank.page import draw_page
from sales_core.ui.frame import open_page, show

open_page()
show(draw_page)
