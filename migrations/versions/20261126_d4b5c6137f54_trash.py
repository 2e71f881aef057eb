"""Deleted pages."""

revision = "d4b5c6137f54"
down_revision = "d3a97d20be43"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
