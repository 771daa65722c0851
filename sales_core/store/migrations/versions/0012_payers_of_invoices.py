"""The INN of an invoice's payer, known of those read before once the list is read again"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoice", sa.Column("payer_inn", sa.Text(), nullable=False, server_default=sa.text("''")))
