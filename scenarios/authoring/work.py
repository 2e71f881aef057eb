"""The designer between two requests: everything its form carries, and nothing that the server has to remember."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

from flask_babel import lazy_gettext as _l

from scenarios.authoring.acting import Removed, act
from scenarios.authoring.boxes import Posted
from scenarios.authoring.cards import MAX_ACTIVITIES
from scenarios.authoring.sheet import with_fields
from scenarios.script.fitting import one_line
from scenarios.script.model import Script
from scenarios.script.reading import parse
from wiki.errors import Invalid
from wiki.pages.checks import MAX_TEXT_BYTES, readable
from wiki.pages.forms import new_form_key, number_of

OPEN_AT_FIRST = 2
"""With more activities than these, cards are folded until somebody opens one."""


@dataclass(frozen=True)
class Work:
    """A text being designed.

    Attributes:
        base_number: the version of the page that it was made from.
        opened: the activities whose cards are unfolded.
        said: what the last button did.
        focus: id of what should have the focus.
    """

    script: Script
    base_number: int
    summary: str = ""
    minor: bool = False
    form_key: str = field(default_factory=new_form_key)
    opened: frozenset[int] = frozenset()
    removed: Removed | None = None
    said: Any = ""
    focus: str = ""

    @classmethod
    def on(cls, text: str, kind: str, base_number: int, summary: str = "") -> Self:
        """The designer as it opens on a text."""
        script = parse(text, kind=kind)
        return cls(script, base_number, summary, opened=_opened_at_first(script))

    @classmethod
    def posted(cls, form: Posted, kind: str) -> Self:
        """The working text with what was typed in the fields.

        Raises:
            Invalid: there is no text, or more than a page can hold.
        """
        script = with_fields(parse(_text(form, "text"), kind=kind), form)
        return cls(
            script,
            number_of(form.get("base")),
            one_line(form.get("summary", "")),
            "minor" in form,
            form.get("form_key", ""),
            _numbers(form["opened"]) if "opened" in form else _opened_at_first(script),
            _removed(form),
        )

    def after(self, action: str) -> Self:
        """The work once a button has done what it says."""
        done = act(self.script, action, self.removed)
        opened = {place for place, old in enumerate(done.order) if old is None or old in self.opened}
        undone = action.partition(":")[0] == "undo"
        return replace(
            self,
            script=done.script,
            opened=frozenset(opened),
            removed=done.removed or (None if undone else self.removed),
            said=done.said,
            focus=done.focus,
        )


def _text(form: Posted, name: str) -> str:
    text = readable(form.get(name, "")).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Invalid({"text": _l("Le texte est vide : écrivez au moins une phrase.")})
    if len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
        raise Invalid({"text": _l("Ce texte est plus long que ce qu'une page peut tenir.")})
    return text


def _removed(form: Posted) -> Removed | None:
    if not form.get("removed"):
        return None
    return Removed(_text(form, "removed"), number_of(form.get("removed-at")))


def _numbers(text: str) -> frozenset[int]:
    return frozenset(number_of(part) for part in text.split(",")[:MAX_ACTIVITIES] if part.isdigit())


def _opened_at_first(script: Script) -> frozenset[int]:
    count = len(script.activities)
    return frozenset(range(count)) if count <= OPEN_AT_FIRST else frozenset()
