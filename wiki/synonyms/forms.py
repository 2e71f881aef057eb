"""The list of equivalents as it is typed."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from wiki.pages.forms import number_of
from wiki.web.forms import Form, LineField


class EquivalentsForm(Form):
    """The whole list, with the version it was read at."""

    text = TextAreaField(
        _l("Un groupe par ligne"), [InputRequired(_l("La liste est vide : écrivez au moins une ligne."))]
    )
    summary = LineField(
        _l("Qu'avez-vous changé ?"), [Optional(), Length(max=300, message=_l("300 caractères au plus."))],
        description=_l("Une phrase pour l'historique : elle aide les autres à suivre."),
    )  # fmt: skip
    base = HiddenField()

    @property
    def base_number(self) -> int:
        """The version the list was read at; 0, which is none, when the field was tampered with."""
        return number_of(self.base.data)
