"""A paid payment whose credit several managers share; what payments come to by lead, out of an index"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("payment", sa.Column("credit_shares", sa.JSON(), nullable=True))
    op.create_table(
        "payment_portion",
        sa.Column("payment_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("manager_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("share", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("margin_minor", sa.BigInteger(), nullable=False),
        sa.Column("deal_type_id", sa.BigInteger(), nullable=False),
        sa.Column("pipeline_id", sa.BigInteger(), nullable=False),
        sa.Column("due_month", sa.String(), nullable=False),
        sa.Column("paid_month", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id", "manager_id"),
    )
    op.create_index("payment_portion_paid", "payment_portion", ["paid_month", "manager_id"])
    op.create_index("payment_portion_due", "payment_portion", ["due_month", "manager_id"])
    op.drop_index("payment_lead", "payment")
    op.create_index("payment_lead", "payment", ["lead_id", "standing", "amount_minor"])
