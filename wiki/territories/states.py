"""How far the national team's decision about a territory has come, and what people are called there."""

from flask_babel import lazy_gettext as _l

STATE_LABELS = {
    "vivier": _l("Au vivier"),
    "candidat": _l("Candidat"),
    "pilote": _l("Territoire pilote"),
    "retenu": _l("Projet retenu"),
}

ROLE_LABELS = {
    "member": _l("Membre"),
    "ambassador": _l("Personne ambassadrice"),
    "referent": _l("Personne référente"),
}
