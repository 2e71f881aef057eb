"""What a program may do in the name of who made its token: never more than the person, often less."""

from flask_babel import lazy_gettext as _l

from wiki.permissions import Permission

READ, WRITE, ACCOUNT = "read", "write", "account"
PERMISSIONS: dict[str, frozenset[Permission]] = {
    READ: frozenset({Permission.PAGE_VIEW}),
    WRITE: frozenset({Permission.PAGE_CREATE, Permission.PAGE_EDIT}),
    ACCOUNT: frozenset(),
}
"""The rules that each scope leaves standing: all others refuse, those of features to come as well."""

LABELS = {
    READ: _l("Lire les pages que je peux lire"),
    WRITE: _l("Écrire : créer et modifier les pages que je peux modifier"),
    ACCOUNT: _l("Connaître mon adresse e-mail et mes territoires"),
}


def granted(scopes: frozenset[str]) -> frozenset[Permission]:
    """Everything that these scopes leave standing."""
    return frozenset[Permission]().union(*(PERMISSIONS[scope] for scope in scopes & PERMISSIONS.keys()))
