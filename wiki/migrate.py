"""Bring a database to the schema of this version, and tell whether it is there."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.engine import Connection

from wiki.db import Model
from wiki.resources import migrations_folder


def upgrade(engine: Engine) -> None:
    """Apply every migration that is missing, in one transaction."""
    with engine.execution_options(writing=True).begin() as connection:
        command.upgrade(_config(connection), "head")


def downgrade(engine: Engine, target: str) -> None:
    """Go back to an earlier schema."""
    with engine.execution_options(writing=True).begin() as connection:
        command.downgrade(_config(connection), target)


def add_migration(engine: Engine, what: str) -> None:
    """Write a new migration from the difference between the models and this database."""
    with engine.connect() as connection:
        command.revision(_config(connection), what, autogenerate=True)


def differences(engine: Engine) -> list[object]:
    """What the models say that the database does not; empty when they agree."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Model.metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
