"""What the national team writes of a feature: text in, typed values out."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from scenarios.featuring.models import MAX_INTRODUCTION, MAX_REASON, Feature
from scenarios.featuring.service import Words
from wiki.pages.checks import tidy_text
from wiki.pages.forms import number_of
from wiki.web.forms import Form, LineField

_TOO_LONG = _l("C'est trop long : %(max)d caractères au plus.")


class IntroductionForm(Form):
    """Why a feature is worth reading, and when to look at it again."""

    introduction = TextAreaField(
        _l("Présentation"),
        [Optional(), Length(max=MAX_INTRODUCTION, message=_TOO_LONG)],
        description=_l(
            "Pourquoi la nation le retient, et à qui il peut servir. Les liens s'écrivent en Markdown."
        ),
    )
    renew_by = DateField(
        _l("À renouveler avant le"),
        [InputRequired(_l("Choisissez un jour."))],
        description=_l("L'équipe nationale est prévenue un mois avant."),
    )
    turn = HiddenField()

    def fill_from(self, found: Feature) -> None:
        """Show what is there."""
        self.introduction.data, self.renew_by.data = found.introduction, found.renew_by
        self.turn.data = str(found.turn)

    @property
    def words(self) -> Words:
        """What was typed; the day was asked for by `validate`."""
        text = self.introduction.data or ""
        return Words(tidy_text(text).strip() if text.strip() else "", self.renew_by.data or date.min)

    @property
    def turn_read(self) -> int:
        """Which state of the words was read; 0 when the field was tampered with."""
        return number_of(self.turn.data)


class EndForm(Form):
    """Why a feature is shown no more."""

    reason = LineField(
        _l("Pourquoi ?"),
        [
            InputRequired(_l("Dites en une phrase pourquoi : la raison est gardée.")),
            Length(max=MAX_REASON, message=_TOO_LONG),
        ],
        description=_l("Gardée dans le journal et montrée à l'équipe nationale."),
    )
