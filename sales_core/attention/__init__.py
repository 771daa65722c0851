"""What needs somebody's attention: kinds of things that do not add up, how many there are of each, and a list of them
with the way to mend it.

A kind is one entry of ``kinds.KINDS``: its words, how it is counted, how it is listed. Counting is quick, for the
navigation shows the sum; lists are read when somebody looks.
"""

from sales_core.attention.kinds import KINDS, Counted, Kind, Page, count_attention
from sales_core.attention.listing import Item, Teller, load_items, load_teller

__all__ = [
    "KINDS",
    "Counted",
    "Item",
    "Kind",
    "Page",
    "Teller",
    "count_attention",
    "load_items",
    "load_teller",
]
