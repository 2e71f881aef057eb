"""The versions of the equivalents of search, and what is asked, counted by day."""

import sqlalchemy as sa
from alembic import op

revision = "c2d95b7e1f40"
down_revision = "8e41c7a90b26"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "equivalents_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_equivalents_version_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equivalents_version")),
        sa.UniqueConstraint("number", name=op.f("uq_equivalents_version_number")),
    )
    op.create_index("ix_equivalents_version_author_id", "equivalents_version", ["author_id"])
    op.create_table(
        "asked_text",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("empty", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "text", name=op.f("pk_asked_text")),
    )


def downgrade() -> None:
    op.drop_table("asked_text")
    op.drop_index("ix_equivalents_version_author_id", table_name="equivalents_version")
    op.drop_table("equivalents_version")
