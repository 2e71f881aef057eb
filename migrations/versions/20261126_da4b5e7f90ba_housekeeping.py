"""What was found at the end of external links."""

revision = "da4b5e7f90ba"
down_revision = "d93a4d6e8fa9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
