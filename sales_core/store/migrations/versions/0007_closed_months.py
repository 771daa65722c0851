"""Closed months: what was frozen, what was posted into a later month"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "closing",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("inputs_hash", sa.String(), nullable=False),
        sa.Column("results_hash", sa.String(), nullable=False),
        sa.Column("reopened_at", sa.BigInteger(), nullable=True),
        sa.Column("reopened_by", sa.String(), nullable=False),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    in_force = sa.text("reopened_at IS NULL")
    op.create_index(
        "closing_in_force", "closing", ["month"], unique=True, sqlite_where=in_force, postgresql_where=in_force
    )
    op.create_table(
        "closed_sum",
        sa.Column("closing_id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("pipeline_id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("manager_id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("deal_type_id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("fact_minor", sa.BigInteger(), nullable=False),
        sa.Column("revenue_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("overdue_minor", sa.BigInteger(), nullable=False),
        sa.Column("overdue_count", sa.Integer(), nullable=False),
        sa.Column("lost_minor", sa.BigInteger(), nullable=False),
        sa.Column("lost_leads", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closing_id"], ["closing.id"]),
        sa.PrimaryKeyConstraint("closing_id", "pipeline_id", "manager_id", "deal_type_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "closed_payment",
        sa.Column("closing_id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("line", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("lead_name", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("manager_id", sa.BigInteger(), nullable=False),
        sa.Column("deal_type_id", sa.BigInteger(), nullable=False),
        sa.Column("pipeline_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("margin_share", sa.String(), nullable=False),
        sa.Column("margin_minor", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("credit_share", sa.String(), nullable=True),
        sa.Column("whole_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["closing_id"], ["closing.id"]),
        sa.PrimaryKeyConstraint("closing_id", "line"),
    )
    op.create_index("closed_payment_cell", "closed_payment", ["closing_id", "manager_id", "deal_type_id"])
    op.create_table(
        "adjustment",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("of_month", sa.String(), nullable=True),
        sa.Column("manager_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("fact_minor", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("taken_back_at", sa.BigInteger(), nullable=True),
        sa.Column("taken_back_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("adjustment_month", "adjustment", ["month"])
    op.create_index("adjustment_of_month", "adjustment", ["of_month"])
