"""Edits offered by those who may not edit."""

import sqlalchemy as sa
from alembic import op

revision = "d5e8f9240a65"
down_revision = "d4b5c6137f54"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "revision", sa.Column("guest_name", sa.String(length=120), nullable=False, server_default="")
    )
    op.add_column("revision", sa.Column("approver_id", sa.Integer()))
    # Credit tells everybody who wrote a page from the index alone.
    op.drop_index("ix_revision_page_id_author_id", "revision")
    op.create_index(
        "ix_revision_page_id_author_id", "revision", ["page_id", "author_id", "guest_name", "number"]
    )
    op.add_column("derivation", sa.Column("guests", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("base_text", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.Integer()),
        sa.Column("guest_name", sa.String(length=120), nullable=False),
        sa.Column("guest_email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("network_hash", sa.String(length=64), nullable=False),
        sa.Column("form_key", sa.String(length=40)),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("amended_at", sa.DateTime()),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_at", sa.DateTime()),
        sa.Column("number", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_contribution_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_contribution_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_contribution_decided_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("form_key", name=op.f("uq_contribution_form_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contribution_page", "contribution", ["page_id", "state", "id"])
    op.create_index("ix_contribution_state", "contribution", ["state", "id"])
    op.create_index("ix_contribution_author", "contribution", ["author_id", "id"])
    op.create_table(
        "contribution_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer()),
        sa.Column("is_offerer", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_message_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_contribution_message_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_message")),
    )
    op.create_index(
        "ix_contribution_message_contribution_id", "contribution_message", ["contribution_id", "id"]
    )


def downgrade() -> None:
    op.drop_table("contribution_message")
    op.drop_table("contribution")
    op.drop_column("derivation", "guests")
    op.drop_index("ix_revision_page_id_author_id", "revision")
    op.create_index("ix_revision_page_id_author_id", "revision", ["page_id", "author_id", "number"])
    op.drop_column("revision", "approver_id")
    op.drop_column("revision", "guest_name")
