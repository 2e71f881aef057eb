"""Threads, messages and reactions."""

revision = "d7182b4c6d87"
down_revision = "d6071a3b5c76"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
