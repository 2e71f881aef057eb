"""What somebody offers, and what is said about it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from wiki.contributions.models import LONGEST_MESSAGE, LONGEST_NAME, LONGEST_SUMMARY
from wiki.pages.forms import EditForm, new_form_key
from wiki.web.forms import Form, LineField


class OfferForm(EditForm):
    """The text of a page as somebody would have it, why, and whom to thank.

    The fields of a visitor are not called as those of the form in which people sign in: both may be in one page.
    """

    summary = LineField(
        _l("Pourquoi ce changement ?"),
        [Optional(), Length(max=LONGEST_SUMMARY, message=_l("300 caractères au plus."))],
        description=_l("Une phrase : elle aide la personne qui va lire votre proposition."),
    )
    guest_name = LineField(
        _l("Votre nom"),
        [
            InputRequired(_l("Dites sous quel nom vous remercier.")),
            Length(max=LONGEST_NAME, message=_l("120 caractères au plus.")),
        ],
        description=_l(
            "Montré dans l'historique de la page si votre proposition est reprise. Un prénom ou un pseudonyme suffit."
        ),
        render_kw={"autocomplete": "name"},
    )
    guest_email = LineField(
        _l("Votre adresse e-mail"),
        [Optional(), Length(max=254)],
        description=_l(
            "Pour vous envoyer l'adresse de suivi et la réponse, rien d'autre. Elle n'est jamais montrée, et elle "
            "est effacée dès que la réponse est partie."
        ),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )

    def __init__(self, *args: Any, is_guest: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        self.is_guest = is_guest
        del self.minor
        if not is_guest:
            del self.guest_name
            del self.guest_email


class TakeUpForm(EditForm):
    """Somebody's offer in the editor of who decides on it; `mark` is of the offer as it was then."""

    mark = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        del self.minor


class MessageForm(Form):
    """Words to the other side. `form_key` and `mark` are of the decision that stands beside them."""

    message = TextAreaField(
        _l("Votre message"),
        [Optional(), Length(max=LONGEST_MESSAGE, message=_l("2000 caractères au plus."))],
    )
    form_key = HiddenField()
    mark = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.form_key.data = self.form_key.data or new_form_key()
