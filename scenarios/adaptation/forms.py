"""Which territory an adaptation is for."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from wiki.pages.forms import new_form_key
from wiki.territories.models import Territory
from wiki.web.forms import Form


class AdaptForm(Form):
    """A territory among those where the person may create pages."""

    territory = RadioField(
        _l("Pour quel territoire ?"), [InputRequired(_l("Choisissez un territoire."))], coerce=int
    )
    form_key = HiddenField()

    def __init__(self, *args: Any, territories: Sequence[Territory], **values: Any) -> None:
        super().__init__(*args, **values)
        self.territory.choices = [(place.id, place.name) for place in territories]
        self.form_key.data = self.form_key.data or new_form_key()
