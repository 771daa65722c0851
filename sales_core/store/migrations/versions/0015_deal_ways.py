"""How deals went through pipelines, filled by ``store.migrating``; what found such deals before is needed no more"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEYS = ("pipeline_id", "entered_at", "lead_id")


def upgrade() -> None:
    op.create_table(
        "deal_way",
        *(sa.Column(name, _KEY, autoincrement=False, nullable=False) for name in _KEYS),
        sa.Column("manager_id", sa.BigInteger(), nullable=False),
        sa.Column("deal_type_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("statuses", sa.Text(), nullable=False),
        sa.Column("moments", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*_KEYS),
        sqlite_with_rowid=False,
    )
    op.create_index("deal_way_lead", "deal_way", ["lead_id"])
    op.drop_index("lead_change_stage", "lead_change")
    op.drop_index("lead_created", "lead")
