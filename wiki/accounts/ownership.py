"""Which rows are somebody's, read out of the models: no feature can be forgotten."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table

from wiki.db import Model

_PEOPLE = "user_account.id"
_OWNER_COLUMNS = {"user_id", "author_id", "owner_id"}


def tables_of_a_person() -> Iterator[tuple[Table, Column[Any]]]:
    """The tables whose rows go with a person (ON DELETE CASCADE), and the column that says whose they are."""
    for table in reversed(Model.metadata.sorted_tables):
        for key in table.foreign_keys:
            if key.target_fullname == _PEOPLE and key.ondelete == "CASCADE":
                yield table, key.parent


def owner_column(table: Table) -> Column[Any] | None:
    """Of the columns that name people, the one that says whose a row is; others say who admitted or invited them."""
    named = [key.parent for key in table.foreign_keys if key.target_fullname == _PEOPLE]
    return next((column for column in named if column.name in _OWNER_COLUMNS), None)
