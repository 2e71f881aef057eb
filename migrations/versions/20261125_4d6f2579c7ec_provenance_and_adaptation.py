"""The journal of what pages took from one another, what was decided about it, and proposals."""

import sqlalchemy as sa
from alembic import op

revision = "4d6f2579c7ec"
down_revision = "9b182dcc6551"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "derivation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("source_number", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("licence", sa.String(length=60), nullable=False),
        sa.Column("authors", sa.String(length=500), nullable=False),
        sa.Column("contributors", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_derivation_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["page.id"], name=op.f("fk_derivation_source_id_page"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_derivation_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derivation")),
        sa.UniqueConstraint(
            "page_id", "number", "source_id", name=op.f("uq_derivation_page_id_number_source_id")
        ),
    )
    with op.batch_alter_table("derivation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_derivation_source_id"), ["source_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("base_text", sa.Text(), nullable=False),
        sa.Column("offered_text", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("accepted_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name=op.f("fk_proposal_answered_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_proposal_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_proposal_page_id_page"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["page.id"], name=op.f("fk_proposal_target_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_proposal_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_page_id"), ["page_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_target_id"), ["target_id"], unique=False)

    op.create_table(
        "refused_change",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_refused_change_page_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", "fingerprint", name=op.f("pk_refused_change")),
    )
    op.create_table(
        "taken_text",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_taken_text_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["page.id"], name=op.f("fk_taken_text_source_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", "source_id", name=op.f("pk_taken_text")),
    )
    with op.batch_alter_table("taken_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taken_text_source_id"), ["source_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("taken_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taken_text_source_id"))

    op.drop_table("taken_text")
    op.drop_table("refused_change")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_target_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_page_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("derivation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_derivation_source_id"))

    op.drop_table("derivation")
