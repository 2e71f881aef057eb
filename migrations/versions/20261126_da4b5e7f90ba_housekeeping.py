"""What is read out of texts for housekeeping, and what was found at the end of external links."""

import sqlalchemy as sa
from alembic import op

revision = "da4b5e7f90ba"
down_revision = "d93a4d6e8fa9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_upkeep",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("images_without_alt", sa.Integer(), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_page_upkeep_page_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_upkeep")),
    )
    op.create_index("ix_page_upkeep_words", "page_upkeep", ["words"])
    op.create_table(
        "anchor_link",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=170), nullable=False),
        sa.Column("anchor", sa.String(length=100), nullable=False),
        sa.Column("is_broken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["page.id"], name=op.f("fk_anchor_link_source_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "path", "anchor", name=op.f("pk_anchor_link")),
    )
    op.create_index("ix_anchor_link_path", "anchor_link", ["path"])
    op.create_table(
        "external_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("checked_at", sa.DateTime()),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime()),
        sa.Column("is_dead", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_address")),
        sa.UniqueConstraint("digest", name=op.f("uq_external_address_digest")),
    )
    op.create_index("ix_external_address_due", "external_address", ["due_at", "id"])
    op.create_index("ix_external_address_dead", "external_address", ["is_dead"])
    op.create_table(
        "external_link",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_external_link_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["external_address.id"],
            name=op.f("fk_external_link_address_id_external_address"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("page_id", "address_id", name=op.f("pk_external_link")),
    )
    op.create_index("ix_external_link_address_id", "external_link", ["address_id"])


def downgrade() -> None:
    op.drop_table("external_link")
    op.drop_table("external_address")
    op.drop_table("anchor_link")
    op.drop_table("page_upkeep")
