"""Criteria in versions."""

import sqlalchemy as sa
from alembic import op

revision = "e4e5a7b9db05"
down_revision = "e3d4f6a8ca04"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_grid_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
        sa.UniqueConstraint("number", name=op.f("uq_grid_number")),
    )
    op.create_index(op.f("ix_grid_author_id"), "grid", ["author_id"])
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("axis", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("help", sa.String(length=400), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("help_en", sa.String(length=400), nullable=False),
        sa.Column("levels_en", sa.JSON(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grid_id"], ["grid.id"], name=op.f("fk_criterion_grid_id_grid"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("grid_id", "key", name=op.f("uq_criterion_grid_id_key")),
    )


def downgrade() -> None:
    op.drop_table("criterion")
    op.drop_table("grid")
