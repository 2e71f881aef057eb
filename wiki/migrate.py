"""Bring a database to the schema of this version, and tell whether it is there.

Alembic is loaded where something is to be done: other commands, and the processes of the site, start the sooner.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.engine import Connection

from wiki.db import Model
from wiki.resources import migrations_folder

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(engine: Engine) -> None:
    """Apply every migration that is missing, in one transaction."""
    from alembic import command  # noqa: PLC0415  # see above

    with engine.execution_options(writing=True).begin() as connection:
        command.upgrade(_config(connection), "head")


def downgrade(engine: Engine, target: str) -> None:
    """Go back to an earlier schema."""
    from alembic import command  # noqa: PLC0415  # see above

    with engine.execution_options(writing=True).begin() as connection:
        command.downgrade(_config(connection), target)


def add_migration(engine: Engine, what: str) -> None:
    """Write a new migration from the difference between the models and this database."""
    from alembic import command  # noqa: PLC0415  # see above

    with engine.connect() as connection:
        command.revision(_config(connection), what, autogenerate=True)


def differences(engine: Engine) -> list[object]:
    """What the models say that the database does not; empty when they agree."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415  # see above
    from alembic.migration import MigrationContext  # noqa: PLC0415  # see above

    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Model.metadata))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415  # see above

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
