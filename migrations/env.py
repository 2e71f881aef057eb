"""Run migrations on the database that the command names; see `wiki.migrate`."""

from alembic import context

from wiki.db import Model, UtcDateTime


def render_item(kind, item, autogen_context):
    """A migration must not depend on our own column types, which may change after it."""
    return "sa.DateTime()" if isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
