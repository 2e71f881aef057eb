"""What dashboards keep."""

revision = "e8c9ebfd1f09"
down_revision = "e7b8daec0e08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
