"""Drafts kept on the server."""

import sqlalchemy as sa
from alembic import op

revision = "d2c4e81f5a32"
down_revision = "d1f0b3a97c21"
branch_labels = None
depends_on = None

_OPEN = sa.text("given_up_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer()),
        sa.Column("form_key", sa.String(length=40)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("window", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("territory_name", sa.String(length=200), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("given_up_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_draft_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_draft_page_id_page"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    for column in ("page_id", "form_key"):
        op.create_index(
            f"ix_draft_user_id_{column}", "draft", ["user_id", column], unique=True, sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        )  # fmt: skip
    op.create_index("ix_draft_user_id_kept_at", "draft", ["user_id", "kept_at", "id"])
    op.create_index("ix_draft_page_id", "draft", ["page_id"])
    op.execute(_FROM_KEPT_TEXTS)
    op.drop_table("kept_text")


def downgrade() -> None:
    op.create_table(
        "kept_text",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_kept_text_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_kept_text_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "page_id", name=op.f("pk_kept_text")),
    )
    op.execute(_TO_KEPT_TEXTS)
    op.drop_table("draft")


_FROM_KEPT_TEXTS = """
INSERT INTO draft (user_id, page_id, version, "window", turn, kind, title, territory_name, base_number, text, summary,
                   fields, kept_at)
SELECT kept_text.user_id, page.id, 1, '', 0, page.kind, page.title, territory.name, kept_text.base_number,
       kept_text.text, kept_text.summary, '{}', kept_text.kept_at
FROM kept_text JOIN page ON page.id = kept_text.page_id JOIN territory ON territory.id = page.territory_id
"""
_TO_KEPT_TEXTS = """
INSERT INTO kept_text (user_id, page_id, base_number, text, summary, kept_at)
SELECT user_id, page_id, base_number, text, summary, kept_at FROM draft
WHERE page_id IS NOT NULL AND given_up_at IS NULL
"""
