"""Rows taken from one database and put into others: quicker than making the same things again for each test."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, exists, func, insert, select, text
from sqlalchemy.orm import Session

from wiki.db import Model

Rows = Mapping[Table, Sequence[dict[str, Any]]]


def is_empty(session: Session, tables: Iterable[Table]) -> bool:
    """Whether none of these tables has a row."""
    return not any(session.connection().exec_driver_sql(_whether_each_has_rows(tuple(tables))).one())


@cache
def _whether_each_has_rows(tables: tuple[Table, ...]) -> str:
    """Put into words once, for there are many tables and many tests."""
    asked = select(*(exists(text("1")).select_from(table) for table in tables))
    return str(asked.compile())


def take(session: Session) -> Rows:
    """The rows of all tables that have any, those that others refer to first."""
    session.flush()
    read = (
        (table, session.execute(select(table)).mappings().all()) for table in Model.metadata.sorted_tables
    )
    return {table: [dict(row) for row in rows] for table, rows in read if rows}


def put(session: Session, rows: Rows) -> None:
    """Write rows into an empty database, as they were."""
    for table, made in rows.items():
        session.execute(insert(table), made)
    if session.get_bind().dialect.name == "postgresql":
        _count_on(session, [table for table in rows if "id" in table.columns])


def _count_on(session: Session, tables: Sequence[Table]) -> None:
    """Let the next row get the next number: PostgreSQL counts only the numbers that it gave itself."""
    session.execute(
        select(
            *(
                func.setval(
                    func.pg_get_serial_sequence(table.name, "id"),
                    select(func.max(table.c.id)).scalar_subquery(),
                )
                for table in tables
            )
        )
    )
