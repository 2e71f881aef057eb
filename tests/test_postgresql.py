"""The throw-away cluster gives separate, copied and removable databases."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.postgresql import Cluster, PostgresqlAbsent, find_programs


def ask(url: str, statement: str) -> object:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        return result.scalar() if result.returns_rows else None


def test_a_database_is_copied_with_its_content(postgresql: Cluster) -> None:
    original = postgresql.new_database()
    ask(original, "CREATE TABLE page AS SELECT 'Château' AS title")

    copy = postgresql.new_database(template=original)
    ask(copy, "UPDATE page SET title = 'Moulin'")

    assert ask(copy, "SELECT title FROM page") == "Moulin"
    assert ask(original, "SELECT title FROM page") == "Château"


def test_a_database_is_dropped(postgresql: Cluster) -> None:
    url = postgresql.new_database()
    postgresql.drop_database(url)

    with pytest.raises(Exception, match="does not exist"):
        ask(url, "SELECT 1")


def test_the_cluster_is_recent(postgresql: Cluster) -> None:
    assert int(str(ask(postgresql.new_database(), "SHOW server_version_num"))) >= 150000


def test_absent_programs_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("pathlib.Path.glob", lambda folder, pattern: iter(()))

    with pytest.raises(PostgresqlAbsent, match="initdb"):
        find_programs()
