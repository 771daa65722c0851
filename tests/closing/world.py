"""A random company that closes its months, and goes on changing everything afterwards."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from sales_core.delivery.documents import build_payments_document, build_sales_document, format_json
from sales_core.errors import InputError
from sales_core.figures import Figure
from sales_core.payment_history import Via
from sales_core.periods import Month
from sales_core.register.undoing import undo_act
from sales_core.reporting import load_payments, load_sales_report, load_trend
from sales_core.scope import Scope
from sales_core.store.acts import Act, last_import
from sales_core.store.payments import save_payments
from sales_core.store.references import save_users
from sales_core.store.settings import StoredScale
from tests.deciding import replace_settings
from tests.store.worlds import MANAGERS, MONTHS, TYPES, World

JULY, AUGUST, SEPTEMBER = MONTHS[:3]
TIERS = [{"from": "0.5", "rate": "0.03"}, {"from": "1", "rate": "0.1", "applies": "marginal"}]
FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"deal_types": (701,)}, {"departments": (0,)}, {"departments": (5,), "pipelines": (1,)},
    {"deal_types": (0, 702), "pipelines": (2,)},
)  # fmt: skip


class ClosingWorld(World):
    """Every act of it gives a reason, so that nothing is refused for want of one."""

    def __init__(self, conn: Connection, seed: int) -> None:
        super().__init__(conn, seed)
        self._decide(1)

    def change(self, edits: int) -> None:
        """Any deeds: those of the company's life, and some that reach into the past all at once."""
        more = [self.bring_a_file, self.take_back, self.decide, self.regroup]
        for number in range(edits):
            try:
                if number % 10:
                    self.live(1)
                else:
                    self.random.choice(more)()
            except InputError:  # a credit within a closed month, an act that later ones stand upon
                continue

    def bring_a_file(self) -> None:
        rows = [
            {"lead_id": self._lead().id, "amount_minor": self._amount(), "due_on": day, "paid_on": day,
             "source": "import", "external_id": f"file-{self.now}-{n}"}
            for n in range(3)
            if (day := JULY.first.replace(day=3 + n))
        ]  # fmt: skip
        save_payments(self.conn, rows, Act(self.now, Via.IMPORT, "anna", "late.csv", reason="found in a drawer"))

    def take_back(self) -> None:
        number = last_import(self.conn)
        if number is not None:
            undo_act(self.conn, number, self.now, Via.PAGE, "boris", note="the wrong drawer")

    def decide(self) -> None:
        self._decide(self.random.randrange(1, 5))

    def regroup(self) -> None:
        save_users(self.conn, [
            {"id": id_, "name": f"{self.now} {id_}", "email": "", "group_id": self.random.choice([0, 5]),
             "is_active": self.random.random() < 0.5, "is_admin": False}
            for id_ in MANAGERS
        ])  # fmt: skip

    def _decide(self, times: int) -> None:
        replace_settings(
            self.conn,
            plans={(id_, month, 0): 10**6 * times for id_ in MANAGERS for month in MONTHS},
            scales=[StoredScale(Month(2026, 1), TIERS, 10**7 * times)],
            shares={(type_id, Month(2026, 1)): Decimal(times) / 5 for type_id in TYPES[1:3]},
        )

    def _act(self) -> Act:
        return Act(self.now, Via.PAGE, "anna", "said so")


def as_told(conn: Connection, month: Month) -> list[str]:
    """Everything any face shows of a month, as text, under several filters."""
    told = []
    for filters in FILTERS:
        scope = Scope(month, MONTHS[-1].first, **filters)
        told.append(format_json(build_sales_document(load_sales_report(conn, scope))))
        told += [format_json(build_payments_document(load_payments(conn, scope, [figure]), str)) for figure in Figure]
        told.append(repr(load_trend(conn, scope, 2).months[-1]))
    return told


def assert_figures_are_their_details(conn: Connection, month: Month) -> None:
    for filters in FILTERS:
        scope = Scope(month, MONTHS[-1].first, **filters)
        for row in load_sales_report(conn, scope).rows:
            for of_type in row.deal_types:
                for figure, total in _totals(of_type.sums).items():
                    behind = load_payments(conn, scope, [figure], row.manager.id, of_type.deal_type.id)
                    assert behind.total_minor == total, (filters, row.manager, of_type.deal_type, figure)
        whole = load_sales_report(conn, scope).total.sums
        for figure, amount in _totals(whole).items():
            assert load_payments(conn, scope, [figure]).total_minor == amount, (filters, figure)


def _totals(sums: Any) -> dict[Figure, int]:
    return {
        Figure.FACT: sums.fact, Figure.PAID: sums.paid, Figure.PENDING: sums.pending, Figure.OVERDUE: sums.overdue,
        Figure.CARRIED: sums.carried, Figure.TOTAL: sums.total, Figure.FORECAST: sums.forecast,
        Figure.REVENUE: sums.revenue, Figure.LOST: sums.lost,
    }  # fmt: skip
