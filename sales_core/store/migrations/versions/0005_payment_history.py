"""The history of every payment, and the version of each that an edit starts from"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("payment", sa.Column("version", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("payment", sa.Column("refund_of", sa.BigInteger(), nullable=True))
    op.create_table(
        "payment_act",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("payment_act_via", "payment_act", ["via"])
    op.create_table(
        "payment_change",
        sa.Column("act_id", _NUMBER, nullable=False),
        sa.Column("payment_id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["payment_act.id"]),
        sa.PrimaryKeyConstraint("act_id", "payment_id"),
    )
    op.create_index("payment_change_payment", "payment_change", ["payment_id", "act_id"])
    op.create_index("payment_change_lead", "payment_change", ["lead_id"])
