"""What features above show beside a page, brought by the very statement that finds the page.

A page view has three statements to spend, of which the reader, the page and its themes take one each. So a feature
that shows something on every page registers a column in its wiring, a query correlated to `Page` (see
`wiki.nested` for one of several rows), and finds its value in `PageView.beside`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from wiki.pages.models import Page
from wiki.permissions import Actor

EXTENSION = "wiki.pages.beside"

Told = Mapping[str, Any]
"""The name of a column → what it brought."""
Readable = Callable[[Any], ColumnElement[bool]]
"""Given another page of the statement: the condition that the reader may read it, too."""


@dataclass(frozen=True)
class Beside:
    """One column: `query` is given what tells whether the reader may read another page. Statements are kept by it."""

    name: str
    query: Callable[[Readable], ColumnElement[Any]]


def show_beside(app: Flask, *columns: Beside) -> None:
    """Bring these with every page view of an application."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], *columns)


def columns_beside() -> tuple[Beside, ...]:
    """What the features of the current application bring."""
    found: tuple[Beside, ...] = current_app.extensions[EXTENSION]
    return found


def told_beside(session: Session, actor: Actor, page: Page, columns: tuple[Beside, ...]) -> Told:
    """Some columns for a page at hand, in one statement."""
    asked = {"page_id": page.id, **reading(actor)}
    row = session.execute(_statement(columns, actor.is_admin), asked).one()
    return told(columns, row)


def told(columns: tuple[Beside, ...], values: Any) -> Told:
    """Values under the names of their columns."""
    return {column.name: value for column, value in zip(columns, values, strict=True)}


def expressions(columns: tuple[Beside, ...], for_admin: bool) -> list[ColumnElement[Any]]:
    """The columns for a statement about `Page` that is executed with `reading(actor)`."""
    return [column.query(lambda page: readable(page, for_admin)) for column in columns]


def readable(page: Any, for_admin: bool) -> ColumnElement[bool]:
    """`visible_to` somebody who is told when the statement is executed (see `reading`)."""
    keys: ColumnElement[bool] = page.audience_key.in_(bindparam("audiences", expanding=True))
    return or_(keys, page.audience_key.startswith("territory:")) if for_admin else keys


def reading(actor: Actor) -> dict[str, Any]:
    """Who reads, for a statement with `readable` in it."""
    return {"audiences": sorted(actor.audiences)}


@cache
def _statement(columns: tuple[Beside, ...], for_admin: bool) -> Select[*tuple[Any, ...]]:
    return select(*expressions(columns, for_admin)).select_from(Page).where(Page.id == bindparam("page_id"))
