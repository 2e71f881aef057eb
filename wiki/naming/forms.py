"""What people type about names of pages."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from wiki.naming.checks import NewName
from wiki.pages.models import Page
from wiki.rendering.document import TITLE_LENGTH
from wiki.rendering.slugs import MAX_SLUG
from wiki.web.forms import Form, LineField

MEANT = ("is_same_title_meant", "is_address_meant", "is_audience_meant")


class MergeForm(Form):
    """The text of two pages together."""

    text = TextAreaField(
        _l("Le texte des deux pages ensemble"),
        [InputRequired(_l("Le texte est vide : écrivez au moins une phrase."))],
    )
    is_audience_meant = BooleanField(_l("Oui, c'est voulu"))
    seen = HiddenField()
    other_seen = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.asked = {"is_audience_meant"} if self.is_audience_meant.data else set()
        """What was to be confirmed when the form was shown."""


class NameForm(Form):
    """Title, address and territory of a page; what asks to be confirmed appears once there is something to."""

    title = LineField(
        _l("Titre"), [InputRequired(_l("Donnez un titre à la page."))], render_kw={"maxlength": TITLE_LENGTH}
    )
    is_same_title_meant = BooleanField(_l("Donner quand même le même titre"))
    territory = SelectField(_l("Territoire"), [InputRequired(_l("Choisissez un territoire."))], coerce=int)
    is_audience_meant = BooleanField(_l("Oui, d'autres personnes liront cette page"))
    slug = LineField(
        _l("Adresse"),
        render_kw={"maxlength": MAX_SLUG, "autocapitalize": "none", "spellcheck": "false"},
    )
    is_address_meant = BooleanField(_l("Prendre quand même cette adresse"))

    def __init__(self, *args: Any, page: Page, territories: Sequence[Any], **values: Any) -> None:
        super().__init__(*args, **values)
        places = {page.territory.id: page.territory.name, **{place.id: place.name for place in territories}}
        self.territory.choices = sorted(places.items(), key=lambda place: str(place[1]))
        self.page_id = page.id
        self.asked = {name for name in MEANT if self[name].data}
        """What was to be confirmed when the form was shown."""

    @property
    def new_name(self) -> NewName:
        """What was typed."""
        return NewName(
            page_id=self.page_id,
            title=self.title.data or "",
            territory_id=self.territory.data,
            slug=self.slug.data or "",
            **{name: bool(self[name].data) for name in MEANT},
        )
