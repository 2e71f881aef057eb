"""Ordered sets of pages."""

import sqlalchemy as sa
from alembic import op

revision = "e7b8daec0e08"
down_revision = "e6a7c9dbfd07"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("link_key", sa.String(length=40), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("featured_position", sa.Integer(), nullable=True),
        sa.Column("featured_at", sa.DateTime(), nullable=True),
        sa.Column("national_introduction", sa.Text(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("credit", sa.String(length=300), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["copied_from_id"],
            ["collection.id"],
            name=op.f("fk_collection_copied_from_id_collection"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_collection_owner_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("form_key", name=op.f("uq_collection_form_key")),
        sa.UniqueConstraint("link_key", name=op.f("uq_collection_link_key")),
    )
    op.create_index("ix_collection_copied_from_id", "collection", ["copied_from_id"])
    op.create_index("ix_collection_public", "collection", ["audience", "changed_at", "id"])
    op.create_index("ix_collection_owner", "collection", ["owner_id", "changed_at"])
    op.create_index(
        "ix_collection_featured",
        "collection",
        ["featured_position"],
        sqlite_where=sa.text("featured_position IS NOT NULL"),
        postgresql_where=sa.text("featured_position IS NOT NULL"),
    )
    op.create_table(
        "collection_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_collection_item_collection_id_collection"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_collection_item_page_id_page"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_item")),
        sa.UniqueConstraint(
            "collection_id", "page_id", name=op.f("uq_collection_item_collection_id_page_id")
        ),
    )
    op.create_index("ix_collection_item_order", "collection_item", ["collection_id", "position", "id"])
    op.create_index("ix_collection_item_page_id", "collection_item", ["page_id"])
    op.create_table(
        "collection_editor",
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_collection_editor_collection_id_collection"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_collection_editor_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("collection_id", "user_id", name=op.f("pk_collection_editor")),
    )
    op.create_index("ix_collection_editor_user_id", "collection_editor", ["user_id"])
    op.create_table(
        "booklet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("base", sa.String(length=120), nullable=False),
        sa.Column("root", sa.String(length=300), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_booklet_collection_id_collection"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"],
            ["user_account.id"],
            name=op.f("fk_booklet_reader_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booklet")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_booklet_fingerprint")),
    )
    op.create_index("ix_booklet_collection_id", "booklet", ["collection_id"])
    op.create_index("ix_booklet_reader_id", "booklet", ["reader_id"])
    op.create_index("ix_booklet_state", "booklet", ["state", "taken_at"])


def downgrade() -> None:
    op.drop_table("booklet")
    op.drop_table("collection_editor")
    op.drop_table("collection_item")
    op.drop_table("collection")
