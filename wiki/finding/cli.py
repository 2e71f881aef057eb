"""Search from the command line, and the search index again from nothing but the database."""

import json
from collections.abc import Iterable, Iterator
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from search.documents import Document
from search.errors import IndexBusy, IndexStale
from wiki.accounts import queries as accounts
from wiki.db import database, read_session
from wiki.errors import NotFound
from wiki.finding import scripts
from wiki.finding.election import seat_of
from wiki.finding.finder import finder_of
from wiki.finding.rebuilding import count_pages
from wiki.finding.rebuilding import rebuild as rebuild_index
from wiki.pages.tasks import project_all
from wiki.permissions import Actor, Rules

NOTHING_FOUND = 1


class Failure(click.ClickException):
    """Something went wrong: told apart from nothing found, as `grep` does."""

    exit_code = 2


@click.command()
@click.option("--search", "only_search", is_flag=True, help="The search index alone.")
@with_appcontext
def rebuild(only_search: bool) -> None:
    """Make titles, themes, tags, links, HTML and search documents again from the texts."""
    if only_search:
        _rebuild_search()
    else:
        _rebuild_pages()


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="How many pages.")
@click.option(
    "--as", "person", metavar="USER", help="Search as this person (handle or e-mail), not as a visitor."
)
@with_appcontext
def search(words: tuple[str, ...], as_json: bool, limit: int, person: str | None) -> None:
    """Find pages: address and title, a line each. Ends with 1 when nothing is found, with 2 when it fails."""
    session = read_session()
    actor = _person(session, person) if person else Actor(rules=_rules())
    try:
        answer = scripts.search(session, actor, finder_of(current_app), " ".join(words), limit)
    except IndexStale:
        _fail(
            "the search index cannot be used; a running worker builds it again, or: territoire rebuild --search"
        )
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for hit in answer["hits"]:
            click.echo(f"{hit['url']}\t{_printable(hit['title'])}")
    if not answer["hits"]:
        raise SystemExit(NOTHING_FOUND)


def _rebuild_pages() -> None:
    with click.progressbar(length=count_pages(read_session()), label="Pages") as bar:
        total = project_all(watch=lambda: bar.update(1))
    click.echo(f"{total} pages rebuilt; the worker puts them into the index.")


def _rebuild_search() -> None:
    """Searches are answered by the old index until the new one is ready; may be interrupted and taken up again."""
    seat = seat_of(current_app.extensions["wiki.settings"], database())
    try:
        rebuilt = rebuild_index(database(), finder_of(current_app), seat, _with_progress)
    except IndexBusy:
        _fail("another process is building the search index again")
    except KeyboardInterrupt:
        _fail("interrupted; the old index stays in use, and the same command goes on where this one was")
    click.echo(f"{rebuilt.documents} pages in the search index.")


def _with_progress(documents: Iterable[Document], before: int) -> Iterator[Document]:
    with database().reader() as session:
        pages = count_pages(session)
    if before:
        click.echo(f"An interrupted rebuild goes on after {before} pages.")
    with click.progressbar(documents, length=max(pages - before, 0), label="Pages") as passing:
        yield from passing


def _person(session: Session, name: str) -> Actor:
    try:
        user = accounts.by_email(session, name) if "@" in name else accounts.by_handle(session, name)
        return accounts.actor_of(session, user.id if user else 0, _rules())
    except NotFound:
        _fail(f"nobody has an account that may be used as {name}")


def _printable(text: str) -> str:
    """One line that commands no terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _rules() -> Rules:
    found: Rules = current_app.extensions["wiki.rules"]
    return found


def _fail(why: str) -> NoReturn:
    raise Failure(why)
