"""What people say of files."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, Length

from wiki.attachments.models import LONGEST_ALT, LONGEST_CAPTION, FileVersion
from wiki.attachments.service import Description
from wiki.web.forms import Form, LineField, choices_of


class DescriptionForm(Form):
    """What a file shows."""

    alt = LineField(
        _l("Texte de remplacement"),
        [Length(max=LONGEST_ALT, message=_l("300 caractères au plus."))],
        description=_l(
            "Ce que montre l'image, en une phrase, pour qui ne la voit pas : « Des élèves relèvent la température "
            "d'une cour ombragée »."
        ),
        render_kw={"maxlength": LONGEST_ALT, "autocomplete": "off"},
    )
    is_decorative = BooleanField(_l("Image décorative : elle n'apprend rien, il n'y a rien à dire"))
    caption = LineField(
        _l("Légende ou crédit"),
        [Length(max=LONGEST_CAPTION, message=_l("500 caractères au plus."))],
        description=_l("Qui a fait ce document, d'où il vient, sous quelle licence."),
        render_kw={"maxlength": LONGEST_CAPTION, "autocomplete": "off"},
    )

    def said(self) -> Description:
        """What the form says."""
        return Description(
            str(self.alt.data or ""), str(self.caption.data or ""), bool(self.is_decorative.data)
        )


class PurgeForm(Form):
    """What to take out for good, and why."""

    what = RadioField(
        _l("Ce qui est effacé"), [InputRequired(_l("Choisissez le fichier entier ou une version."))]
    )
    reason = LineField(
        _l("Raison"),
        [InputRequired(_l("Donnez la raison.")), Length(max=300, message=_l("300 caractères au plus."))],
        description=_l("Elle est écrite dans le journal, avec votre nom."),
        render_kw={"maxlength": 300, "autocomplete": "off"},
    )

    def offer(self, versions: Sequence[FileVersion]) -> None:
        """Let a version be chosen, or all of them."""
        each = [
            (str(found.number), _("La version %(number)s seule", number=found.number)) for found in versions
        ]
        self.what.choices = choices_of([("all", _("Le fichier entier, avec toutes ses versions")), *each])

    @property
    def number(self) -> int | None:
        """The version that was chosen; None for all."""
        return None if self.what.data == "all" else int(self.what.data)
