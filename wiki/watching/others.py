"""What can be followed beside what the wiki knows itself: a feature above reads its things for who asks."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy.orm import Session

from wiki.permissions import Actor

EXTENSION = "wiki.watching.others"


@dataclass(frozen=True)
class Followable:
    """A thing to follow: its number, its name, where it is read."""

    id: int
    name: Any
    address: str


Reader = Callable[[Session, Actor, Collection[int]], Iterable[Followable]]
"""Given numbers: the things of them that a person may read now."""


def let_follow(app: Flask, kind: str, reader: Reader) -> None:
    """Let things of a kind (`wiki.watching.models.KINDS`) be followed in an application."""
    app.extensions.setdefault(EXTENSION, {})[kind] = reader


def readable(session: Session, actor: Actor, kind: str, ids: Collection[int]) -> list[Followable]:
    """The things of a kind that a person may read; none of a kind that no feature has."""
    reader: Reader | None = current_app.extensions.get(EXTENSION, {}).get(kind)
    return list(reader(session, actor, ids)) if reader is not None else []
