"""The outbox in the place of the jobs that brought pages into the search index."""

import sqlalchemy as sa
from alembic import op

revision = "8e41c7a90b26"
down_revision = "b1e7c05f3a92"
branch_labels = None
depends_on = None

JOB = sa.table(
    "job",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("payload", sa.JSON),
    sa.column("state", sa.String),
    sa.column("due_at", sa.DateTime),
    sa.column("attempts", sa.Integer),
    sa.column("error", sa.Text),
    sa.column("created_at", sa.DateTime),
)
AT_ONCE = 1000


def upgrade() -> None:
    outbox = op.create_table(
        "outbox",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("operation", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("done_at IS NULL")
    op.create_index(
        "ix_outbox_waiting", "outbox", ["sequence"], sqlite_where=waiting, postgresql_where=waiting
    )
    bring_over(outbox)
    op.get_bind().execute(sa.delete(JOB).where(JOB.c.kind.in_(["search.index", "search.rebuild"])))


def bring_over(outbox: sa.Table) -> None:
    """What waited to be indexed, and what was given up, waits in the outbox."""
    jobs = sa.select(JOB.c.payload, JOB.c.created_at).where(JOB.c.kind == "search.index").order_by(JOB.c.id)
    for some in op.get_bind().execute(jobs).partitions(AT_ONCE):
        op.bulk_insert(outbox, [change(payload["page_id"], created_at) for payload, created_at in some])


def change(page_id: int, created_at: object) -> dict[str, object]:
    return {
        "page_id": page_id, "operation": "put", "created_at": created_at, "attempts": 0, "error": "",
    }  # fmt: skip


def downgrade() -> None:
    outbox = sa.table(
        "outbox",
        sa.column("sequence", sa.Integer),
        sa.column("page_id", sa.Integer),
        sa.column("created_at", sa.DateTime),
        sa.column("done_at", sa.DateTime),
    )
    waiting = (
        sa.select(outbox.c.page_id, outbox.c.created_at)
        .where(outbox.c.done_at.is_(None), outbox.c.page_id.is_not(None))
        .order_by(outbox.c.sequence)
    )
    for some in op.get_bind().execute(waiting).partitions(AT_ONCE):
        op.bulk_insert(JOB, [job(page_id, created_at) for page_id, created_at in some])
    op.drop_table("outbox")


def job(page_id: int, created_at: object) -> dict[str, object]:
    return {
        "kind": "search.index", "payload": {"page_id": page_id}, "state": "waiting", "due_at": created_at,
        "attempts": 0, "error": "", "created_at": created_at,
    }  # fmt: skip
