"""Nominations, opinions, requests, decisions."""

revision = "e6a7c9dbfd07"
down_revision = "e5f6b8caec06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
