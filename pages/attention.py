"""What does not add up, kind by kind, with the way to mend each."""

from sales_core.ui.attention import draw_page
from sales_core.ui.frame import open_page, show

open_page()
show(draw_page)
