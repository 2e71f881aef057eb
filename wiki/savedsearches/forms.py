"""What people call a search."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from wiki.savedsearches.models import LONGEST_NAME
from wiki.web.forms import Form, LineField


class NameForm(Form):
    """A name."""

    name = LineField(
        _l("Nom de la recherche"),
        [
            InputRequired(_l("Donnez un nom à cette recherche.")),
            Length(max=LONGEST_NAME, message=_l("120 caractères au plus.")),
        ],
        description=_l("Il n'apparaît que dans votre compte : « Climat à Trappes », « Pour jeudi »…"),
        render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off"},
    )
