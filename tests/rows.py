"""Rows taken from one database and put into others: quicker than making the same things again for each test."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, exists, func, insert, select, text
from sqlalchemy.orm import Session

from wiki.db import Model

Rows = Mapping[Table, Sequence[dict[str, Any]]]


def is_empty(session: Session) -> bool:
    """Whether no table has a row."""
    return not any(session.connection().exec_driver_sql(_whether_each_has_rows()).one())


@cache
def _whether_each_has_rows() -> str:
    """Put into words once, for there are many tables and many tests."""
    asked = select(*(exists(text("1")).select_from(table) for table in Model.metadata.sorted_tables))
    return str(asked.compile())


def take(session: Session) -> Rows:
    """All rows of all tables, those that others refer to first."""
    session.flush()
    read = {table: session.execute(select(table)).mappings() for table in Model.metadata.sorted_tables}
    return {table: [dict(row) for row in rows] for table, rows in read.items()}


def put(session: Session, rows: Rows) -> None:
    """Write rows into an empty database, as they were."""
    for table, made in rows.items():
        if made:
            session.execute(insert(table), made)
    if session.get_bind().dialect.name == "postgresql":
        _count_on(session, [table for table, made in rows.items() if made and "id" in table.columns])


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
