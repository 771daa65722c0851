"""Who is in the report, and since and until when each manager works."""

from sales_core.ui.frame import open_page, show
from sales_core.ui.settings.frame import draw_page
from sales_core.ui.settings.people import TITLE, TOPIC, draw_cards

open_page()
show(lambda: draw_page(TITLE, draw_cards, TOPIC))
