"""Scenarios retained by the nation."""

revision = "e3d4f6a8ca04"
down_revision = "e2c3e5f7b903"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
