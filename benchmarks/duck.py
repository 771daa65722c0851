"""The same month report, trend and drill-down asked of DuckDB's native file: as an analyst would."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

_MONTH = """
SELECT manager_id, deal_type_id,
  sum(margin_minor) FILTER (WHERE paid_month = $month) AS fact,
  sum(amount_minor) FILTER (WHERE paid_month = $month) AS revenue,
  sum(margin_minor) FILTER (WHERE due_month = $month AND standing = 'paid') AS paid,
  sum(margin_minor) FILTER (WHERE due_month = $month AND standing = 'open' AND due_on >= $as_of) AS pending,
  sum(margin_minor) FILTER (WHERE due_month = $month AND standing = 'open' AND due_on < $as_of) AS overdue,
  sum(margin_minor) FILTER (WHERE due_on < $first AND standing = 'open') AS carried
FROM payment
WHERE paid_month = $month OR due_month = $month OR (standing = 'open' AND due_on < $first)
GROUP BY ALL
"""
_LOST = """
SELECT responsible_user_id, deal_type_id, sum(lost_minor), count(*) FROM lead
WHERE lost_minor <> 0 AND closed_on >= $first AND closed_on < $end GROUP BY ALL
"""
_TREND = """
SELECT paid_month, manager_id, sum(margin_minor), sum(amount_minor) FROM payment
WHERE paid_month BETWEEN $first AND $last GROUP BY ALL
"""
_BEHIND = """
SELECT p.id, p.lead_id, l.pipeline_id, p.amount_minor, p.margin_minor, p.due_on, p.paid_on, p.standing
FROM payment p JOIN lead l ON l.id = p.lead_id
WHERE p.paid_month = $month AND p.manager_id = $manager AND p.deal_type_id = $type ORDER BY p.due_on, p.id
"""


class Duck:
    def __init__(self, path: Path, leads: pd.DataFrame, payments: pd.DataFrame) -> None:
        self.conn = duckdb.connect(str(path))
        for name, frame in (("lead", leads), ("payment", payments)):
            typed = frame.copy()
            for column in typed.columns:
                if column.endswith("_on"):
                    typed[column] = pd.to_datetime(typed[column])
            self.conn.register("frame", typed)
            days = ", ".join(f"CAST({c} AS DATE) AS {c}" for c in typed.columns if c.endswith("_on"))
            self.conn.execute(f"CREATE TABLE {name} AS SELECT * REPLACE ({days}) FROM frame")
            self.conn.unregister("frame")
        self.conn.execute("CREATE INDEX payment_key ON payment (id)")
        self.conn.execute("CHECKPOINT")

    def month(self, month: str, first: date, end: date, as_of: date) -> tuple[list[Any], list[Any]]:
        sums = self.conn.execute(_MONTH, {"month": month, "first": first, "as_of": as_of}).fetchall()
        return sums, self.conn.execute(_LOST, {"first": first, "end": end}).fetchall()

    def trend(self, first: str, last: str) -> list[Any]:
        return self.conn.execute(_TREND, {"first": first, "last": last}).fetchall()

    def behind(self, month: str, manager: int, deal_type: int) -> list[Any]:
        return self.conn.execute(_BEHIND, {"month": month, "manager": manager, "type": deal_type}).fetchall()
