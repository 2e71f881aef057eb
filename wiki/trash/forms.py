"""Why a page goes, and whether that is really meant."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from wiki.trash.models import MAX_REASON
from wiki.web.forms import Form, LineField

MAX_PASSAGE = 2000


class DeleteForm(Form):
    """A page goes into the trash."""

    reason = LineField(
        _l("Pourquoi supprimer cette page ?"),
        [
            InputRequired(_l("Dites en quelques mots pourquoi : la raison est montrée et gardée.")),
            Length(max=MAX_REASON, message=_l("C'est trop long : 500 caractères au plus.")),
        ],
        description=_l("Montrée à qui peut rétablir la page : « Doublon de… », « Projet abandonné »…"),
        render_kw={"maxlength": MAX_REASON, "autocomplete": "off"},
    )


class PurgeForm(Form):
    """A page goes for good."""

    title = LineField(
        _l("Recopiez le titre de la page"),
        [InputRequired(_l("Recopiez le titre, pour être sûr que c'est bien cette page."))],
        render_kw={"autocomplete": "off"},
    )
    reason = LineField(
        _l("Pourquoi la retirer définitivement ?"),
        [
            InputRequired(_l("Dites pourquoi : la raison est inscrite au journal.")),
            Length(max=MAX_REASON, message=_l("C'est trop long : 500 caractères au plus.")),
        ],
        description=_l("Elle reste au journal : n'y recopiez ni nom ni passage à faire disparaître."),
        render_kw={"maxlength": MAX_REASON, "autocomplete": "off"},
    )
    with_name = BooleanField(
        _l("Retirer aussi son titre et son adresse du journal"),
        description=_l("Quand le titre lui-même doit disparaître. Le journal garde qui, quoi et quand."),
    )


class WithdrawForm(Form):
    """The text of some versions goes for good."""

    passage = TextAreaField(
        _l("Le passage à faire disparaître"),
        [Length(max=MAX_PASSAGE, message=_l("C'est trop long : 2 000 caractères au plus."))],
        description=_l(
            "Quelques mots suffisent, tels qu'ils sont écrits : le site cherche où ils sont encore."
        ),
        render_kw={"rows": 3},
    )
    reason = LineField(
        _l("Pourquoi retirer ces versions ?"),
        [
            InputRequired(_l("Dites pourquoi : la raison est inscrite au journal.")),
            Length(max=MAX_REASON, message=_l("C'est trop long : 500 caractères au plus.")),
        ],
        description=_l("Elle reste au journal : n'y recopiez ni nom ni passage à faire disparaître."),
        render_kw={"maxlength": MAX_REASON, "autocomplete": "off"},
    )
