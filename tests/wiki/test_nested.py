"""Rows within a row, alike on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import JSON, Integer, Subquery, Text, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from wiki.db import Database
from wiki.events import EventBus
from wiki.nested import Items, Rows

HOSTILE = "L'été : \"]}, \\ <b> %s :name ; --\n🌳"


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    database = Database(database_url, EventBus())
    with database.reader() as session:
        yield session
    database.dispose()


def lines(*rows: tuple[int, str]) -> Subquery:
    """A table with these rows."""
    each = (
        select(literal(number, Integer).label("number"), literal(word, Text).label("word"))
        for number, word in rows
    )
    return union_all(*each).subquery()


def test_rows_come_as_lists_whatever_is_in_them(session: Session) -> None:
    line = lines((1, HOSTILE), (2, ""))
    nested = select(Rows(line.c.number, line.c.word, null(), literal(["a", HOSTILE], JSON)))
    found = session.scalars(select(nested.select_from(line).scalar_subquery())).one()
    assert sorted(found) == [[1, HOSTILE, None, ["a", HOSTILE]], [2, "", None, ["a", HOSTILE]]]


def test_no_rows_are_nothing(session: Session) -> None:
    line = lines((1, "a"))
    nested = select(Rows(line.c.number)).where(line.c.number == 2).scalar_subquery()
    assert not session.scalars(select(nested)).one()


def test_a_kept_list_is_a_table(session: Session) -> None:
    items = Items(literal([3, 1, 2], JSON)).table_valued("value")
    assert sorted(session.scalars(select(cast(items.c.value, Integer)))) == [1, 2, 3]
    assert session.scalars(select(Items(literal([], JSON)).table_valued("value").c.value)).all() == []
