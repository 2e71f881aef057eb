"""Versions of a page in other languages."""

import sqlalchemy as sa
from alembic import op

revision = "db5c6f8a01cb"
down_revision = "da4b5e7f90ba"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "translation",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_translation_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["page.id"], name=op.f("fk_translation_source_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_translation")),
    )
    op.create_index("ix_translation_source_id", "translation", ["source_id"])


def downgrade() -> None:
    op.drop_table("translation")
