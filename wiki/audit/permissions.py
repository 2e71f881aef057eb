"""Who reads the audit log."""

from wiki.permissions import Actor


def may_read(actor: Actor, thing: object) -> bool:
    """Administrators: it tells of everybody, and from where."""
    return actor.is_admin
