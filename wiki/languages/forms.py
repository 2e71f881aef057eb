"""What people type about translations."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from wiki.languages.names import NAMES, own_name
from wiki.pages import labels
from wiki.pages.forms import new_form_key
from wiki.pages.models import AUDIENCES, Page
from wiki.rendering.document import TITLE_LENGTH
from wiki.web.forms import Form, LineField, choices_of


class TranslationForm(Form):
    """A page in another language, beside the one it says."""

    language = SelectField(_l("Langue de la traduction"), [InputRequired(_l("Choisissez une langue."))])
    is_second_meant = BooleanField(_l("Créer quand même une deuxième traduction dans cette langue"))
    title = LineField(
        _l("Titre dans cette langue"), [InputRequired(_l("Donnez un titre à la traduction."))],
        render_kw={"maxlength": TITLE_LENGTH},
    )  # fmt: skip
    territory = SelectField(_l("Territoire"), [InputRequired(_l("Choisissez un territoire."))], coerce=int)
    text = TextAreaField(_l("Texte traduit"), [InputRequired(_l("Écrivez au moins une phrase."))])
    audience = RadioField(_l("Qui peut lire la traduction ?"), default="draft")
    number = HiddenField()
    form_key = HiddenField()

    def __init__(self, *args: Any, source: Page, territories: Sequence[Any], **values: Any) -> None:
        super().__init__(*args, **values)
        others = ((code, name) for code, name in NAMES.items() if name != own_name(source.language))
        self.language.choices = choices_of(others)
        self.territory.choices = [(place.id, place.name) for place in territories]
        self.audience.choices = [(code, str(labels.AUDIENCES[code])) for code in reversed(AUDIENCES)]
        self.form_key.data = self.form_key.data or new_form_key()
        self.asks_second = bool(self.is_second_meant.data)
