"""Second factors, passkeys, outside identities and tokens."""

revision = "d93a4d6e8fa9"
down_revision = "d8293c5d7e98"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
