"""Edits offered by those who may not edit."""

revision = "d5e8f9240a65"
down_revision = "d4b5c6137f54"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
