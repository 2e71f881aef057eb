"""What people can agree to, in words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from scenarios.photos.models import Agreement

AGREEMENTS: Mapping[Agreement, Any] = {
    Agreement.NOBODY: _l("Personne n'y est reconnaissable"),
    Agreement.WRITTEN: _l("Les adultes reconnaissables ont donné leur accord par écrit"),
    Agreement.PARENTS: _l("Des enfants sont reconnaissables : leurs parents ont donné leur accord par écrit"),
}


def agreement_label(agreement: str) -> str:
    """An agreement as it was stored, in words; nothing while nobody said anything."""
    return str(AGREEMENTS[Agreement(agreement)]) if agreement else ""
