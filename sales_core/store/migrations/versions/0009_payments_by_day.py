"""The index behind lists of payments: their sums, their order by due day and every page of it come from it alone"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COLUMNS = [
    "due_on", "standing", "manager_id", "deal_type_id", "pipeline_id", "source", "amount_minor", "margin_minor"
]  # fmt: skip


def upgrade() -> None:
    op.create_index("payment_day", "payment", _COLUMNS)
