"""What people did by hour of the day, filled by ``store.migrating``; the index of actions holds all that is counted"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "activity_hours",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("manager_id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        *(sa.Column(f"h{hour:02}", sa.Integer(), nullable=False) for hour in range(24)),
        sa.PrimaryKeyConstraint("day", "manager_id"),
        sqlite_with_rowid=False,
    )
    op.drop_index("action_cell", "action")
    op.create_index("action_cell", "action", ["day", "manager_id", "kind", "at", "lead_id", "seconds"])
