"""The tables of the search engine of PostgreSQL, in a schema of their own."""

from alembic import op

from search.engines import postgresql_schema

revision = "a6b0c9d4e215"
down_revision = "7f3a1d0c58e4"
branch_labels = None
depends_on = None

# Not written out here: the engine makes them as it needs them today, and again when that changes. They hold
# nothing that the pages do not say.


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        postgresql_schema.create(op.get_bind().connection.driver_connection)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        postgresql_schema.drop(op.get_bind().connection.driver_connection)
