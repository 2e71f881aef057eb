"""Who wrote a page, from an index alone."""

from alembic import op

revision = "b1e7c05f3a92"
down_revision = "4d6f2579c7ec"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_revision_page_id_author_id", "revision", ["page_id", "author_id", "number"])


def downgrade() -> None:
    op.drop_index("ix_revision_page_id_author_id", table_name="revision")
