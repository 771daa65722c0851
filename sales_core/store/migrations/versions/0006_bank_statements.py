"""Bank statements that were imported, their lines, and which payments each line confirms"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LIVE = sa.text("released_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "bank_statement",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("accounts", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "bank_line",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("statement_id", _NUMBER, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("party_name", sa.Text(), nullable=False),
        sa.Column("party_inn", sa.String(), nullable=False),
        sa.Column("party_account", sa.String(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("set_aside_at", sa.BigInteger(), nullable=True),
        sa.Column("set_aside_by", sa.String(), nullable=False),
        sa.Column("set_aside_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["bank_statement.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("bank_line_identity", "bank_line", ["identity"], unique=True)
    op.create_index("bank_line_booked", "bank_line", ["booked_on"])
    op.create_table(
        "bank_confirmation",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("line_id", _NUMBER, nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("act_id", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("released_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["bank_line.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "bank_confirmation_line", "bank_confirmation", ["line_id", "payment_id"], unique=True,
        sqlite_where=_LIVE, postgresql_where=_LIVE,
    )  # fmt: skip
    op.create_index("bank_confirmation_payment", "bank_confirmation", ["payment_id"])
