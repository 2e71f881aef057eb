"""Deleted pages, and an audit log in which nothing is changed.

The triggers hold even against a mistake in our own code. What they let through is what data protection asks for
(docs/how-to/operate/audit.md): an address, a name or details may become empty, and nothing else ever changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "d4b5c6137f54"
down_revision = "d3a97d20be43"
branch_labels = None
depends_on = None

_REFUSAL = "the audit log is added to, never changed"
_SQLITE = (
    f"""
    CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END
    """,
    f"""
    CREATE TRIGGER audit_entry_is_as_written BEFORE UPDATE ON audit_entry
    WHEN NOT (
        NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.actor_id IS OLD.actor_id AND NEW.act IS OLD.act
        AND NEW.kind IS OLD.kind AND NEW.thing_id IS OLD.thing_id
        AND NEW.name IN (OLD.name, '') AND NEW.address IN (OLD.address, '')
        AND NEW.details IN (OLD.details, '{{}}')
    )
    BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END
    """,
)
_POSTGRESQL = (
    f"""
    CREATE FUNCTION audit_entry_is_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF (NEW.id, NEW.at, NEW.actor_id, NEW.act, NEW.kind, NEW.thing_id)
                    IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.actor_id, OLD.act, OLD.kind, OLD.thing_id)
                AND NEW.name IN (OLD.name, '') AND NEW.address IN (OLD.address, '')
                AND NEW.details::text IN (OLD.details::text, '{{}}')
            THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '{_REFUSAL}';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_is_as_written BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_is_as_written()
    """,
    """
    CREATE TRIGGER audit_entry_stays BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_as_written()
    """,
)


def upgrade() -> None:
    op.create_table(
        "trashed_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("former_key", sa.String(length=40), nullable=False),
        sa.Column("former_slug", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("deleted_by", sa.Integer()),
        sa.Column("deleted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_trashed_page_page_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["user_account.id"], name=op.f("fk_trashed_page_deleted_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trashed_page")),
        sa.UniqueConstraint("page_id", name=op.f("uq_trashed_page_page_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_trashed_page_former_slug", "trashed_page", ["former_slug"])
    op.create_index("ix_trashed_page_former_key", "trashed_page", ["former_key"])
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    op.add_column("revision", sa.Column("withdrawn_at", sa.DateTime()))
    for statement in _statements():
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_entry_is_as_written")
        op.execute("DROP TRIGGER audit_entry_stays")
    else:
        op.execute("DROP TRIGGER audit_entry_is_as_written ON audit_entry")
        op.execute("DROP TRIGGER audit_entry_stays ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_is_as_written()")
    op.drop_column("revision", "withdrawn_at")
    op.drop_index("ix_audit_entry_at", "audit_entry")
    op.drop_table("trashed_page")


def _statements() -> tuple[str, ...]:
    return _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
