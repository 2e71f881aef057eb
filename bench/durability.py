"""Whether what was acknowledged is on disk after every process was killed."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench.journeys import Told
from wiki.config import Settings
from wiki.db import Database
from wiki.events import EventBus


def lost(data_dir: Path, told: Sequence[Told]) -> list[Told]:
    """Acknowledged saves of which no revision tells. The database is opened without the wiki's code."""
    with closing(sqlite3.connect(data_dir / "wiki.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [save for save in told if not _is_kept(database, save)]


def synchronous(data_dir: Path) -> int:
    """How the wiki's own connections flush: 2 is FULL."""
    database = Database(Settings(data_dir=data_dir).database, EventBus())
    with database.transaction() as session:
        level: int = session.connection().exec_driver_sql("PRAGMA synchronous").scalar_one()
    database.dispose()
    return level


def _is_kept(database: sqlite3.Connection, save: Told) -> bool:
    territory, slug = save.path.split("/")
    found = database.execute(
        "SELECT 1 FROM revision JOIN page ON page.id = revision.page_id JOIN territory"
        " ON territory.id = page.territory_id WHERE territory.slug = ? AND page.slug = ? AND instr(text, ?) LIMIT 1",
        (territory, slug, save.marker),
    )
    return found.fetchone() is not None
