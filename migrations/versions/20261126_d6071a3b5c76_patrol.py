"""Reviewed revisions, protection and blocks."""

import sqlalchemy as sa
from alembic import op

revision = "d6071a3b5c76"
down_revision = "d5e8f9240a65"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Never as a batch, which makes the table anew on SQLite: what names these rows would go with the old one.
    protection = sa.Column("protection", sa.String(length=10), nullable=False, server_default="")
    op.add_column("page", protection)
    op.add_column("page", sa.Column("protected_until", sa.DateTime()))
    op.add_column("user_account", sa.Column("suspended_until", sa.DateTime()))
    op.create_table(
        "edit_to_review",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_edit_to_review_revision_id_revision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_edit_to_review_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_edit_to_review_decided_by_user_account")
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_edit_to_review")),
    )
    op.create_index("ix_edit_to_review_state_revision_id", "edit_to_review", ["state", "revision_id"])
    op.create_index("ix_edit_to_review_author_id", "edit_to_review", ["author_id"])
    op.create_table(
        "rollback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime()),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_rollback_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_rollback_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollback")),
    )
    op.create_table(
        "rollback_page",
        sa.Column("rollback_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["rollback_id"],
            ["rollback.id"],
            name=op.f("fk_rollback_page_rollback_id_rollback"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_rollback_page_page_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rollback_id", "page_id", name=op.f("pk_rollback_page")),
    )
    op.create_table(
        "block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("network", sa.String(length=50)),
        sa.Column("covers_accounts", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("lifted_by", sa.Integer()),
        sa.Column("lifted_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_block_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_block_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["user_account.id"], name=op.f("fk_block_lifted_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
    )
    op.create_index("ix_block_until", "block", ["until"])


def downgrade() -> None:
    op.drop_table("block")
    op.drop_table("rollback_page")
    op.drop_table("rollback")
    op.drop_table("edit_to_review")
    op.drop_column("user_account", "suspended_until")
    op.drop_column("page", "protected_until")
    op.drop_column("page", "protection")
