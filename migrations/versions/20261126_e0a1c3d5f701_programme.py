"""The identity sheet: budget, sponsors, milestones, events."""

revision = "e0a1c3d5f701"
down_revision = "db5c6f8a01cb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
