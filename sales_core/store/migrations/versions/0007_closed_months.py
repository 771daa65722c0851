"""Closed months: what was frozen, what was posted into a later month"""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled with the tables it names."""
