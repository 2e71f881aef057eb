"""Every contract is held by every engine."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from search.index import Index, open_index
from tests.postgresql import Cluster


@pytest.fixture(scope="session")
def searched_database(request: pytest.FixtureRequest) -> str:
    """A database where the tables of the engine are; tests share it."""
    cluster: Cluster = request.getfixturevalue("postgresql")
    url = cluster.new_database().replace("postgresql+psycopg://", "postgresql://")
    open_index(url).close()
    return url


@pytest.fixture
def postgresql_url(searched_database: str) -> str:
    """The address of an empty index in PostgreSQL."""
    empty_tables(searched_database)
    return searched_database


def empty_tables(url: str) -> None:
    """Make the index as it was when it was made; many times quicker than making another."""
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM search.document; DELETE FROM search.word")
        connection.execute(
            "UPDATE search.state SET generation = 0, sequence = NULL, build = 0, building_by = NULL"
        )


@pytest.fixture(params=["memory", "whoosh", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    opened = open_index(_url(request, tmp_path))
    yield opened
    opened.close()


def _url(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return "memory:" if request.param == "memory" else f"whoosh://{folder / 'index'}"
