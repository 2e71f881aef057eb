"""Forms for writing pages: text in, typed values out."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.pages import labels
from wiki.pages.models import AUDIENCES, KINDS
from wiki.web.forms import Form, LineField


def new_form_key() -> str:
    """A key that marks one filled-in form, so that posting it twice saves once."""
    return secrets.token_urlsafe(18)


def number_of(text: str | None) -> int:
    """The number of a version as an address or a hidden field says it; 0, which is none, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


class _Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NewPageForm(Form):
    """A page that is not there yet."""

    title = LineField(
        _l("Titre"), [InputRequired(_l("Donnez un titre à la page.")), Length(max=200)],
        description=_l("Ce que l'on y fait, en peu de mots : « Lire le climat de son quartier »."),
    )  # fmt: skip
    territory = SelectField(_l("Territoire"), [InputRequired(_l("Choisissez un territoire."))], coerce=int)
    themes = _Checkboxes(_l("Thèmes"), [Optional()], validate_choice=True)
    tags = LineField(
        _l("Mots-clés"), [Optional(), Length(max=300)], description=_l("Séparés par des virgules.")
    )
    text = TextAreaField(_l("Texte"), [InputRequired(_l("Écrivez au moins une phrase."))])
    audience = RadioField(_l("Qui peut lire cette page ?"), default="public")
    same_title_meant = BooleanField(_l("Créer quand même une deuxième page de ce titre"))
    form_key = HiddenField()
    draft = HiddenField()

    def __init__(
        self, *args: Any, territories: Sequence[Any], families: Sequence[Any], **values: Any
    ) -> None:
        super().__init__(*args, **values)
        self._names = {place.id: place.name for place in territories}
        self.territory.choices = list(self._names.items())
        self.themes.choices = {
            family.name: [(theme.name, theme.name) for theme in family.themes if not theme.retired]
            for family in families
        }
        self.audience.choices = [(code, str(labels.AUDIENCES[code])) for code in AUDIENCES]
        self.form_key.data = self.form_key.data or new_form_key()

    @property
    def territory_name(self) -> str:
        """Name of the chosen territory."""
        return str(self._names.get(self.territory.data, ""))

    @property
    def tag_list(self) -> list[str]:
        return [tag for part in (self.tags.data or "").split(",") if (tag := part.strip())]


class EditForm(Form):
    """A page's text, with the version it was read at."""

    text = TextAreaField(
        _l("Texte de la page"), [InputRequired(_l("Le texte est vide : écrivez au moins une phrase."))]
    )
    summary = LineField(
        _l("Qu'avez-vous changé ?"), [Optional(), Length(max=300, message=_l("300 caractères au plus."))],
        description=_l("Une phrase pour l'historique : elle aide les autres à suivre."),
    )  # fmt: skip
    minor = BooleanField(_l("Correction mineure (orthographe, mise en forme)"))
    base = HiddenField()
    form_key = HiddenField()
    draft = HiddenField()
    add_theme = SelectField(_l("Ajouter un thème"), [Optional()], validate_choice=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.form_key.data = self.form_key.data or new_form_key()

    def offer_themes(self, families: Sequence[Any]) -> None:
        """Fill the list of themes; needed only where the form is shown."""
        self.add_theme.choices = [("", _("Choisir…"))] + [
            (theme.name, theme.name) for family in families for theme in family.themes if not theme.retired
        ]

    @property
    def base_number(self) -> int:
        """The version the text was read at; 0, which is no version, when the field was tampered with."""
        return number_of(self.base.data)


class SettingsForm(Form):
    """Kind and audience."""

    kind = RadioField(_l("Sorte de page"))
    audience = RadioField(_l("Qui peut lire cette page ?"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind.choices = [(code, str(labels.KINDS[code])) for code in KINDS]
        self.audience.choices = [(code, str(labels.AUDIENCES[code])) for code in AUDIENCES]
