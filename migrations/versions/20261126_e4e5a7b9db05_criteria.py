"""Criteria in versions."""

revision = "e4e5a7b9db05"
down_revision = "e3d4f6a8ca04"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
