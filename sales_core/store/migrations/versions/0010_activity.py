"""What people did: actions taken out of events, their sums by day, the index of open tasks"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COUNTS = (
    "mail_in", "mail_out", "call_in", "call_in_missed", "call_out", "call_out_unanswered", "message_in", "message_out",
    "task_on_time", "task_late", "status_change", "lead_new", "lead_handed_over", "note",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "action",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("manager_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("event_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("action_cell", "action", ["day", "manager_id", "kind"])
    for name, column in (("action_note", "note_id"), ("action_message", "message")):
        known = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "action", [column], sqlite_where=known, postgresql_where=known)
    op.create_table(
        "activity_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("manager_id", _NUMBER, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("talk_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "manager_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "task_open",
        "task",
        ["responsible_user_id", "complete_till"],
        sqlite_where=sa.text("is_completed = 0 AND deleted_at IS NULL"),
        postgresql_where=sa.text("NOT is_completed AND deleted_at IS NULL"),
    )
