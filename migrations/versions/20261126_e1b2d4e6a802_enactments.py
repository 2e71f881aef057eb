"""What accounts of sessions say, read out of their texts."""

revision = "e1b2d4e6a802"
down_revision = "e0a1c3d5f701"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
