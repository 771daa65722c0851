"""Two made-up companies: S (200 k payments, 50 k leads, 30 managers) and L (ten times that), the same for every engine.

Rows are made as arrays and written in bulk with the copied columns already filled in; the roll-up is then built by the
product itself, and the reads bench checks that every engine's figures are equal.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from sqlalchemy import insert

from sales_core.decisions import Change, value_entry
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS, Standing
from sales_core.periods import Month
from sales_core.store.amocrm_tables import Account, Lead
from sales_core.store.attribution import rebuild_month_sums
from sales_core.store.database import Database
from sales_core.store.decisions import apply_changes
from sales_core.store.references import save_account, save_groups, save_users
from sales_core.store.setting_values import DEAL_TYPE_FIELD
from sales_core.store.table_kit import table_of
from sales_core.store.tables import Payment

TODAY = date(2026, 10, 20)
FIRST = date(2024, 11, 1)
DEAL_TYPES = (701, 702, 703, 704, 0)
PIPELINES = (5100001, 5100002)
_SHARES = {701: 50, 702: 100, 703: 100, 704: 80, 0: 100}
_BATCH = 20_000
_FIELD = 900


@dataclass(frozen=True)
class Size:
    name: str
    payments: int
    leads: int
    managers: int


S = Size("S", 200_000, 50_000, 30)
L = Size("L", 2_000_000, 500_000, 300)


def managers_of(size: Size) -> range:
    return range(7_000_001, 7_000_001 + size.managers)


def make_frames(size: Size, seed: int = 7) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leads and payments as the columns the database has; a tenth of the payments is unpaid."""
    rng = np.random.default_rng(seed)
    span = (TODAY - FIRST).days + 60
    n = size.leads
    created = rng.integers(0, span - 60, n)
    status = rng.choice([WON_STATUS, ARCHIVED_STATUS, 51000011, 51000012], n, p=[0.55, 0.15, 0.15, 0.15])
    closed = np.isin(status, [WON_STATUS, ARCHIVED_STATUS])
    days = pd.Series([FIRST + timedelta(days=d) for d in range(span + 120)], dtype=object)
    leads = pd.DataFrame(
        {
            "id": np.arange(9_000_001, 9_000_001 + n),
            "price_minor": rng.integers(10, 900, n) * 100_000,
            "responsible_user_id": rng.choice(np.array(managers_of(size)), n),
            "pipeline_id": rng.choice(PIPELINES, n, p=[0.8, 0.2]),
            "status_id": status,
            "created_at": 1_730_400_000 + created * 86400,
            "updated_at": 1_730_400_000 + (created + 40) * 86400,
            "deal_type_id": rng.choice(DEAL_TYPES, n, p=[0.3, 0.3, 0.2, 0.15, 0.05]),
            "closed_on": days.to_numpy()[np.minimum(created + 30, span - 61)],
        }
    )
    leads.loc[~closed, "closed_on"] = None
    owner = rng.integers(0, n, size.payments)
    due = leads["created_at"].to_numpy()[owner] // 86400 - 1_730_400_000 // 86400 + rng.integers(0, 90, size.payments)
    paid = (rng.random(size.payments) < 0.9) & (due < span - 60)
    paid_day = np.minimum(due + rng.integers(-3, 12, size.payments).clip(-due, None), span - 61)
    amount = rng.integers(100, 50_000_00, size.payments) * np.where(rng.random(size.payments) < 0.02, -1, 1)
    types = leads["deal_type_id"].to_numpy()[owner]
    share = np.vectorize(_SHARES.get)(types)
    doubled = np.abs(amount) * share * 2 + 100
    lead_status = status[owner]
    payments = pd.DataFrame(
        {
            "id": np.arange(1, size.payments + 1),
            "lead_id": leads["id"].to_numpy()[owner],
            "amount_minor": amount,
            "due_on": days.to_numpy()[due],
            "paid_on": np.where(paid, days.to_numpy()[paid_day], None),
            "manager_id": leads["responsible_user_id"].to_numpy()[owner],
            "deal_type_id": types,
            "pipeline_id": leads["pipeline_id"].to_numpy()[owner],
            "standing": np.where(
                paid, Standing.PAID, np.where(lead_status == ARCHIVED_STATUS, Standing.LOST, Standing.OPEN)
            ),
            "margin_minor": np.sign(amount) * (doubled // 200),
        }
    )
    payments["due_month"] = [str(Month.of(day)) for day in payments["due_on"]]
    payments["paid_month"] = [None if day is None else str(Month.of(day)) for day in payments["paid_on"]]
    return leads, _with_lost(leads, payments)


def _with_lost(leads: pd.DataFrame, payments: pd.DataFrame) -> pd.DataFrame:
    unpaid = payments[payments["paid_on"].isna()].groupby("lead_id")["amount_minor"].sum()
    has_any = leads["id"].isin(payments["lead_id"].unique())
    lost = leads["id"].map(unpaid).fillna(0).astype("int64").where(has_any, leads["price_minor"])
    leads["lost_minor"] = lost.where(leads["status_id"] == ARCHIVED_STATUS, 0)
    return payments


def fill(database: Database, size: Size, leads: pd.DataFrame, payments: pd.DataFrame) -> None:
    """Writes a world into an empty database, in batches, and brings roll-up and statistics up."""
    people = managers_of(size)
    with database.write() as conn:
        save_account(
            conn,
            Account(
                id=1,
                name="Bench",
                subdomain="bench",
                base_url="https://bench.amocrm.ru",
                country="RU",
                currency="RUB",
                timezone="Europe/Moscow",
            ),
        )
        apply_changes(conn, [Change(value_entry(DEAL_TYPE_FIELD), None, _FIELD)])
        save_groups(conn, [{"id": 0, "name": "Отдел продаж"}])
        save_users(
            conn,
            [
                {
                    "id": i,
                    "name": f"Менеджер {i}",
                    "email": f"m{i}@example.org",
                    "group_id": 0,
                    "is_active": True,
                    "is_admin": False,
                }
                for i in people
            ],
        )
    choices = [{str(_FIELD): kind} if kind else {} for kind in leads["deal_type_id"].tolist()]
    _insert(database, Lead, leads.assign(choices=pd.Series(choices, index=leads.index)), {"name": "Сделка"})
    _insert(database, Payment, payments, {"comment": "", "source": "import", "created_at": 0, "updated_at": 0})
    with database.write() as conn:
        rebuild_month_sums(conn)
    database.optimise()
    database.truncate_wal()


def _insert(database: Database, table: type, frame: pd.DataFrame, rest: dict[str, object]) -> None:
    statement = insert(table_of(table))
    for start in range(0, len(frame), _BATCH):
        part = frame.iloc[start : start + _BATCH]
        columns = {name: part[name].tolist() for name in part.columns}
        rows = [dict(zip(columns, values, strict=True)) | rest for values in zip(*columns.values(), strict=True)]
        with database.write() as conn:
            conn.execute(statement, rows)
