"""The freshness stamp: a dot while the data are fresh, hollow when they age, a warm triangle when they are late."""

from pathlib import Path

from sales_core.i18n import Language
from sales_core.reporting import AccountInfo, Freshness, FreshnessLevel
from sales_core.ui.kit import component, pack

_MINUTE_S = 60


def draw_stamp(freshness: Freshness, account: AccountInfo, language: Language) -> None:
    data = {
        "level": freshness.level.value,
        "text": stamp_text(freshness, account, language),
        "why": why_late(freshness, language),
    }
    component(Path(__file__).parent)(data=pack(data), key="stamp", width="content")


def stamp_text(freshness: Freshness, account: AccountInfo, language: Language) -> str:
    if freshness.synced_at is None or freshness.age_s is None:
        return language.text("loading…")
    if freshness.level is FreshnessLevel.STALE:
        return language.text("data of {time}", time=_time(freshness, account, language))
    if freshness.age_s < _MINUTE_S:
        return language.text("updated {seconds} s ago", seconds=freshness.age_s // 5 * 5)
    return language.text("updated {minutes} min ago", minutes=freshness.age_s // _MINUTE_S)


def why_late(freshness: Freshness, language: Language) -> str:
    """The reason in words, where the last run left one."""
    if freshness.level is not FreshnessLevel.STALE:
        return ""
    if freshness.error is None:
        return language.text("The worker has not finished a pass since then: is it running?")
    return language.error(freshness.error)


def _time(freshness: Freshness, account: AccountInfo, language: Language) -> str:
    assert freshness.synced_at is not None
    recent = freshness.age_s is not None and freshness.age_s < 12 * 60 * _MINUTE_S
    show = language.time if recent else language.moment
    return show(freshness.synced_at, account.zone)
