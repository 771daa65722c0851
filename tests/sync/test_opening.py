"""When the first sync calls the report open, its figures are right, and no history that comes later moves them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from sales_core.clock import system_clock
from sales_core.demo.company import DemoCompany, build_company
from sales_core.demo.company_files import company_payments_csv, company_settings
from sales_core.periods import Month, day_of
from sales_core.reporting.sales import load_sales_report
from sales_core.scope import Scope
from sales_core.settings.file import import_settings
from sales_core.settings.saving import Author
from sales_core.store.amocrm_tables import Event
from sales_core.store.bookmarks import last_success_at
from sales_core.store.database import Database
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import MonthSum, Payment
from sales_core.sync.passes import run_pass
from sales_core.sync.progress import Silence
from sales_core.sync.session import Session, Stopped
from tests.company_oracle import ZONE, company_oracle
from tests.imports.importing import import_payments
from tests.oracle import Cell
from tests.store.test_figures import figures_of
from tests.sync.conftest import Site
from tests.sync.worlds import A, C, Hands, held, quick_client, quiet_world, stored

SiteOf = Callable[..., Site]
DAY = 86_400


class UntilOpen(Session):
    """Ends before the first page after the report is open."""

    def check(self) -> None:
        super().check()
        with self.database.read() as conn:
            if last_success_at(conn) is not None:
                raise Stopped


def open_only(site: Site) -> None:
    session = UntilOpen(quick_client(site.url), site.database, site.hands, Silence())
    site.opened.append(session)
    with pytest.raises(Stopped):
        run_pass(session, every_s=0.2)


@dataclass(frozen=True)
class Opened:
    """The demo company's database at that moment, with the files of its sales head imported."""

    site: Site
    company: DemoCompany

    def report(self, month: Month) -> dict[Cell, dict[str, int]]:
        with self.site.database.read() as conn:
            report = load_sales_report(conn, Scope(month, self.company.today))
        found = {
            (row.manager.id, of_type.deal_type.id or 0): figures_of(of_type.sums)
            for row in report.rows
            for of_type in row.deal_types
        }
        return {cell: figures for cell, figures in found.items() if figures}

    def credits(self) -> list[str]:
        """Every payment with its credit, and every sum of a month."""
        with self.site.database.read() as conn:
            return sorted(
                repr(dict(row))
                for table in (Payment, MonthSum)
                for row in conn.execute(select(table_of(table))).mappings()
            )


@pytest.fixture
def opened(site_of: SiteOf, database: Database) -> Opened:
    hands = Hands(system_clock())
    company = build_company(7, day_of(hands.now, ZONE), clock=hands)
    site = site_of(company.world, hands, database)
    open_only(site)
    import_settings(database, company_settings(company).encode(), "settings.toml", Author("tests", "file"), hands.now)
    with database.write() as conn:
        import_payments(conn, company_payments_csv(company).encode(), "payments.csv", hands.now, "anna")
    return Opened(site, company)


def test_every_month_is_what_the_oracle_counts_as_soon_as_the_report_is_open(opened: Opened) -> None:
    with opened.site.database.read() as conn:
        assert set(conn.scalars(select(columns(Event).type))) == {"entity_responsible_changed"}
    oracle = company_oracle(opened.company, opened.site.hands.now)
    for month in opened.company.months:
        assert opened.report(month) == oracle.figures(Scope(month, opened.company.today)), month


def test_history_that_comes_later_moves_no_credit_and_no_sum(opened: Opened) -> None:
    before = opened.credits()
    opened.site.sync()
    assert stored(opened.site.database)["events"] == held(opened.site.world)["events"]
    assert opened.credits() == before


def test_a_hand_over_of_the_last_minutes_moves_no_credit_either(site_of: SiteOf) -> None:
    hands = Hands()
    world = quiet_world(hands, leads=1)
    (lead,) = world.leads
    world.add_invoice(50_000, lead_id=lead.id, at=hands.now - 30 * DAY)
    (invoice,) = world.invoices
    world.pay_invoice(invoice.id, at=hands.now - 20 * DAY)
    world.reassign_lead(lead.id, C, by=A, at=hands.now - 60)
    site = site_of(world, hands)
    open_only(site)
    with site.database.read() as conn:
        payment = conn.execute(select(table_of(Payment))).mappings().one()
    assert (payment["credited_to"], payment["manager_id"]) == (A, A)
