"""Files of pages, their versions and pictures."""

import sqlalchemy as sa
from alembic import op

revision = "d1f0b3a97c21"
down_revision = "d0a1e52c7b10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_blob")),
    )
    op.create_index(op.f("ix_blob_touched_at"), "blob", ["touched_at"])
    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("is_decorative", sa.Boolean(), nullable=False),
        sa.Column("caption", sa.String(length=500), nullable=False),
        sa.Column("current_id", sa.Integer()),
        sa.Column("created_by", sa.Integer()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime()),
        sa.Column("deleted_by", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_file_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_file_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["user_account.id"], name=op.f("fk_file_deleted_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        # An address of a file that is gone must never lead to another one.
        sqlite_autoincrement=True,
    )
    op.create_index("ix_file_page_id", "file", ["page_id", "deleted_at", "id"])
    op.create_table(
        "file_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("blob_hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("family", sa.String(length=10), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("is_animated", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("restored_from", sa.Integer()),
        sa.Column("text", sa.Text()),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_file_version_file_id_file"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["blob_hash"], ["blob.hash"], name=op.f("fk_file_version_blob_hash_blob")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_file_version_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_version")),
        sa.UniqueConstraint("file_id", "number", name=op.f("uq_file_version_file_id_number")),
    )
    op.create_index(op.f("ix_file_version_blob_hash"), "file_version", ["blob_hash"])
    op.create_index(op.f("ix_file_version_author_id"), "file_version", ["author_id"])
    op.create_table(
        "smaller_picture",
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=30), nullable=False),
        sa.Column("blob_hash", sa.String(length=64)),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_hash"], ["blob.hash"], name=op.f("fk_smaller_picture_source_hash_blob"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["blob_hash"], ["blob.hash"], name=op.f("fk_smaller_picture_blob_hash_blob")
        ),
        sa.PrimaryKeyConstraint("source_hash", "width", "media_type", name=op.f("pk_smaller_picture")),
    )  # fmt: skip
    op.create_index(op.f("ix_smaller_picture_blob_hash"), "smaller_picture", ["blob_hash"])
    op.create_table(
        "file_use",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_file_use_page_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", "file_id", name=op.f("pk_file_use")),
    )
    op.create_index(op.f("ix_file_use_file_id"), "file_use", ["file_id"])


def downgrade() -> None:
    op.drop_table("file_use")
    op.drop_table("smaller_picture")
    op.drop_table("file_version")
    op.drop_table("file")
    op.drop_table("blob")
