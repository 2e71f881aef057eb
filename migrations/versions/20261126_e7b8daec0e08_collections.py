"""Ordered sets of pages."""

revision = "e7b8daec0e08"
down_revision = "e6a7c9dbfd07"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
