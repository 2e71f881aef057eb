"""What one writes to those who keep something."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from scenarios.inventory.contact.models import MAX_MESSAGE
from wiki.pages.forms import new_form_key
from wiki.web.forms import Form


class MessageForm(Form):
    """A message; `need` is the number of the need for which something is wanted."""

    text = TextAreaField(
        _l("Votre message"),
        [
            InputRequired(_l("Écrivez au moins une phrase.")),
            Length(max=MAX_MESSAGE, message=_l("C'est trop long : %(max)d caractères au plus.")),
        ],
        render_kw={"rows": 7, "maxlength": MAX_MESSAGE},
    )
    need = HiddenField()
    form_key = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.form_key.data = self.form_key.data or new_form_key()
