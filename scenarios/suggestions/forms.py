"""The passage as it should be, and a word for who proposed it."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from scenarios.suggestions.models import MAX_ANSWER
from wiki.pages.forms import number_of
from wiki.web.forms import Form, LineField


class AnswerForm(Form):
    """What becomes of a proposal."""

    passage = TextAreaField(_l("Le passage, tel qu'il devrait être"), [Optional()])
    answer = LineField(
        _l("Un mot pour la personne qui propose"),
        [Optional(), Length(max=MAX_ANSWER, message=_l("C'est trop long : %(max)d caractères au plus."))],
        description=_l("Montré avec la proposition. Nécessaire si vous la déclinez."),
    )
    base = HiddenField()
    form_key = HiddenField()

    @property
    def base_number(self) -> int:
        """The version that the passage was read at; 0 where that was tampered with."""
        return number_of(self.base.data)
