"""The audit log, and what happens on the wiki."""

import sqlalchemy as sa
from alembic import op

revision = "d0a1e52c7b10"
down_revision = "a6b0c9d4e215"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("thing_id", sa.Integer()),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_entry_thing", "audit_entry", ["kind", "thing_id", "id"])
    op.create_index("ix_audit_entry_actor", "audit_entry", ["actor_id", "id"])
    op.create_index("ix_audit_entry_act", "audit_entry", ["act", "id"])
    op.create_table(
        "happening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("page_id", sa.Integer()),
        sa.Column("territory_id", sa.Integer()),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("about_id", sa.Integer()),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_happening")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_happening_page", "happening", ["page_id", "id"])
    op.create_index("ix_happening_territory", "happening", ["territory_id", "id"])
    op.create_index("ix_happening_actor", "happening", ["actor_id", "id"])
    op.create_index("ix_happening_at", "happening", ["at"])


def downgrade() -> None:
    op.drop_table("happening")
    op.drop_table("audit_entry")
