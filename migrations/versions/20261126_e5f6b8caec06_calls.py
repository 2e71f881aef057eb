"""Calls for scenarios."""

revision = "e5f6b8caec06"
down_revision = "e4e5a7b9db05"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
