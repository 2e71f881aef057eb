"""What to look for in the log."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import Length, Optional

from wiki.audit.acts import choices
from wiki.audit.queries import Asked
from wiki.web.forms import Form, LineField

KINDS: Mapping[str, Any] = {
    "": _l("Tout"), "page": _l("Page"), "account": _l("Compte"), "territory": _l("Territoire"), "theme": _l("Thème"),
    "file": _l("Fichier"), "message": _l("Message"), "thread": _l("Discussion"), "network": _l("Réseau"),
    "job": _l("Travail"),
}  # fmt: skip


class FilterForm(Form):
    """The address of the page says it, so that a search can be kept."""

    qui = LineField(
        _l("Par"), [Optional(), Length(max=80)],
        description=_l("L'identifiant d'une personne, ou « - » pour ce qui s'est fait sans compte."),
    )  # fmt: skip
    acte = SelectField(_l("Acte"), [Optional()])
    sorte = SelectField(_l("Sorte d'objet"), [Optional()])
    objet = LineField(
        _l("Objet"),
        [Optional(), Length(max=200)],
        description=_l("Une partie de son adresse, un identifiant ou un numéro."),
    )
    du = DateField(_l("Du"), [Optional()])
    au = DateField(_l("Au"), [Optional()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.acte.choices = choices()
        self.sorte.choices = [(code, str(label)) for code, label in KINDS.items()]

    def asked(self) -> Asked:
        """What is looked for."""
        return Asked(
            person=self.qui.data or "", act=self.acte.data or "", kind=self.sorte.data or "",
            thing=self.objet.data or "", since=self.du.data, until=self.au.data,
        )  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """Each value can be used, and the days are in order."""
        if not super().validate(extra_validators):
            return False
        if isinstance(self.du.data, date) and isinstance(self.au.data, date) and self.du.data > self.au.data:
            self.au.errors = [*self.au.errors, _("Le dernier jour vient avant le premier.")]
            return False
        return True
