"""Reviewed revisions, protection and blocks."""

revision = "d6071a3b5c76"
down_revision = "d5e8f9240a65"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
