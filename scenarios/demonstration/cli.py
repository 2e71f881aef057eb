"""`territoire demo`: the demonstration, in one go."""

from pathlib import Path

import click
from flask import Flask

from scenarios.demonstration import content, loader, people
from scenarios.demonstration.examined import add_examinations
from scenarios.demonstration.featured import add_features
from scenarios.demonstration.gathering import add_gathering
from scenarios.demonstration.inventory import add_inventory
from scenarios.demonstration.programme import add_programmes
from scenarios.demonstration.retours import add_retours
from wiki.beginnings import give_beginnings
from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.jobs import worker
from wiki.synonyms.service import ensure_equivalents
from wiki.themes.service import ensure_families


def demo_command(app: Flask) -> click.Command:
    """The command for one application."""

    @click.command()
    @click.option("--if-empty", is_flag=True, help="Do nothing when the wiki has a page.")
    def demo(if_empty: bool) -> None:
        """Fill the wiki with demonstration territories, people and pages; add only what is missing."""
        with app.app_context():
            if if_empty and not loader.is_empty(read_session()):
                _recall(app)
            else:
                _fill(app)

    return demo


def _recall(app: Flask) -> None:
    kept_in = _accounts_file(app)
    if kept_in.exists():
        click.echo(f"The demonstration accounts are in {kept_in}.")


def _fill(app: Flask) -> None:
    accounts = _load(_accounts_file(app))
    # Twice: what stands beside the jobs, such as reminders, is done after them and tells of itself.
    click.echo(f"Links and search index: {worker.drain(app) + worker.drain(app)} jobs.")
    if not accounts:
        click.echo("No account was missing.")
        return
    click.echo(f"\nDemonstration accounts, shown this once and kept in {_accounts_file(app)}:")
    for account in accounts:
        click.echo(f"  {account.role:<26}{account.email:<24}{account.password}")


def _load(accounts_file: Path) -> list[people.Account]:
    """Everything in one transaction: a demonstration that is stopped half-way leaves nothing behind."""
    since = loader.begun_at()
    with transaction() as session:
        ensure_families(session)
        ensure_equivalents(session)
        give_beginnings(session)
        loader.ensure_territories(session, content.territories(), since)
        users, accounts = people.ensure_people(session, since)
        added = loader.add_missing_pages(session, content.pages(), users)
        with click.progressbar(added, label="Demonstration pages") as pages:
            for told, page in pages:
                loader.write_versions(session, told, page, users)
        loader.record_adaptations(session, added)
        add_retours(session, users)
        add_programmes(session, users)
        add_inventory(session, users)
        add_gathering(session, users)
        add_features(session, users)
        add_examinations(session, users)
        if accounts:
            people.keep_accounts(accounts_file, accounts)
    return accounts


def _accounts_file(app: Flask) -> Path:
    settings: Settings = app.extensions["wiki.settings"]
    return settings.data_dir / people.FILE_NAME
