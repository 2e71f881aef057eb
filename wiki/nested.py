"""Rows within a row: a query as one value of another, so that one statement brings a thing and what belongs to it.

Both databases know this, each under names of its own.
"""

from typing import Any

from sqlalchemy import JSON, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Rows(FunctionElement[Any]):
    """The rows of a query as a list of lists, in no order: `select(Rows(column, …)).…scalar_subquery()`.

    Where there are no rows it is an empty list or None.
    """

    type = JSON()
    inherit_cache = True


class Items(FunctionElement[Any]):
    """A list kept as JSON, as a table: `Items(column).table_valued("value")`."""

    inherit_cache = True


@compiles(Rows, "sqlite")
def _rows_on_sqlite(element: Rows, compiler: SQLCompiler, **options: Any) -> str:
    # A list within is text there until it is said to be one.
    cells = (func.json(cell) if isinstance(cell.type, JSON) else cell for cell in element.clauses)
    return compiler.process(func.json_group_array(func.json_array(*cells)), **options)


@compiles(Rows, "postgresql")
def _rows_on_postgresql(element: Rows, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(func.json_agg(func.json_build_array(*element.clauses)), **options)


@compiles(Items, "sqlite")
def _items_on_sqlite(element: Items, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(func.json_each(*element.clauses), **options)


@compiles(Items, "postgresql")
def _items_on_postgresql(element: Items, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(func.json_array_elements_text(*element.clauses), **options)
