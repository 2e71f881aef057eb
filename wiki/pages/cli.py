"""`territoire rebuild`: every projection again, from nothing but the revisions."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from wiki.db import read_session, transaction
from wiki.pages import service
from wiki.pages.models import Page


@click.command()
@with_appcontext
def rebuild() -> None:
    """Make titles, themes, tags, links, HTML and search documents again from the texts."""
    ids = read_session().scalars(select(Page.id).order_by(Page.id)).all()
    with click.progressbar(ids, label="Pages") as pages:
        for page_id in pages:
            with transaction() as session:
                service.rerender(session, service.locked_page(session, page_id))
    click.echo(f"{len(ids)} pages rebuilt; the worker puts them into the index.")
