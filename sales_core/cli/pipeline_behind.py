"""What ``tablo report pipeline`` tells: all of it, or the deals behind a count."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Self

from sqlalchemy import Connection

from sales_core.cli.output import Told
from sales_core.delivery.closed_deals_document import build_closed_list_document
from sales_core.delivery.closed_deals_sheet import build_closed_list_sheet
from sales_core.delivery.conversion_document import build_cohort_list_document
from sales_core.delivery.conversion_sheet import build_deal_lines_sheet
from sales_core.delivery.payment_list import tell_period
from sales_core.delivery.pipeline_document import build_deals_document, build_pipeline_document
from sales_core.delivery.pipeline_sheet import build_deals_sheet, build_matrix_sheet, build_pipeline_book
from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.periods import Month
from sales_core.pipeline import CLOSING, PipelineCell, PipelineFigure
from sales_core.pipeline_scope import PipelineScope
from sales_core.pipeline_ways import Outcome
from sales_core.reporting import AccountInfo
from sales_core.reporting.closed_deals import load_closed_deals, load_loss_reasons
from sales_core.reporting.conversion import find_cohort, find_rung, load_behind_conversion
from sales_core.reporting.deals_in_work import load_deals_in_work
from sales_core.reporting.people import load_managers
from sales_core.reporting.pipeline import find_status, load_deals_behind
from sales_core.reports.conversion import CohortPart


class Entered(NamedTuple):
    """The deals that entered in a month; in any of those shown without one."""

    month: Month | None

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(None if text.strip().lower() == "all" else Month.parse(text))


class Behind(NamedTuple):
    """A count as it is named by the options, and what narrows it."""

    figure: PipelineFigure | None = None
    entered: Entered | None = None
    manager_id: int | None = None
    status: str | None = None
    outcome: Outcome | None = None

    def check(self) -> None:
        """Raises InputError for options that do not go together."""
        if self.figure and self.entered:
            raise InputError("Give --figure or --cohort, not both")
        if self.manager_id is not None and not self.figure:
            raise InputError("--manager is for the list behind a count: add --figure")
        if self.status is not None and not (self.figure or self.entered):
            raise InputError("--status is for the list behind a count: add --figure or --cohort")
        if self.outcome and not self.entered:
            raise InputError("--outcome is for the deals that entered in a month: add --cohort")


@dataclass(frozen=True, slots=True)
class Teller:
    conn: Connection
    scope: PipelineScope
    account: AccountInfo
    language: Language

    def tell(self, behind: Behind) -> Told:
        """The report itself where no count is named."""
        if behind.entered is not None:
            return self._tell_cohort(behind.entered, behind.status, behind.outcome)
        if behind.figure is None:
            return self._tell_report()
        if behind.figure in CLOSING:
            return self._tell_closed(behind.figure, behind.manager_id, behind.status)
        return self._tell_deals(behind.figure, behind.manager_id, behind.status)

    def _tell_report(self) -> Told:
        found, managers = load_deals_in_work(self.conn, self.scope), load_managers(self.conn)
        return Told(
            build_matrix_sheet(found.report, self.language),
            partial(build_pipeline_document, found),
            partial(build_pipeline_book, found, managers, self.account, self.language),
        )

    def _tell_deals(self, figure: PipelineFigure, manager_id: int | None, status: str | None) -> Told:
        column = None if status is None else find_status(self.conn, self.scope, status)
        cell = PipelineCell(figure, manager_id, column)
        deals = load_deals_behind(self.conn, self.scope, cell)
        title, managers = self.language.text("Deals in work"), load_managers(self.conn)
        return Told(
            build_deals_sheet(title, deals, managers, self.account, self.language),
            partial(build_deals_document, cell, deals, self.account),
        )

    def _tell_closed(self, figure: PipelineFigure, manager_id: int | None, status: str | None) -> Told:
        if status is not None:
            raise InputError("--status is for deals in work: won and archived are statuses themselves")
        status_id = WON_STATUS if figure is PipelineFigure.WON else ARCHIVED_STATUS
        deals = load_closed_deals(self.conn, self.scope, status_id, manager_id)
        managers, reasons = load_managers(self.conn), load_loss_reasons(self.conn)
        return Told(
            build_closed_list_sheet(deals, self.scope, managers, reasons, self.account, self.language),
            partial(build_closed_list_document, figure.value, deals, reasons, self.account),
        )

    def _tell_cohort(self, entered: Entered, status: str | None, outcome: Outcome | None) -> Told:
        days = find_cohort(self.scope, entered.month)
        part = CohortPart(None if status is None else find_rung(self.conn, self.scope, status), outcome)
        deals = load_behind_conversion(self.conn, self.scope, days, part)
        period = tell_period(days, self.language)
        title = self.language.text("Conversion from status to status, {period}", period=period)
        return Told(
            build_deal_lines_sheet(title, deals, load_managers(self.conn), self.account, self.language),
            partial(build_cohort_list_document, days, part, deals, self.account),
        )
