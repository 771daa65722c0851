"""What people did, added up by month"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COUNTS = (
    "mail_in", "mail_out", "call_in", "call_in_missed", "call_out", "call_out_unanswered", "message_in", "message_out",
    "task_on_time", "task_late", "status_change", "lead_new", "lead_handed_over", "note",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "activity_month",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("talk_s", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("manager_id", _NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("month", "manager_id"),
        sqlite_with_rowid=False,
    )
    sums = ", ".join((*_COUNTS, "talk_s"))
    added = ", ".join(f"SUM({name})" for name in (*_COUNTS, "talk_s"))
    month = "substr(CAST(day AS VARCHAR), 1, 7)"
    op.execute(
        f"INSERT INTO activity_month (month, manager_id, {sums}) "  # noqa: S608 - of this module's own constants
        f"SELECT {month}, manager_id, {added} FROM activity_day GROUP BY {month}, manager_id"
    )
