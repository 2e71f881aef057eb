"""Put happenings together, so that people read lines and not a log. Pure.

Several happenings of one class, by one person, about one page are one group. Of what one person did to many pages at
once (an import, undoing a vandal's edits), people are told as one line for the territory; minor edits of many pages
at once (links rewritten after a page was renamed) are told to nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from wiki.activity import kinds as happens

MANY = 5
"""More pages of one territory than this, by one person at once, are told as one line."""
MANY_MINOR = 3
"""More pages than this with nothing but minor edits, by one person at once, are not told."""

_WRITING = "writing"
_CLASSES = {
    happens.PAGE_CREATED: _WRITING,
    happens.PAGE_SHARED: _WRITING,
    happens.PAGE_EDITED: _WRITING,
    happens.FILE_ADDED: happens.FILE_ADDED,
    happens.THREAD_ANSWERED: happens.THREAD_ANSWERED,
}
"""Kinds that can be put together, and under which class; others stay alone."""


@dataclass(frozen=True)
class Group:
    """One or several happenings, told together; see `Notice` for what each value means.

    `ids` are the happenings', in order; `minor` when they are minor edits and nothing else.
    """

    ids: tuple[int, ...]
    kind: str
    page_id: int | None
    territory_id: int | None
    actor_id: int | None
    first_id: int | None
    about_id: int | None
    began_at: datetime
    at: datetime
    minor: bool = False
    count: int = 1
    details: dict[str, Any] = field(default_factory=dict, hash=False)


def class_of(kind: str) -> str:
    """What a kind is put together under; "" for one that stays alone."""
    return _CLASSES.get(kind, "")


def kinds_like(kind: str) -> tuple[str, ...]:
    """The kinds that can be put together with this one."""
    found = class_of(kind)
    return tuple(other for other, its in _CLASSES.items() if its == found) if found else ()


def grouped(groups: Iterable[Group]) -> list[Group]:
    """What can be told together, together; in the order in which each last happened."""
    found: dict[object, Group] = {}
    for group in sorted(groups, key=lambda one: one.ids):
        key = _key(group)
        found[key] = joined(found[key], group) if key in found else group
    return sorted(found.values(), key=lambda one: one.ids[-1])


def joined(first: Group, second: Group) -> Group:
    """Two groups of one class, person and page as one; how it began says what it is called."""
    return replace(
        second,
        ids=tuple(sorted({*first.ids, *second.ids})),
        kind=first.kind,
        first_id=first.first_id,
        began_at=min(first.began_at, second.began_at),
        at=max(first.at, second.at),
        minor=first.minor and second.minor,
        count=first.count + second.count,
    )


def without_routine(groups: Sequence[Group]) -> list[Group]:
    """All groups but minor edits of many pages by one person at once."""
    pages: dict[int | None, set[int | None]] = {}
    for group in groups:
        if group.minor:
            pages.setdefault(group.actor_id, set()).add(group.page_id)
    return [one for one in groups if not (one.minor and len(pages[one.actor_id]) > MANY_MINOR)]


def without_echoes(groups: Sequence[Group]) -> list[Group]:
    """What one person hears, a message that mentions them told as that alone."""
    mentions = {group.about_id for group in groups if group.kind == happens.PERSON_MENTIONED}
    return [one for one in groups if not (one.count == 1 and _message_of(one) in mentions)]


def _message_of(group: Group) -> object:
    """The message by which a thread was opened or answered; -1, which is no message, for anything else."""
    if group.kind == happens.THREAD_OPENED:
        return group.details.get("message_id", -1)
    return group.about_id if group.kind == happens.THREAD_ANSWERED else -1


def folded(groups: Sequence[Group]) -> list[Group]:
    """The same, what one person wrote in many pages of one territory as one line without a page."""
    together: dict[object, list[Group]] = {}
    for group in groups:
        key = (group.actor_id, group.territory_id) if class_of(group.kind) == _WRITING else group.ids
        together.setdefault(key, []).append(group)
    return [line for found in together.values() for line in _folded(found)]


def _folded(groups: list[Group]) -> list[Group]:
    pages = {group.page_id for group in groups}
    if len(pages) <= MANY:
        return groups
    kinds = {group.kind for group in groups}
    return [
        replace(
            groups[-1],
            ids=tuple(sorted({number for group in groups for number in group.ids})),
            kind=kinds.pop() if len(kinds) == 1 else happens.PAGE_EDITED,
            page_id=None,
            first_id=None,
            about_id=None,
            began_at=min(group.began_at for group in groups),
            at=max(group.at for group in groups),
            count=len(pages),
            details={},
        )
    ]


def _key(group: Group) -> object:
    found = class_of(group.kind)
    return (found, group.page_id, group.territory_id, group.actor_id) if found else group.ids
