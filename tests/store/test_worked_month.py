"""The worked month of docs/metrics.md, to the kopeck, from the tables."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.figures import Figure, Sums
from sales_core.periods import Month, start_of
from sales_core.scope import Scope
from sales_core.store.aggregates import load_cells
from sales_core.store.drilldown import load_behind
from sales_core.store.leads import save_leads
from sales_core.store.payments import save_payments
from sales_core.store.zone import load_zone
from tests.deciding import replace_settings
from tests.store.conftest import a_lead, act

LICENCES, WORK, MANAGER = 701, 702, 11
OCTOBER = Scope(Month(2026, 10), date(2026, 10, 20))


def rubles(amount: str) -> int:
    return int(Decimal(amount.replace(" ", "")) * 100)


@pytest.fixture
def october(conn: Connection) -> Connection:
    def lead(id_: int, kind: int, status: int, closed_on: date | None = None, price: str = "0") -> dict[str, Any]:
        closed_at = start_of(closed_on, load_zone(conn)) if closed_on else None
        return a_lead(id_, choices={900: kind}, status_id=status, closed_at=closed_at, price_minor=rubles(price))

    def payment(lead_id: int, amount: str, due: str, paid: str | None = None) -> dict[str, Any]:
        paid_on = date.fromisoformat(paid) if paid else None
        return {"lead_id": lead_id, "amount_minor": rubles(amount), "due_on": date.fromisoformat(due),
                "paid_on": paid_on, "source": "import"}  # fmt: skip

    replace_settings(conn, shares={(LICENCES, Month(2026, 1)): Decimal("0.5"), (WORK, Month(2026, 1)): Decimal(1)})
    save_leads(conn, [
        lead(1, LICENCES, 142, date(2026, 10, 6)), lead(2, WORK, 100), lead(3, WORK, 100), lead(4, LICENCES, 100),
        lead(5, WORK, 143, date(2026, 10, 19)), lead(6, WORK, 143, date(2026, 10, 2), "25 000"),
    ])  # fmt: skip
    save_payments(conn, [
        payment(1, "300 000.00", "2026-10-05", "2026-10-06"), payment(2, "90 000.00", "2026-10-12"),
        payment(2, "60 000.00", "2026-10-28"), payment(3, "45 000.00", "2026-09-25"),
        payment(4, "80 000.01", "2026-11-10", "2026-10-15"), payment(5, "70 000.00", "2026-10-18"),
        payment(1, "-20 000.00", "2026-10-16", "2026-10-16"),
    ], act())  # fmt: skip
    return conn


def test_the_worked_month_comes_out_to_the_kopeck(october: Connection) -> None:
    cells = {cell.deal_type_id: cell.sums for cell in load_cells(october, OCTOBER) if cell.manager_id == MANAGER}
    assert cells == {
        LICENCES: Sums(fact=rubles("180 000.01"), paid=rubles("140 000"), revenue=rubles("360 000.01")),
        WORK: Sums(
            pending=rubles("60 000"), overdue=rubles("90 000"), carried=rubles("45 000"), lost=rubles("95 000"),
            lost_leads=2, overdue_count=2,
        ),
    }  # fmt: skip
    whole = cells[LICENCES] + cells[WORK]
    assert (whole.total, whole.forecast) == (rubles("335 000"), rubles("375 000.01"))


def test_its_figures_open_into_their_payments(october: Connection) -> None:
    def behind(figure: Figure) -> list[tuple[int, int, int]]:
        rows = load_behind(october, OCTOBER, [figure], manager_id=MANAGER)
        return [(row.lead_id, row.amount_minor, row.margin_minor) for row in rows]

    assert behind(Figure.FACT) == [
        (1, rubles("300 000"), rubles("150 000")), (1, rubles("-20 000"), rubles("-10 000")),
        (4, rubles("80 000.01"), rubles("40 000.01")),
    ]  # fmt: skip
    assert behind(Figure.LOST) == [(5, rubles("70 000"), rubles("70 000")), (6, rubles("25 000"), 0)]
    assert [lead_id for lead_id, *_ in behind(Figure.TOTAL)] == [3, 1, 2, 1, 2]
