"""Calls for scenarios."""

import sqlalchemy as sa
from alembic import op

revision = "e5f6b8caec06"
down_revision = "e4e5a7b9db05"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=160), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_call_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("form_key", name=op.f("uq_call_form_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_call_slug")),
    )
    op.create_index("ix_call_closes_on", "call", ["closes_on"])
    op.create_table(
        "call_theme",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_call_theme_call_id_call"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_call_theme_theme_id_theme")),
        sa.PrimaryKeyConstraint("call_id", "theme_id", name=op.f("pk_call_theme")),
    )
    op.create_index("ix_call_theme_theme_id", "call_theme", ["theme_id"])


def downgrade() -> None:
    op.drop_table("call_theme")
    op.drop_table("call")
