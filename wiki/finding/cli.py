"""`territoire reindex`: the search index again, from nothing but the database."""

from collections.abc import Iterable, Iterator

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from search.documents import Document
from wiki.db import database
from wiki.finding import tasks
from wiki.pages.models import Page


@click.command()
@with_appcontext
def reindex() -> None:
    """Build the search index again; searches are answered by the old one until it is ready."""
    total = tasks.rebuild(watch=_with_progress)
    click.echo(f"{total} pages in the search index.")


def _with_progress(documents: Iterable[Document]) -> Iterator[Document]:
    with database().reader() as session:
        pages = session.scalar(select(func.count()).select_from(Page)) or 0
    with click.progressbar(documents, length=pages, label="Pages") as passing:
        yield from passing
