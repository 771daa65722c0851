"""The months that were closed as a sheet, the newest first."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sales_core.closed_months import Closing
from sales_core.closing.drift import DriftSums
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.periods import Month, day_of

_COLUMNS = (
    (N_("Month"), Kind.TEXT),
    (N_("State"), Kind.TEXT),
    (N_("Closed"), Kind.TEXT),
    (N_("By whom"), Kind.TEXT),
    (N_("Reopened"), Kind.TEXT),
)
_MOVED = (
    (N_("Fact"), Kind.MONEY),
    (N_("Bonus"), Kind.MONEY),
    (N_("Posted"), Kind.MONEY),
    (N_("Revenue"), Kind.MONEY),
    (N_("Archived"), Kind.MONEY),
)


def build_months_sheet(
    closings: Sequence[Closing],
    drifts: Mapping[Month, DriftSums],
    currency: Currency,
    zone: ZoneInfo,
    language: Language,
) -> Sheet:
    """``drifts``: of the months that are closed now."""
    return Sheet(
        name=language.text("Months"),
        title=language.text("Closed months"),
        notes=(),
        parts=(
            Part("", tuple(Column(language.text(title), kind) for title, kind in _COLUMNS)),
            Part(language.text("After closing"), tuple(Column(language.text(title), kind) for title, kind in _MOVED)),
        ),
        lines=tuple(Line(Level.ROW, _values(each, drifts, zone, language)) for each in reversed(closings)),
        currency=currency,
        key_columns=1,
    )


def _values(
    closing: Closing, drifts: Mapping[Month, DriftSums], zone: ZoneInfo, language: Language
) -> tuple[Value, ...]:
    is_closed = closing.reopened_at is None
    drift = drifts[closing.month] if is_closed else None
    moved = (drift.fact, drift.bonus, drift.posted, drift.revenue, drift.lost) if drift else (None,) * len(_MOVED)
    return (
        str(closing.month),
        language.text("closed") if is_closed else language.text("reopened"),
        tell_when(closing.closed_at, zone, language),
        closing.closed_by,
        tell_reopening(closing, zone, language),
        *moved,
    )


def tell_reopening(closing: Closing, zone: ZoneInfo, language: Language) -> str:
    """When, by whom, why; empty for a month that is closed."""
    if closing.reopened_at is None:
        return ""
    return f"{tell_when(closing.reopened_at, zone, language)}, {closing.reopened_by}: {closing.reopen_reason}"


def tell_when(at: int, zone: ZoneInfo, language: Language) -> str:
    """With the year: months stay closed for long."""
    return f"{language.day(day_of(at, zone))}, {language.time(at, zone)}"
