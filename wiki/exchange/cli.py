"""`territoire import`: a folder of Markdown becomes pages, file by file."""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.accounts.queries import actor_of, by_handle
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.exchange.attaching import attach
from wiki.exchange.folder import Document, documents
from wiki.exchange.preparing import Choices
from wiki.exchange.service import Outcome, Request, State, bring_in, digests
from wiki.pages.models import AUDIENCES, KINDS
from wiki.permissions import Actor
from wiki.rendering.head import DEFAULT_LICENCE
from wiki.territories.models import Territory
from wiki.themes.queries import resolve


@dataclass(frozen=True)
class Options:
    """The command line, as typed."""

    folder: Path
    territory: str
    themes: Sequence[str]
    kind: str
    audience: str
    author: str
    licence: str
    dry_run: bool


class _DryRun(Exception):
    """Undoes the transaction of a file that was only tried."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def import_command(app: Flask) -> click.Command:
    """The command for one application."""

    @click.command("import")
    @click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
    @click.option("--territory", required=True, help="Slug of the territory that takes the pages.")
    @click.option(
        "--theme", "themes", multiple=True, help="Theme of documents that name none; may be repeated."
    )
    @click.option("--kind", type=click.Choice(["auto", *KINDS]), default="auto", show_default=True)
    @click.option("--audience", type=click.Choice(AUDIENCES), default="public", show_default=True)
    @click.option("--author", default="", help="Handle of the first author; else the oldest administrator.")
    @click.option(
        "--licence", default=DEFAULT_LICENCE, show_default=True, help="For documents that state none."
    )
    @click.option("--dry-run", is_flag=True, help="Tell what would happen, change nothing.")
    def import_folder(**values: object) -> None:
        """Bring the Markdown files below FOLDER in as pages; a second run brings in what is new."""
        with app.app_context():
            outcomes = _run(app, Options(**values))  # type: ignore[arg-type]  # click has checked each value
        if any(outcome.state is State.REFUSED for outcome in outcomes):
            sys.exit(1)

    return import_folder


def _run(app: Flask, options: Options) -> list[Outcome]:
    found = documents(options.folder)
    request = _request(app, options, [document.path for document in found])
    known = digests(read_session(), request.territory_id)
    with click.progressbar(found, label="Documents") as progress:
        outcomes = [_bring_all_in(request, document, known, options) for document in progress]
    _report(outcomes, options.dry_run)
    return outcomes


def _request(app: Flask, options: Options, paths: Sequence[str]) -> Request:
    session = read_session()
    territory = session.scalar(select(Territory).where(Territory.slug == options.territory))
    if territory is None:
        raise click.BadParameter(
            f"no territory has the address {options.territory!r}", param_hint="--territory"
        )
    _themes, unknown = resolve(session, options.themes)
    if unknown:
        near = "; ".join(
            f"{name} (perhaps {', '.join(close)})" if close else name for name, close in unknown.items()
        )
        raise click.BadParameter(f"no such theme: {near}", param_hint="--theme")
    choices = Choices(
        territory=territory.name,
        themes=options.themes,
        kind=options.kind,
        licence=options.licence,
        imported=frozenset(paths),
    )
    return Request(_actor(app, session, options.author), territory.id, options.audience, choices)


def _actor(app: Flask, session: Session, handle: str) -> Actor:
    try:
        user_id = by_handle(session, handle).id if handle else _oldest_administrator(session)
        return actor_of(session, user_id, app.extensions["wiki.rules"])
    except NotFound:
        raise click.BadParameter("name somebody who has an account", param_hint="--author") from None


def _oldest_administrator(session: Session) -> int:
    usable = (User.deleted_at.is_(None), User.blocked_at.is_(None), User.confirmed_at.is_not(None))
    user_id = session.scalar(
        select(User.id).where(User.site_role == "admin", *usable).order_by(User.id).limit(1)
    )
    if user_id is None:
        raise NotFound
    return user_id


def _bring_all_in(request: Request, document: Document, known: dict[str, str], options: Options) -> Outcome:
    """One document, then the files that it names."""
    outcome = _bring_in(request, document, known, options.dry_run)
    if options.dry_run or outcome.state not in (State.IMPORTED, State.RENEWED, State.UNCHANGED):
        return outcome
    attached = attach(request.actor, request.territory_id, options.folder, document.path)
    kept = [note for note in outcome.notes if note.rpartition(": ")[2] not in attached.addresses]
    brought = f"files brought in: {len(attached.addresses)}" if attached.addresses else ""
    return replace(outcome, notes=tuple(note for note in (*kept, *attached.notes, brought) if note))


def _bring_in(request: Request, document: Document, known: dict[str, str], dry_run: bool) -> Outcome:
    """One file in one transaction of its own, so that a stopped import goes on where it was."""
    try:
        data = document.read()
        if known.get(document.path) == document.digest(data):
            return Outcome(document.path, State.UNCHANGED)
        return _in_transaction(lambda session: bring_in(session, request, document, data), dry_run)
    except Invalid as error:
        return Outcome(
            document.path, State.REFUSED, notes=tuple(str(message) for message in error.errors.values())
        )
    except Forbidden:
        return Outcome(document.path, State.REFUSED, notes=("the author does not write in this territory",))
    except OSError as error:
        return Outcome(document.path, State.REFUSED, notes=(error.strerror or "the file cannot be read",))


def _in_transaction(act: Callable[[Session], Outcome], dry_run: bool) -> Outcome:
    try:
        with transaction() as session:
            outcome = act(session)
            if dry_run:
                raise _DryRun(outcome)
            return outcome
    except _DryRun as tried:
        return tried.outcome


def _report(outcomes: Sequence[Outcome], dry_run: bool) -> None:
    for outcome in outcomes:
        if outcome.state is not State.UNCHANGED:
            page = f" → /{outcome.page}" if outcome.page else ""
            click.echo(f"{outcome.state}: {click.format_filename(outcome.path)}{page}")
        for note in outcome.notes:
            click.echo(f"    {note}")
    counts = Counter(outcome.state for outcome in outcomes)
    told = ", ".join(f"{counts[state]} {state}" for state in State)
    click.echo(f"{'Nothing was changed; it would be: ' if dry_run else ''}{told}.")
