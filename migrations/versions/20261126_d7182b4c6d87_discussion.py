"""Threads, messages and reactions."""

import sqlalchemy as sa
from alembic import op

revision = "d7182b4c6d87"
down_revision = "d6071a3b5c76"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discussion_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("active_at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime()),
        sa.Column("locked_at", sa.DateTime()),
        _to("page", "discussion_thread", "page_id", "CASCADE"),
        _to("user_account", "discussion_thread", "author_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_thread")),
    )
    op.create_index("ix_discussion_thread_page", "discussion_thread", ["page_id", "active_at", "id"])
    op.create_table(
        "discussion_passage",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(length=80), nullable=False),
        sa.Column("suffix", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("found_number", sa.Integer(), nullable=False),
        sa.Column("looked_number", sa.Integer(), nullable=False),
        _to("discussion_thread", "discussion_passage", "thread_id", "CASCADE"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_discussion_passage")),
    )
    _create_messages()


def _create_messages() -> None:
    op.create_table(
        "discussion_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("edited_at", sa.DateTime()),
        sa.Column("removed_at", sa.DateTime()),
        sa.Column("hidden_at", sa.DateTime()),
        sa.Column("hidden_by", sa.Integer()),
        sa.Column("hidden_reason", sa.String(length=500), nullable=False),
        sa.Column("form_key", sa.String(length=40)),
        _to("discussion_thread", "discussion_message", "thread_id", "CASCADE"),
        _to("user_account", "discussion_message", "author_id"),
        _to("user_account", "discussion_message", "hidden_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_message")),
        sa.UniqueConstraint("form_key", name=op.f("uq_discussion_message_form_key")),
    )
    op.create_index("ix_discussion_message_thread", "discussion_message", ["thread_id", "id"])
    op.create_index("ix_discussion_message_author", "discussion_message", ["author_id", "created_at"])
    op.create_table(
        "discussion_former_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        _to("discussion_message", "discussion_former_text", "message_id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_former_text")),
    )
    op.create_index("ix_discussion_former_text_message_id", "discussion_former_text", ["message_id"])
    op.create_table(
        "discussion_reaction",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        _to("discussion_message", "discussion_reaction", "message_id", "CASCADE"),
        _to("user_account", "discussion_reaction", "user_id", "CASCADE"),
        sa.PrimaryKeyConstraint("message_id", "user_id", "kind", name=op.f("pk_discussion_reaction")),
    )
    op.create_table(
        "discussion_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime()),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decision", sa.String(length=10), nullable=False),
        _to("discussion_message", "discussion_report", "message_id", "CASCADE"),
        _to("user_account", "discussion_report", "user_id", "CASCADE"),
        _to("user_account", "discussion_report", "decided_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_report")),
        sa.UniqueConstraint("message_id", "user_id", name=op.f("uq_discussion_report_message_id_user_id")),
    )
    op.create_index("ix_discussion_report_decided_at", "discussion_report", ["decided_at"])


def _to(target: str, table: str, column: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    for table in ("report", "reaction", "former_text", "message", "passage", "thread"):
        op.drop_table(f"discussion_{table}")
