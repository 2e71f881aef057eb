"""Former addresses of pages, moves and merges."""

import sqlalchemy as sa
from alembic import op

revision = "d3a97d20be43"
down_revision = "d2c4e81f5a32"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_address",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer()),
        sa.Column("left_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_former_address_territory_id_territory"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_former_address_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["page.id"], name=op.f("fk_former_address_merged_id_page"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("territory_id", "slug", name=op.f("pk_former_address")),
    )  # fmt: skip
    op.create_index("ix_former_address_page_id", "former_address", ["page_id"])
    op.create_index("ix_former_address_merged_id", "former_address", ["merged_id"])
    op.create_table(
        "renaming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer()),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("former_territory_id", sa.Integer(), nullable=False),
        sa.Column("former_slug", sa.String(length=80), nullable=False),
        sa.Column("former_title", sa.String(length=300), nullable=False),
        sa.Column("former_audience_key", sa.String(length=40), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("handed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_renaming_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["page.id"], name=op.f("fk_renaming_merged_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_renaming_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["former_territory_id"], ["territory.id"], name=op.f("fk_renaming_former_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_renaming_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renaming")),
    )
    op.create_index("ix_renaming_page_id", "renaming", ["page_id"])
    op.create_index("ix_renaming_merged_id", "renaming", ["merged_id"])
    op.create_table(
        "rewritten_page",
        sa.Column("renaming_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["renaming_id"], ["renaming.id"], name=op.f("fk_rewritten_page_renaming_id_renaming"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_rewritten_page_page_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("renaming_id", "page_id", name=op.f("pk_rewritten_page")),
    )  # fmt: skip
    op.create_index("ix_rewritten_page_page_id", "rewritten_page", ["page_id"])


def downgrade() -> None:
    op.drop_table("rewritten_page")
    op.drop_table("renaming")
    op.drop_table("former_address")
