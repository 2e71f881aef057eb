"""What the national team types about themes."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField  # type: ignore[attr-defined]  # younger than the types of WTForms
from wtforms.validators import InputRequired

from wiki.themes.queries import FamilyChoice
from wiki.themes.service import MAX_NAME
from wiki.web.forms import Form, LineField, choices_of

_needed = InputRequired(_l("À remplir."))


class NewThemeForm(Form):
    """A theme to add to a family."""

    name = LineField(_l("Nom du thème"), [_needed], render_kw={"maxlength": MAX_NAME})
    family = SelectField(_l("Famille"), [_needed])

    def offer(self, families: Sequence[FamilyChoice]) -> None:
        """Offer the families."""
        self.family.choices = choices_of((family.slug, family.name) for family in families)


class ActForm(Form):
    """Something to do to a theme; nothing more to say than that it is meant."""


class RenameForm(ActForm):
    """Another name for a theme."""

    name = LineField(
        _l("Nouveau nom"),
        [_needed],
        description=_l("L'ancien nom reste compris dans les textes, et son adresse mène au thème."),
        render_kw={"maxlength": MAX_NAME},
    )


class MergeForm(ActForm):
    """The theme of which another becomes part."""

    successor = SelectField(
        _l("Réunir avec"),
        [_needed],
        description=_l("Ses pages deviennent celles du thème choisi ; son nom y mène désormais."),
    )

    def offer(self, families: Sequence[FamilyChoice], but: str) -> None:
        """Offer every theme in use but the one with this address, by family."""
        self.successor.choices = [
            SelectChoice(theme.slug, theme.name, optgroup=family.name)
            for family in families
            for theme in family.themes
            if theme.slug != but
        ]
