"""The page of the month's money: margin shares, the bonus scale, the plans."""

from sales_core.decisions import Section
from sales_core.i18n import N_
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits
from sales_core.ui.settings.history import Topic

TITLE = N_("Settings")
TOPIC = Topic(frozenset({Section.MARGIN_SHARE, Section.PLAN, Section.BONUS_SCALE}))


def draw_cards(desk: Desk) -> Edits:
    """Shares and scale beside each other, the plans below them over the whole width."""
    return Edits()
