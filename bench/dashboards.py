"""What it costs to count a whole wiki for its dashboards, beside counting it for its home page.

    python bench/dashboards.py [--quick] [--json FILE] [--results FILE]

No server: rows are put into a database as they are after a save, and counted by what the dashboards ask. Dashboards
are counted once and remembered until the next commit: what is measured here is the first asking after one.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from bench.figures import Figure, report, report_options
from scenarios.dashboards import national, theme
from scenarios.dashboards import territory as places
from scenarios.demonstration import content, loader
from scenarios.enactments.models import Enactment
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database, now
from wiki.entrance.queries import home
from wiki.migrate import upgrade
from wiki.pages.models import Page, PageTheme, Revision
from wiki.permissions import VISITOR
from wiki.provenance.models import ADAPTED, Derivation
from wiki.territories.models import Territory
from wiki.themes.models import Theme
from wiki.themes.service import ensure_families

PAGES = 10_000
ROUNDS = 7
KINDS = ("scenario",) * 5 + ("enactment",) * 3 + ("tool", "page")
AUDIENCES = ("public",) * 9 + ("members",)


def main() -> None:
    """Count, print, and write where the options say."""
    options = _options()
    figures = list(figures_of(500 if options.quick else PAGES, 3 if options.quick else ROUNDS))
    report(
        figures,
        "Rows of made-up pages in SQLite; medians of processor time, first asking after a commit.",
        options,
    )


def figures_of(pages: int, rounds: int) -> Iterator[Figure]:
    """Fill a wiki and count it."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder)))
        database: Database = app.extensions["wiki.database"]
        upgrade(database.engine)
        with app.app_context(), database.transaction() as session:
            _fill(session, pages)
        with app.test_request_context(), database.reader() as session:
            yield from _measured(app, session, pages, rounds)
        database.dispose()


def _measured(app: Flask, session: Session, pages: int, rounds: int) -> Iterator[Figure]:
    place = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
    named = theme.Named(
        "climat", "Climat", tuple(session.scalars(select(Theme.id).order_by(Theme.id).limit(3)))
    )
    found = national.count(session, VISITOR)
    asked: dict[str, Callable[[], object]] = {
        "home": lambda: home(session, VISITOR, scenarios=6, changes_shown=6),
        "national": lambda: national.count(session, VISITOR),
        "territory": lambda: places.count(session, VISITOR, place),
        "theme": lambda: theme.count(session, VISITOR, named),
        "shown": lambda: national.dashboard(found),
    }
    spent = {name: _milliseconds(session, ask, rounds) for name, ask in asked.items()}
    yield Figure("national_ratio", spent["national"] / spent["home"], "×",
                 f"national dashboard of {pages:,} pages ÷ what the home page asks", at_most=5)  # fmt: skip
    yield Figure("home_ms", spent["home"], "ms", "what the home page asks")
    yield Figure(
        "national_ms", spent["national"], "ms", f"counting {pages:,} pages for the national dashboard"
    )
    yield Figure("territory_ms", spent["territory"], "ms", "for the dashboard of a territory")
    yield Figure("theme_ms", spent["theme"], "ms", "for the dashboard of a family of themes")
    yield Figure("shown_ms", spent["shown"], "ms", "tables and charts out of the national numbers")
    yield Figure("national_statements", _statements(app, session), "",
                 "statements of the national dashboard", at_most=15)  # fmt: skip


def _milliseconds(session: Session, ask: Callable[[], object], rounds: int) -> float:
    def once() -> float:
        session.expire_all()
        start = time.process_time()
        ask()
        return 1e3 * (time.process_time() - start)

    once()
    return statistics.median(once() for _round in range(rounds))


def _statements(app: Flask, session: Session) -> int:
    """How many statements the national dashboard sends."""
    sent: list[object] = []
    engine = app.extensions["wiki.database"].engine

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    national.count(session, VISITOR)
    event.remove(engine, "before_cursor_execute", note)
    return sum(str(statement).startswith("SELECT") for statement in sent)


def _fill(session: Session, pages: int) -> None:
    """Pages with themes, one in three a session of an earlier scenario, one in ten an adaptation."""
    ensure_families(session)
    loader.ensure_territories(session, content.territories(), loader.begun_at())
    session.flush()
    chance = random.Random(1)
    territories, themes = list(session.scalars(select(Territory.id))), list(session.scalars(select(Theme.id)))
    rows: list[dict[str, Any]] = [
        {
            "id": number, "territory_id": chance.choice(territories), "slug": f"page-{number}",
            "title": f"Page {number}", "kind": chance.choice(KINDS), "audience_key": chance.choice(AUDIENCES),
            "created_at": now() - timedelta(days=chance.randrange(900)), "facts": {},
        }
        for number in range(1, pages + 1)
    ]  # fmt: skip
    session.execute(insert(Page), rows)
    session.execute(
        insert(Revision),
        [{"id": row["id"], "page_id": row["id"], "number": 1, "text": "# Page"} for row in rows],
    )
    session.execute(Page.__table__.update().values(current_id=Page.id))  # type: ignore[attr-defined]  # a table
    session.execute(
        insert(PageTheme),
        [{"page_id": row["id"], "theme_id": number} for row in rows for number in chance.sample(themes, 2)],
    )
    scenarios = [row["id"] for row in rows if row["kind"] == "scenario"]
    told = [row["id"] for row in rows if row["kind"] == "enactment"]
    session.execute(
        insert(Enactment), [{"page_id": number, "scenario_id": chance.choice(scenarios)} for number in told]
    )
    session.execute(
        insert(Derivation),
        [
            {"page_id": number, "number": 1, "kind": ADAPTED, "source_id": source, "source_number": 1,
             "territory_id": rows[source - 1]["territory_id"], "licence": "CC BY-SA 4.0"}
            for number in scenarios[len(scenarios) // 5 :: 5]
            for source in [chance.choice(scenarios[: len(scenarios) // 5])]
        ],
    )  # fmt: skip


def _options() -> argparse.Namespace:
    parser = report_options(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--quick", action="store_true", help="a few seconds: 500 pages")
    return parser.parse_args()


if __name__ == "__main__":
    main()
