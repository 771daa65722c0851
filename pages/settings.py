"""The settings of the month's money: margin shares, the bonus scale, the plans."""

from sales_core.ui.frame import open_page, show
from sales_core.ui.settings.frame import draw_page
from sales_core.ui.settings.money import TITLE, TOPIC, draw_cards

open_page()
show(lambda: draw_page(TITLE, draw_cards, TOPIC))
