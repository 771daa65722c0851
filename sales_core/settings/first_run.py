"""How far somebody has come with the first set-up: a note, so that it goes on where it was left, on any computer."""

from dataclasses import asdict, dataclass, replace
from typing import Self

from sqlalchemy import Connection

from sales_core.store.setting_values import load_setting
from sales_core.store.settings import save_setting

VIA_SETUP = "setup"
_NOTE = "first_run"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """``at``: the step that was open last. ``passed`` and ``skipped``: the steps somebody went on from, and how."""

    at: str
    passed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    is_finished: bool = False

    def left(self, step: str, *, at: str, is_skipped: bool) -> Self:
        """On the way from ``step`` to the step ``at``."""
        passed, skipped = {*self.passed} - {step}, {*self.skipped} - {step}
        (skipped if is_skipped else passed).add(step)
        return replace(self, at=at, passed=tuple(sorted(passed)), skipped=tuple(sorted(skipped)))

    def moved(self, to: str) -> Self:
        return replace(self, at=to)

    def finished(self) -> Self:
        return replace(self, is_finished=True)


def load_first_run(conn: Connection) -> FirstRun | None:
    """``None``: nobody has begun."""
    note = load_setting(conn, _NOTE)
    if note is None:
        return None
    return FirstRun(note["at"], tuple(note["passed"]), tuple(note["skipped"]), note["is_finished"])


def save_first_run(conn: Connection, first_run: FirstRun) -> None:
    if load_first_run(conn) != first_run:
        save_setting(conn, _NOTE, asdict(first_run))
