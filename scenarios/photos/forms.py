"""Photos, what they show, and what the people on them agreed to."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Length, Optional

from scenarios.photos.labels import AGREEMENTS
from scenarios.photos.models import LONGEST_WORDS, Agreement
from scenarios.photos.service import Said
from wiki.attachments.models import LONGEST_ALT
from wiki.attachments.service import Description
from wiki.pages.forms import new_form_key
from wiki.web.forms import Form, LineField, choices_of

_CHOICES = choices_of((agreement.value, words) for agreement, words in AGREEMENTS.items())
_WORDS = LineField(
    _l("Qui garde les accords écrits ?"),
    [Length(max=LONGEST_WORDS, message=_l("200 caractères au plus."))],
    description=_l("Par exemple : « Claire Morel, dans le classeur de la médiathèque »."),
    render_kw={"maxlength": LONGEST_WORDS, "autocomplete": "off"},
)


class AgreementForm(Form):
    """What the people on a photo agreed to."""

    agreement = RadioField(
        _l("Sur cette photo"),
        [InputRequired(_l("Dites ce que les personnes photographiées ont accepté."))],
        choices=_CHOICES,
    )
    agreement_words = _WORDS

    def said(self) -> Said | None:
        """What was said; None where nothing was."""
        if not self.agreement.data:
            return None
        return Said(Agreement(self.agreement.data), str(self.agreement_words.data or ""))


class PhotosForm(AgreementForm):
    """Some photos of one session. What was agreed may be said later: until then nobody else sees them."""

    agreement = RadioField(
        _l("Sur ces photos"),
        [Optional()],
        choices=_CHOICES,
        description=_l("Sans réponse, personne d'autre que vous ne les voit."),
    )
    photo_alt = LineField(
        _l("Ce que montrent les photos"),
        [Length(max=LONGEST_ALT, message=_l("300 caractères au plus."))],
        description=_l("En une phrase, pour qui ne les voit pas."),
        render_kw={"maxlength": LONGEST_ALT, "autocomplete": "off"},
    )
    photo_key = HiddenField()

    @property
    def key(self) -> str:
        """What these photos are called, so that the same ones sent twice are kept once."""
        return str(self.photo_key.data or "") or new_form_key()

    def description(self) -> Description:
        """What the photos show."""
        return Description(alt=str(self.photo_alt.data or ""))
