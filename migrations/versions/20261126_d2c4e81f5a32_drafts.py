"""Drafts kept on the server."""

revision = "d2c4e81f5a32"
down_revision = "d1f0b3a97c21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
