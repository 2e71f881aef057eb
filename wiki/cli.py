"""The command `territoire`. Features add their own commands in `wiring.py` through `app.cli`."""

import logging
import signal
import sys
import threading

import click
from flask import Flask, has_app_context

from wiki import migrate as migrations
from wiki import server
from wiki.app import create_app
from wiki.beginnings import give_beginnings
from wiki.config import Settings, SettingsError, describe
from wiki.db import Database, transaction
from wiki.jobs import worker as job_worker
from wiki.synonyms.service import ensure_equivalents
from wiki.territories.service import ensure_national
from wiki.themes.service import ensure_families


class _Territoire(click.Group):
    """The group also offers the commands that features registered with the application."""

    def list_commands(self, context: click.Context) -> list[str]:
        own = super().list_commands(context)
        return sorted({*own, *application(context).cli.list_commands(context)})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        own = super().get_command(context, name)
        return own or _command_of_a_feature(context, name)


def _command_of_a_feature(context: click.Context, name: str) -> click.Command | None:
    """A command that a feature registered, to be run inside the application's context."""
    app = application(context)
    if not has_app_context():
        context.find_root().with_resource(app.app_context())
    return app.cli.commands.get(name)


def application(context: click.Context) -> Flask:
    """The application of this invocation, made when first needed."""
    root = context.find_root()
    if not isinstance(root.obj, Flask):
        root.obj = create_app(_settings())
    return root.obj


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException("these settings cannot be used:\n  " + "\n  ".join(error.faults)) from None


def _database(app: Flask) -> Database:
    found: Database = app.extensions["wiki.database"]
    return found


@click.group(cls=_Territoire)
def main() -> None:
    """Run and look after a wiki of learning territories."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)


@main.command()
def config() -> None:
    """List every setting with its value in force."""
    for name, value, meaning in describe(_settings()):
        click.echo(f"{name}={value}\n    {meaning}")


@main.command()
@click.pass_context
def migrate(context: click.Context) -> None:
    """Bring the database to this version; give a new wiki its national space, themes and equivalents."""
    app = application(context)
    migrations.upgrade(_database(app).engine)
    with app.app_context(), transaction() as session:
        ensure_national(session)
        ensure_families(session)
        ensure_equivalents(session)
        give_beginnings(session)
    click.echo("The database is up to date.")


@main.command("new-migration", hidden=True)
@click.argument("what")
@click.pass_context
def new_migration(context: click.Context, what: str) -> None:
    """Write a migration from the difference between models and database (for developers)."""
    migrations.add_migration(_database(application(context)).engine, what)


@main.command()
@click.option("--prepare", is_flag=True, help="First migrate, and fill an empty wiki with the demonstration.")
@click.pass_context
def serve(context: click.Context, prepare: bool) -> None:
    """Serve the site and run its worker until Ctrl-C."""
    settings = _settings()
    if prepare:
        _prepare(context)
    click.echo(f"http://{settings.host}:{settings.port}")
    sys.exit(server.Supervisor(server.gunicorn_command(settings), server.worker_command()).run())


def _prepare(context: click.Context) -> None:
    """Everything that a start needs, in this one process: starting Python three times would be slow."""
    context.invoke(migrate)
    demonstration = _command_of_a_feature(context, "demo")
    if demonstration is not None:
        context.invoke(demonstration, if_empty=True)
    _database(application(context)).dispose()


@main.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@click.pass_context
def worker(context: click.Context, once: bool) -> None:
    """Do later work (search index, mail) until stopped."""
    app = application(context)
    if once:
        click.echo(f"{job_worker.drain(app)} done")
        return
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    signal.signal(signal.SIGINT, lambda number, frame: stop.set())
    job_worker.run(app, stop)


@main.command()
@click.pass_context
def routes(context: click.Context) -> None:
    """List every address the site answers."""
    for rule in sorted(application(context).url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{methods:10} {rule.rule:50} {rule.endpoint}")
