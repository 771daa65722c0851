"""The steps of the first set-up, and how far each is: told by what there is, not by what was clicked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from sales_core.connection import ConnectionState, load_connection_state
from sales_core.decisions import Section, plan_key, value_entry
from sales_core.i18n import N_
from sales_core.periods import Month
from sales_core.reporting import WorkerState, load_worker_state
from sales_core.setting_names import DEAL_TYPE_FIELD, MANAGERS
from sales_core.settings.first_run import FirstRun, load_first_run, save_first_run
from sales_core.ui.connection.loading import is_report_loaded
from sales_core.ui.oauth_return import ATTEMPT
from sales_core.ui.reader import installation
from sales_core.ui.settings.desk import Desk, open_desk


class Step(StrEnum):
    CONNECT = "connect"
    LOAD = "load"
    TYPES = "types"
    SHARES = "shares"
    PEOPLE = "people"
    PLANS = "plans"
    SCALE = "scale"
    DONE = "done"

    def plus(self, by: int) -> "Step":
        steps = list(Step)
        return steps[max(0, min(steps.index(self) + by, len(steps) - 1))]


NAMES = {
    Step.CONNECT: N_("Account"),
    Step.LOAD: N_("Loading"),
    Step.TYPES: N_("Deal type"),
    Step.SHARES: N_("Shares"),
    Step.PEOPLE: N_("Managers"),
    Step.PLANS: N_("Plans"),
    Step.SCALE: N_("Scale"),
    Step.DONE: N_("Done"),
}


class Standing(StrEnum):
    DONE = "done"
    SKIPPED = "skipped"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Wizard:
    """``note``: how far somebody has come; a fresh one before anybody has begun."""

    desk: Desk
    connection: ConnectionState | None
    worker: WorkerState
    note: FirstRun

    @property
    def standings(self) -> Mapping[Step, Standing]:
        return {step: self._standing(step) for step in Step}

    def _standing(self, step: Step) -> Standing:
        if self._is_done(step):
            return Standing.DONE
        return Standing.SKIPPED if step in self.note.skipped else Standing.OPEN

    def _is_done(self, step: Step) -> bool:
        entries, month = self.desk.entries, self.desk.board.default.month
        done = {
            Step.CONNECT: self.connection is not None and self.connection.trouble is None,
            Step.LOAD: is_report_loaded(self.worker.readings),
            Step.TYPES: value_entry(DEAL_TYPE_FIELD) in entries,
            Step.SHARES: any(section is Section.MARGIN_SHARE for section, _ in entries),
            Step.PEOPLE: step in self.note.passed or value_entry(MANAGERS) in entries,
            Step.PLANS: any(section is Section.PLAN and plan_key(key)[1] == month for section, key in entries),
            Step.SCALE: any(section is Section.BONUS_SCALE and Month.parse(key) <= month for section, key in entries),
            Step.DONE: self.note.is_finished,
        }
        return done[step]

    def go(self, to: Step, *, passed: Step | None = None, is_skipped: bool = False) -> None:
        """Notes where the reader is, puts it into the address, and draws anew."""
        note = self.note.left(passed, at=to, is_skipped=is_skipped) if passed else self.note.moved(to)
        self.save(note)
        st.query_params.from_dict({"step": to.value})
        st.rerun(scope="app")

    def save(self, note: FirstRun) -> None:
        with self.desk.board.database.write() as conn:
            save_first_run(conn, note)


def open_wizard() -> Wizard:
    desk = open_desk()
    database = desk.board.database
    with database.read() as conn:
        note = load_first_run(conn) or FirstRun(Step.CONNECT)
        worker = load_worker_state(conn)
    return Wizard(desk, load_connection_state(installation(), database), worker, note)


def step_in_view(wizard: Wizard) -> Step:
    """That of the address; without one, the one left last, and the first before there is an account and when amoCRM has
    just sent the browser back."""
    asked = st.query_params.get("step", "")
    if asked in list(Step):
        return Step(asked)
    if wizard.connection is None or ATTEMPT in st.query_params:
        return Step.CONNECT
    left = Step(wizard.note.at) if wizard.note.at in list(Step) else Step.CONNECT
    return left if left is not Step.CONNECT else Step.LOAD
