"""The identity sheet: budget, sponsors, milestones, events, the steps of a territory's state."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "e0a1c3d5f701"
down_revision = "db5c6f8a01cb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("college_seat", sa.Column("body", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("college_seat", sa.Column("person_id", sa.Integer()))
    op.add_column(
        "college_seat", sa.Column("is_steward", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "college_seat", sa.Column("contact", sa.String(length=200), nullable=False, server_default="")
    )
    _create_steps()
    _create_kept(
        "budget_line",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
    )
    op.create_index("ix_budget_line_territory_id", "budget_line", ["territory_id", "year"])
    _create_kept(
        "sponsor",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("quality", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("since_year", sa.Integer()),
    )
    op.create_index("ix_sponsor_territory_id", "sponsor", ["territory_id"])
    _create_kept(
        "milestone",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("is_done", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("words", sa.String(length=2000), nullable=False),
    )
    op.create_index("ix_milestone_territory_id", "milestone", ["territory_id", "starts_on"])
    _create_events()


def downgrade() -> None:
    for table in ("programme_event", "milestone", "sponsor", "budget_line", "state_step"):
        op.drop_table(table)
    for column in ("contact", "is_steward", "person_id", "body"):
        op.drop_column("college_seat", column)


def _create_kept(table: str, *columns: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer()),
        sa.Column("form_key", sa.String(length=40)),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime()),
        *columns,
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f(f"fk_{table}_territory_id_territory"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f(f"fk_{table}_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("form_key", name=op.f(f"uq_{table}_form_key")),
    )


def _create_events() -> None:
    _create_kept(
        "programme_event",
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time()),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.Time()),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("cancelled_at", sa.DateTime()),
        sa.Column("page_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_programme_event_page_id_page"), ondelete="SET NULL"
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_event_uid")),
    )
    op.create_index("ix_programme_event_territory_id", "programme_event", ["territory_id", "ends_on"])
    op.create_index("ix_programme_event_ends_on", "programme_event", ["ends_on", "id"])
    op.create_index("ix_programme_event_page_id", "programme_event", ["page_id"])


def _create_steps() -> None:
    _create_kept(
        "state_step",
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
    )
    op.create_index("ix_state_step_territory_id", "state_step", ["territory_id"])
    _take_over_states()


def _take_over_states() -> None:
    """Begin the history of each territory with the state that it has; nobody knows since when."""
    territory = sa.table("territory", sa.column("id"), sa.column("state"), sa.column("slug"))
    columns = ("territory_id", "state", "body", "words", "created_at", "changed_at")
    steps = sa.table("state_step", *(sa.column(name) for name in columns))
    moment = sa.literal(datetime.now(UTC).replace(tzinfo=None), sa.DateTime())
    begun = sa.select(
        territory.c.id, territory.c.state, sa.literal(""), sa.literal(""), moment, moment
    ).where(territory.c.slug != "national")
    op.execute(steps.insert().from_select(columns, begun))
