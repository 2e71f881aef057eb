"""What people type in the talk of a page: threads, answers, reasons."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # younger than the types of WTForms
    HiddenField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from wiki.discussion.models import MAX_REASON, MAX_SUBJECT
from wiki.discussion.service import NewThread
from wiki.discussion.texts import MAX_MESSAGE
from wiki.pages.forms import new_form_key
from wiki.web.forms import Form, LineField

_SAY_SOMETHING = _l("Écrivez au moins un mot.")


class _MessageForm(Form):
    """Any form with the text of a message."""

    text = TextAreaField(
        _l("Votre message"), [InputRequired(_SAY_SOMETHING)],
        render_kw={"rows": 7, "maxlength": MAX_MESSAGE},
    )  # fmt: skip
    form_key = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.form_key.data = self.form_key.data or new_form_key()

    @property
    def words(self) -> str:
        return self.text.data or ""


class AnswerForm(_MessageForm):
    """What one says in a thread."""


class EditForm(_MessageForm):
    """What one said, as it should have been."""


class NewThreadForm(_MessageForm):
    """A thread to open: about the whole page, a section, or a passage."""

    subject = LineField(
        _l("Sujet"), [Optional(), Length(max=MAX_SUBJECT, message=_l("120 caractères au plus."))],
        description=_l("Sans sujet, le fil porte les premiers mots de votre message."),
        render_kw={"maxlength": MAX_SUBJECT, "autocomplete": "off"},
    )  # fmt: skip
    section = SelectField(_l("Section"), [Optional()], validate_choice=False)
    passage = TextAreaField(
        _l("Passage"), [Optional()], description=_l("Copiez-le depuis la page et collez-le ici."),
        render_kw={"rows": 3},
    )  # fmt: skip
    before = HiddenField()
    after = HiddenField()

    def offer_sections(self, sections: Sequence[str], language: str) -> None:
        """Fill the list of what a thread may be about; headings are in the language of the page."""
        headings = (SelectChoice(name, name, {"lang": language}) for name in dict.fromkeys(sections))
        self.section.choices = [SelectChoice("", _("Toute la page")), *headings]

    def thread(self, page_id: int) -> NewThread:
        """What was typed, as a thread of a page."""
        return NewThread(
            page_id=page_id,
            text=self.words,
            subject=self.subject.data or "",
            passage=self.passage.data or "",
            prefix=self.before.data or "",
            suffix=self.after.data or "",
            section=self.section.data or "",
            form_key=self.form_key.data or "",
        )


class _ReasonForm(Form):
    """Any form with a reason."""

    reason = LineField(
        _l("Raison"), [InputRequired(_l("Dites en une phrase pourquoi.")), Length(max=MAX_REASON)],
        render_kw={"maxlength": MAX_REASON, "autocomplete": "off"},
    )  # fmt: skip


class ReportForm(_ReasonForm):
    """Why those who look after the talk should read a message."""


class HideForm(_ReasonForm):
    """Why a message is hidden; its author reads it."""
