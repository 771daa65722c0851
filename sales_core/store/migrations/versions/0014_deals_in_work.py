"""Deals in work ready to be counted, how long statuses take, and what finds closed deals and moves between statuses"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEYS = ("pipeline_id", "status_id", "manager_id", "lead_id")
_AMOUNTS = ("deal_type_id", "price_minor", "created_at", "stage_since", "last_action_at")
_CLOSED = [
    "closed_on", "status_id", "responsible_user_id", "deal_type_id", "pipeline_id", "loss_reason_id", "price_minor",
    "lost_minor", "deleted_at",
]  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "deal_in_work",
        *(sa.Column(name, _KEY, autoincrement=False, nullable=False) for name in _KEYS),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _AMOUNTS),
        sa.Column("open_tasks", sa.Integer(), nullable=False),
        sa.Column("unpaid_count", sa.Integer(), nullable=False),
        sa.Column("unpaid_minor", sa.BigInteger(), nullable=False),
        sa.Column("unpaid_margin_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*_KEYS),
        sqlite_with_rowid=False,
    )
    op.create_index("deal_in_work_lead", "deal_in_work", ["lead_id"], unique=True)
    op.create_index("deal_in_work_stage", "deal_in_work", ["pipeline_id", "status_id", "stage_since"])
    op.create_index("deal_in_work_created", "deal_in_work", ["pipeline_id", "status_id", "created_at"])
    op.create_table(
        "stage_time",
        sa.Column("pipeline_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("status_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pipeline_id", "status_id"),
    )
    op.add_column("status", sa.Column("is_deleted", sa.Boolean(), nullable=False, server_default=sa.false()))
    _index("lead_closed", "lead", _CLOSED, "closed_on IS NOT NULL")
    op.create_index("lead_created", "lead", ["created_at"])
    _index("lead_change_stage", "lead_change", ["changed_at", "before", "after", "lead_id"], "kind = 'stage'")


def _index(name: str, table: str, columns: list[str], only: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(only), postgresql_where=sa.text(only))
