"""A reason, and an answer."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from scenarios.proposals.models import MAX_WORDS
from wiki.web.forms import Form

_LENGTH = Length(max=MAX_WORDS, message=_l("C'est trop long : %(max)d caractères au plus."))


class OfferForm(Form):
    """Why the origin should take these changes."""

    reason = TextAreaField(
        _l("Pourquoi l'origine y gagnerait"),
        [InputRequired(_l("Dites en une phrase pourquoi l'origine y gagnerait.")), _LENGTH],
        description=_l("Ce que vous avez vu en le jouant : « les groupes finissaient trop tôt »."),
    )
    number = HiddenField()
    seen = HiddenField()


class AnswerForm(Form):
    """What the origin says of a proposal."""

    answer = TextAreaField(
        _l("Votre réponse"),
        [Optional(), _LENGTH],
        description=_l("Montrée à la personne qui propose. Nécessaire si vous déclinez."),
    )
    form_key = HiddenField()
