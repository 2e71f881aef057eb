"""Migrations lead from nothing to the models, and back, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine, inspect, text

from wiki import migrate
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database, Model
from wiki.events import EventBus


@pytest.fixture(scope="module", autouse=True)
def every_model(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Models are known once every feature is loaded."""
    create_app(Settings(data_dir=tmp_path_factory.mktemp("data"))).extensions["wiki.database"].dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table, of each engine in turn."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").new_database()
    database = Database(url, EventBus())
    yield database.engine
    database.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_from_nothing_to_the_models_and_back_and_up_again(empty: Engine) -> None:
    assert migrate.differences(empty)

    migrate.upgrade(empty)

    assert migrate.differences(empty) == []
    assert tables(empty) == set(Model.metadata.tables)

    with empty.begin() as connection:
        connection.execute(text("INSERT INTO tag (slug, name) VALUES ('eau', 'Eau')"))

    migrate.upgrade(empty)

    with empty.connect() as connection:
        assert connection.scalar(text("SELECT name FROM tag")) == "Eau", "what is applied is left alone"

    # Every step in turn; which one fails, its traceback says.
    migrate.downgrade(empty, "base")
    assert tables(empty) == set()

    migrate.upgrade(empty)

    assert migrate.differences(empty) == []


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE page_revision (id INTEGER)"))
        connection.execute(text("CREATE TABLE revision (id INTEGER)"))
        connection.execute(text("CREATE TABLE page (id INTEGER)"))
    before = tables(empty)

    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(empty)

    assert tables(empty) == before


def test_there_is_one_line_of_migrations_named_by_date_and_purpose() -> None:
    found = scripts()

    assert len({script.down_revision for script in found}) == len(found)
    for script in found:
        name = Path(script.path).stem
        assert name[:8].isdigit()
        assert name.split("_")[1] == script.revision
        assert script.doc.strip()


def test_constraints_have_names_so_that_they_can_be_changed() -> None:
    for table in Model.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint!r}"


def test_a_new_migration_is_written_from_the_difference(
    empty: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (folder / name).write_text((migrate.migrations_folder() / name).read_text())
    monkeypatch.setattr(migrate, "migrations_folder", lambda: folder)

    migrate.add_migration(empty, "first tables")

    (written,) = (folder / "versions").glob("*.py")
    assert written.stem.endswith("_first_tables")
    assert "op.create_table" in written.read_text()
    assert "wiki.db" not in written.read_text()
    migrate.upgrade(empty)
    assert tables(empty) == set(Model.metadata.tables)


def scripts() -> list[Script]:
    """Every migration, newest first."""
    return list(ScriptDirectory(str(migrate.migrations_folder())).walk_revisions())
