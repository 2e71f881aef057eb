"""Forms: a file to import, the pieces to accept."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, HiddenField, SelectField
from wtforms.validators import InputRequired

from wiki.pages.forms import new_form_key, number_of
from wiki.web.forms import Form


class UploadForm(Form):
    """A file, and the territory that takes what is in it."""

    file = FileField(
        _l("Fichier"),
        description=_l("Un fichier .ldj ou .json de Learning Designer, ou un scénario en .md. 2 Mo au plus."),
    )
    territory = SelectField(_l("Territoire"), [InputRequired(_l("Choisissez un territoire."))], coerce=int)
    text = HiddenField()
    name = HiddenField()
    form_key = HiddenField()

    def __init__(self, *args: Any, territories: Sequence[Any], **values: Any) -> None:
        super().__init__(*args, **values)
        self._names = {place.id: place.name for place in territories}
        self.territory.choices = list(self._names.items())
        self.form_key.data = self.form_key.data or new_form_key()
        # Needed where it is asked for, not where the text that it gave is sent back.
        self.file.flags.required = True

    @property
    def territory_name(self) -> str:
        """Name of the chosen territory; empty while none is."""
        return str(self._names.get(self.territory.data, ""))


class PiecesForm(Form):
    """Which pieces are accepted, of which version of the page."""

    become = BooleanField(_l("Faire de cette page un scénario"))
    base = HiddenField()
    form_key = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.form_key.data = self.form_key.data or new_form_key()

    @property
    def base_number(self) -> int:
        """The version in which the pieces were found; 0, which is no version, when the field was tampered with."""
        return number_of(self.base.data)

    @property
    def chosen(self) -> frozenset[str]:
        """The pieces whose boxes are checked."""
        return frozenset(request.form.getlist("piece"))
