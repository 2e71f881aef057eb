"""Needs, skills, resources and solutions."""

import sqlalchemy as sa
from alembic import op

revision = "e2c3e5f7b903"
down_revision = "e1b2d4e6a802"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inventory_contact_block",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["blocked_id"],
            ["user_account.id"],
            name=op.f("fk_inventory_contact_block_blocked_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_inventory_contact_block_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "blocked_id", name=op.f("pk_inventory_contact_block")),
    )
    op.create_index("ix_inventory_contact_block_blocked_id", "inventory_contact_block", ["blocked_id"])
    op.create_table(
        "inventory_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("audience_key", sa.String(length=40), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("keeper", sa.String(length=200), nullable=False),
        sa.Column("availability", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("analysis", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("taken_out_for", sa.String(length=500), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_inventory_item_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_inventory_item_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_inventory_item_person_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_inventory_item_territory_id_territory"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_item")),
        sa.UniqueConstraint("form_key", name=op.f("uq_inventory_item_form_key")),
        sa.UniqueConstraint("page_id", "kind", "key", name=op.f("uq_inventory_item_page_id_kind_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inventory_item_person_id", "inventory_item", ["person_id"])
    op.create_index("ix_inventory_item_territory", "inventory_item", ["territory_id", "kind", "id"])
    op.create_table(
        "inventory_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_inventory_answer_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["inventory_item.id"],
            name=op.f("fk_inventory_answer_item_id_inventory_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["inventory_item.id"],
            name=op.f("fk_inventory_answer_need_id_inventory_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_inventory_answer_page_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_answer")),
        sa.UniqueConstraint("need_id", "item_id", name=op.f("uq_inventory_answer_need_id_item_id")),
        sa.UniqueConstraint("need_id", "page_id", name=op.f("uq_inventory_answer_need_id_page_id")),
    )
    op.create_index("ix_inventory_answer_item_id", "inventory_answer", ["item_id"])
    op.create_index("ix_inventory_answer_page_id", "inventory_answer", ["page_id"])
    op.create_table(
        "inventory_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_inventory_change_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["inventory_item.id"],
            name=op.f("fk_inventory_change_item_id_inventory_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_change")),
    )
    op.create_index("ix_inventory_change_item_id", "inventory_change", ["item_id"])
    op.create_table(
        "inventory_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("active_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_inventory_contact_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["inventory_item.id"],
            name=op.f("fk_inventory_contact_item_id_inventory_item"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["inventory_item.id"],
            name=op.f("fk_inventory_contact_need_id_inventory_item"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_inventory_contact_territory_id_territory"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_contact")),
    )
    op.create_index("ix_inventory_contact_author", "inventory_contact", ["author_id", "created_at"])
    op.create_index("ix_inventory_contact_item_id", "inventory_contact", ["item_id"])
    op.create_index("ix_inventory_contact_need_id", "inventory_contact", ["need_id"])
    op.create_index("ix_inventory_contact_territory_id", "inventory_contact", ["territory_id"])
    op.create_table(
        "inventory_item_theme",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["inventory_item.id"],
            name=op.f("fk_inventory_item_theme_item_id_inventory_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["theme.id"],
            name=op.f("fk_inventory_item_theme_theme_id_theme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "theme_id", name=op.f("pk_inventory_item_theme")),
    )
    op.create_index("ix_inventory_item_theme_theme_id", "inventory_item_theme", ["theme_id"])
    op.create_table(
        "inventory_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_inventory_report_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["inventory_item.id"],
            name=op.f("fk_inventory_report_item_id_inventory_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_inventory_report_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_report")),
        sa.UniqueConstraint("item_id", "user_id", name=op.f("uq_inventory_report_item_id_user_id")),
    )
    op.create_index("ix_inventory_report_decided_at", "inventory_report", ["decided_at"])
    op.create_table(
        "inventory_term",
        sa.Column("term", sa.String(length=120), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["inventory_item.id"],
            name=op.f("fk_inventory_term_item_id_inventory_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("term", "item_id", name=op.f("pk_inventory_term")),
    )
    op.create_index("ix_inventory_term_item_id", "inventory_term", ["item_id"])
    op.create_table(
        "inventory_contact_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("fk_inventory_contact_message_author_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["inventory_contact.id"],
            name=op.f("fk_inventory_contact_message_contact_id_inventory_contact"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_contact_message")),
        sa.UniqueConstraint("form_key", name=op.f("uq_inventory_contact_message_form_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inventory_contact_message_author", "inventory_contact_message", ["author_id", "created_at"]
    )
    op.create_index("ix_inventory_contact_message_contact", "inventory_contact_message", ["contact_id", "id"])
    op.create_table(
        "inventory_contact_party",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("seen_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["inventory_contact.id"],
            name=op.f("fk_inventory_contact_party_contact_id_inventory_contact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_inventory_contact_party_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contact_id", "user_id", name=op.f("pk_inventory_contact_party")),
    )
    op.create_index("ix_inventory_contact_party_user_id", "inventory_contact_party", ["user_id"])
    op.create_table(
        "inventory_contact_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["inventory_contact.id"],
            name=op.f("fk_inventory_contact_report_contact_id_inventory_contact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_inventory_contact_report_decided_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_inventory_contact_report_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_contact_report")),
        sa.UniqueConstraint(
            "contact_id", "user_id", name=op.f("uq_inventory_contact_report_contact_id_user_id")
        ),
    )
    op.create_index("ix_inventory_contact_report_decided_at", "inventory_contact_report", ["decided_at"])


def downgrade() -> None:
    op.drop_table("inventory_contact_report")
    op.drop_table("inventory_contact_party")
    op.drop_table("inventory_contact_message")
    op.drop_table("inventory_term")
    op.drop_table("inventory_report")
    op.drop_table("inventory_item_theme")
    op.drop_table("inventory_contact")
    op.drop_table("inventory_change")
    op.drop_table("inventory_answer")
    op.drop_table("inventory_item")
    op.drop_table("inventory_contact_block")
