"""Needs, skills, resources and solutions."""

revision = "e2c3e5f7b903"
down_revision = "e1b2d4e6a802"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
