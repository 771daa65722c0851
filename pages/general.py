"""What is set up once: the deal-type field, the working calendar, the language."""

from sales_core.ui.frame import open_page, show
from sales_core.ui.settings.frame import draw_page
from sales_core.ui.settings.general import TITLE, TOPIC, draw_cards

open_page()
show(lambda: draw_page(TITLE, draw_cards, TOPIC))
