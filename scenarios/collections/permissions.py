"""Who makes parcours, who changes one, and who puts some forward."""

from typing import Protocol

from wiki.permissions import Actor


class Edited(Protocol):
    """What the right to change a parcours depends on."""

    owner_id: int | None
    editor_ids: frozenset[int]


def may_create(actor: Actor, thing: object) -> bool:
    """Anybody who has an account."""
    return actor.is_authenticated


def may_edit(actor: Actor, parcours: Edited) -> bool:
    """Its owner, and those whom the owner invited."""
    return actor.is_authenticated and (
        actor.user_id == parcours.owner_id or actor.user_id in parcours.editor_ids
    )


def may_feature(actor: Actor, thing: object) -> bool:
    """The national team."""
    return actor.is_curator
