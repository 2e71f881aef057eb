"""A wiki filled with pages, and people who are signed in and may write in it."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bench.corpus import Corpus, Text
from scenarios.demonstration import content, loader
from wiki.accounts.models import User
from wiki.accounts.queries import actor_of
from wiki.accounts.service import create_user
from wiki.accounts.signins import start_session
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database, now
from wiki.jobs import worker
from wiki.migrate import upgrade
from wiki.pages import service
from wiki.territories.models import Membership, Territory
from wiki.themes.models import Theme
from wiki.themes.service import ensure_families

CLIENTS = 8
_AT_ONCE = 250


@dataclass(frozen=True)
class Filled:
    """A filled data directory: the paths of its pages, and one session cookie per account."""

    data_dir: Path
    paths: tuple[str, ...]
    cookies: tuple[str, ...]

    def copy(self, folder: Path) -> "Filled":
        """The same wiki in another folder."""
        shutil.copytree(self.data_dir, folder)
        return Filled(folder, self.paths, self.cookies)


def fill(data_dir: Path, corpus: Corpus, sizes: Sequence[int]) -> Iterator[Filled]:
    """Fill one wiki step by step, and give it at each size; no process has it open meanwhile."""
    cookies: tuple[str, ...] = ()
    for size in sizes:
        app = create_app(Settings(data_dir=data_dir))
        database: Database = app.extensions["wiki.database"]
        with app.app_context():
            if not cookies:
                cookies = _begin(app, database)
            paths = _add_pages(app, database, corpus, size)
            worker.drain(app)
        database.dispose()
        yield Filled(data_dir, paths, cookies)


def _begin(app: Flask, database: Database) -> tuple[str, ...]:
    upgrade(database.engine)
    with database.transaction() as session:
        ensure_families(session)
        loader.ensure_territories(session, content.territories(), loader.begun_at())
        return tuple(_account(app, session, number) for number in range(CLIENTS))


def _account(app: Flask, session: Session, number: int) -> str:
    """A member of every territory, and the cookie of a browser where that person is signed in."""
    user = create_user(session, name=f"Membre {number}", email=f"membre{number}@example.org", locale="fr")
    session.add_all(
        Membership(user_id=user.id, territory_id=place, role="member", admitted_at=now())
        for place in session.scalars(select(Territory.id))
    )
    token = start_session(session, user)
    interface = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own
    return f"{app.config['SESSION_COOKIE_NAME']}={interface.dumps({'_user_id': token, '_permanent': True})}"


def _add_pages(app: Flask, database: Database, corpus: Corpus, size: int) -> tuple[str, ...]:
    with database.reader() as session:
        territories = list(session.scalars(select(Territory.slug).order_by(Territory.id)))
        themes = list(session.scalars(select(Theme.name).order_by(Theme.id)))
        present = session.scalar(text("SELECT count(*) FROM page")) or 0
    texts = list(corpus.pages(size, territories, themes))
    missing = iter(texts[present:])
    done = present
    while batch := list(islice(missing, _AT_ONCE)):
        with database.transaction() as session:
            _create(app, session, batch)
        done += len(batch)
        print(f"\r  {done} pages", end="", flush=True)
    print()
    return tuple(page.path for page in texts)


def _create(app: Flask, session: Session, texts: Sequence[Text]) -> None:
    author = session.scalars(select(User).order_by(User.id)).first()
    assert author is not None
    actor = actor_of(session, author.id, app.extensions["wiki.rules"])
    places = {place.slug: place.id for place in session.scalars(select(Territory))}
    for page in texts:
        new = service.NewPage(
            territory_id=places[page.territory],
            kind=page.kind,
            audience="public",
            text=page.text,
            same_title_meant=True,
            slug=page.slug,
            as_found=True,
        )
        service.create(session, actor, new)
