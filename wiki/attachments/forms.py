"""What people say of files."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length

from wiki.attachments.models import LONGEST_ALT, LONGEST_CAPTION
from wiki.attachments.service import Description
from wiki.web.forms import Form, LineField


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
