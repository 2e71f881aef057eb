"""Files of pages, their versions and pictures."""

revision = "d1f0b3a97c21"
down_revision = "d0a1e52c7b10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
