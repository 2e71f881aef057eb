"""Subscriptions, notices, digests and webhooks."""

revision = "d8293c5d7e98"
down_revision = "d7182b4c6d87"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
