"""The cards under the matrix (components v2): what is stuck, how to even out, what was closed, each status."""

from pathlib import Path
from typing import Any

from sales_core.delivery.payment_list import tell_period
from sales_core.i18n import Language
from sales_core.reports.closed_deals import ClosedDealsReport
from sales_core.reports.load import LoadReport
from sales_core.reports.pipeline import DealBehind, PipelineReport
from sales_core.spans import span_of
from sales_core.ui.kit import component
from sales_core.ui.pipeline.asked import Asked, parse_code
from sales_core.ui.pipeline.cards.rows import build_archived, build_level, build_statuses, build_stuck, build_won


def build_cards(
    report: PipelineReport,
    longest: tuple[DealBehind, ...],
    load: LoadReport,
    closed: ClosedDealsReport,
    language: Language,
) -> dict[str, Any]:
    """Everything the component is given. ``longest``: the first of the stuck deals."""
    month = span_of(closed.days.first, closed.days.last).month
    period = language.month_name(month) if month else tell_period(closed.days, language)
    return {
        "stuck": build_stuck(report, longest, language),
        "level": build_level(load, language),
        "archived": build_archived(closed, period, report.currency, language),
        "won": build_won(closed, period, report.currency, language),
        "statuses": build_statuses(report, language),
    }


def draw_cards(packed: bytes) -> Asked | None:
    """Draws what ``build_cards`` made, packed; returns what was just clicked, once."""
    result = component(Path(__file__).parent)(data=packed, key="pipeline.cards", on_open_change=lambda: None)
    return parse_code(result.open)
