"""What accounts of sessions say, read out of their texts."""

import sqlalchemy as sa
from alembic import op

revision = "e1b2d4e6a802"
down_revision = "e0a1c3d5f701"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enactment",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=True),
        sa.Column("scenario_path", sa.String(length=170), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("played_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_enactment_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["page.id"], name=op.f("fk_enactment_scenario_id_page"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_enactment")),
    )
    op.create_index("ix_enactment_scenario_id", "enactment", ["scenario_id", "page_id"])
    op.create_table(
        "enactment_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_enactment_suggestion_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["page.id"],
            name=op.f("fk_enactment_suggestion_scenario_id_page"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_enactment_suggestion_decided_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enactment_suggestion")),
        sa.UniqueConstraint("page_id", "mark", name=op.f("uq_enactment_suggestion_page_id_mark")),
    )
    op.create_index(
        "ix_enactment_suggestion_scenario_id", "enactment_suggestion", ["scenario_id", "state", "id"]
    )
    op.add_column("file", sa.Column("consent", sa.String(length=10), nullable=False, server_default=""))
    op.create_table(
        "photo_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("agreement", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_photo_consent_file_id_file"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_photo_consent_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["user_account.id"], name=op.f("fk_photo_consent_withdrawn_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_consent")),
        sa.UniqueConstraint("file_id", name=op.f("uq_photo_consent_file_id")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_photo_consent_author_id_key")),
    )


def downgrade() -> None:
    op.drop_table("photo_consent")
    op.drop_column("file", "consent")
    op.drop_table("enactment_suggestion")
    op.drop_table("enactment")
