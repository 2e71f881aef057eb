"""What people type about parcours."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from scenarios.collections.models import (
    AUDIENCES,
    BY_LINK,
    LONGEST_INTRODUCTION,
    LONGEST_NOTE,
    LONGEST_REASON,
    LONGEST_TITLE,
    PRIVATE,
    PUBLIC,
    Collection,
)
from scenarios.collections.service import Words
from wiki.pages.forms import new_form_key, number_of
from wiki.web.forms import Form, LineField, choices_of

READERS = {
    PRIVATE: _l("Moi, et les personnes que j'invite"),
    BY_LINK: _l("Les personnes à qui je donne le lien"),
    PUBLIC: _l("Tout le monde : il paraît dans la liste des parcours"),
}
NEW = "nouveau"


def _note(**more: Any) -> Any:
    """What one may say of a page."""
    return TextAreaField(
        _l("Votre mot"),
        [Optional(), Length(max=LONGEST_NOTE)],
        description=_l("Pourquoi cette page ici, ce qu'il faut savoir avant."),
        render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
        **more,
    )


class WordsForm(Form):
    """What a parcours is called and how it is introduced."""

    title = LineField(
        _l("Titre"),
        [InputRequired(_l("Donnez un titre à ce parcours.")), Length(max=LONGEST_TITLE)],
        description=_l("Ce que l'on y apprend, ou pour quand : « Une semaine de l'eau avec des CM2 »."),
        render_kw={"maxlength": LONGEST_TITLE},
    )
    introduction = TextAreaField(
        _l("Introduction"),
        [Optional(), Length(max=LONGEST_INTRODUCTION)],
        description=_l("Pour qui, dans quel ordre, avec quel fil. En Markdown : listes, liens, titres."),
        render_kw={"rows": 6, "maxlength": LONGEST_INTRODUCTION},
    )
    version = HiddenField()
    form_key = HiddenField()

    @property
    def read_version(self) -> int:
        """The version that was read; 0, which is none, when the field was tampered with."""
        return number_of(self.version.data)

    @property
    def words(self) -> Words:
        """What was filled in."""
        return Words(self.title.data or "", self.introduction.data or "")


class NewForm(WordsForm):
    """A parcours that is not there yet."""

    audience = RadioField(
        _l("Qui peut le lire ?"),
        choices=choices_of((code, READERS[code]) for code in AUDIENCES),
        default=PRIVATE,
    )

    @classmethod
    def fresh(cls) -> "NewForm":
        """The form as posted, or an empty one."""
        form = cls.of_request()
        form.form_key.data = form.form_key.data or new_form_key()
        return form


class AddForm(Form):
    """Which parcours a page goes to; one that is there, or a new one of some title."""

    collection = SelectField(_l("Dans quel parcours ?"), validate_choice=True)
    title = LineField(
        _l("Titre du nouveau parcours"),
        [Optional(), Length(max=LONGEST_TITLE)],
        description=_l("À remplir si vous en commencez un. Il reste privé tant que vous ne le partagez pas."),
        render_kw={"maxlength": LONGEST_TITLE},
    )
    note = _note()
    form_key = HiddenField()

    def offer(self, collections: Sequence[Collection], holding: frozenset[int]) -> None:
        """Offer the parcours that the person composes, but those that hold the page already."""
        free = [(str(found.id), found.title) for found in collections if found.id not in holding]
        self.collection.choices = [*free, (NEW, _("Un nouveau parcours…"))]
        self.form_key.data = self.form_key.data or new_form_key()

    @property
    def is_new(self) -> bool:
        return bool(self.collection.data == NEW)


class NoteForm(Form):
    """Words between pages."""

    note = TextAreaField(
        _l("Un mot entre deux pages"),
        [InputRequired(_l("Écrivez au moins un mot.")), Length(max=LONGEST_NOTE)],
        description=_l("Une transition, une consigne, une pause : « Déjeuner sur place »."),
        render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
    )


class PageForm(Form):
    """A page to add, by its address."""

    page = LineField(
        _l("Adresse d'une page"),
        [InputRequired(_l("Collez l'adresse d'une page du site."))],
        description=_l(
            "Par exemple /trappes/lire-le-climat. Ou ouvrez une page, puis « Ajouter à un parcours »."
        ),
        render_kw={"maxlength": 300, "autocomplete": "off"},
    )
    # Stands beside another field of this name.
    note = _note(id="page-note")


class StepForm(Form):
    """What is said of a step, and which version of its page is shown."""

    note = _note()
    shown = RadioField(
        _l("Quelle version montrer ?"),
        choices=choices_of(
            [("current", _l("Toujours la dernière")), ("pinned", _l("Celle-ci, quoi qu'il arrive ensuite"))]
        ),
        default="current",
    )
    number = LineField(
        _l("Numéro de la version gardée"), [Optional()], render_kw={"inputmode": "numeric", "maxlength": 8}
    )
    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version of the step that was read; 0, which is none, when the field was tampered with."""
        return number_of(self.version.data)

    @property
    def pinned(self) -> int | None:
        """The version of the page to show; None for the one that is current, 0 for what is no number."""
        return number_of(self.number.data) if self.shown.data == "pinned" else None


class ShareForm(Form):
    """Who reads a parcours."""

    audience = RadioField(
        _l("Qui peut le lire ?"), choices=choices_of((code, READERS[code]) for code in AUDIENCES)
    )


class InviteForm(Form):
    """Somebody who is to compose it, too."""

    handle = LineField(
        _l("Identifiant de la personne"),
        [InputRequired(_l("Donnez l'identifiant de la personne."))],
        description=_l("Il se lit sur son profil, après « /personnes/ »."),
        render_kw={"maxlength": 80, "autocomplete": "off", "autocapitalize": "none"},
    )


class FeatureForm(Form):
    """Why the national team puts a parcours forward."""

    national_introduction = TextAreaField(
        _l("Pourquoi vous le mettez en avant"),
        [
            InputRequired(_l("Dites en une phrase pourquoi vous le mettez en avant.")),
            Length(max=LONGEST_INTRODUCTION),
        ],
        description=_l("Montré au-dessus du parcours et dans les listes, au nom de l'équipe nationale."),
        render_kw={"rows": 4, "maxlength": LONGEST_INTRODUCTION},
    )


class WithdrawalForm(Form):
    """Why the national team takes a parcours out of sight."""

    reason = TextAreaField(
        _l("Pourquoi"),
        [
            InputRequired(_l("Dites en une phrase pourquoi : la personne le lira.")),
            Length(max=LONGEST_REASON),
        ],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )
