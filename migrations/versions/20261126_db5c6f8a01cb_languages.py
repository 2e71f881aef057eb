"""Versions of a page in other languages."""

revision = "db5c6f8a01cb"
down_revision = "da4b5e7f90ba"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
