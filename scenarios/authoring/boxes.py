"""A field as the page shows it: its name in the form, its place in the text, and the way back into the text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from scenarios.authoring import typed
from scenarios.authoring.fields import Field, Options, Widget
from scenarios.script.model import Script
from wiki.rendering.slugs import slugify

Posted = MultiDict[str, str]
Value = str | tuple[str, ...]
Write = Callable[[Script, Any], Script]
SECTION_LEVEL = 2
"""Free text of a section stays below its heading."""


def name_of(*parts: object) -> str:
    """The name of a field, which is also its id on the page: `activity-2-duree`."""
    return "-".join(slugify(str(part)) for part in parts)


@dataclass(frozen=True)
class Box:
    """One field with what the text says. `place` is that of diagnostics.

    `value` is a tuple where several things are said; `above` is the level of the heading over a free text.
    """

    field: Field
    name: str
    place: str
    value: Value
    write: Write
    options: Options = ()
    above: int = SECTION_LEVEL

    @property
    def shown(self) -> str:
        """The value as a text field shows it."""
        if isinstance(self.value, str):
            return self.value
        return "\n".join(self.value) if self.field.widget is Widget.ROWS else typed.joined(self.value)

    @property
    def choices(self) -> Options:
        """What can be chosen, with what the text says where the list does not know it."""
        known = {value for value, _ in self.options}
        said = (self.value,) if isinstance(self.value, str) else self.value
        return (*self.options, *((value, value) for value in said if value and value not in known))

    def change(self, script: Script, form: Posted) -> Script:
        """The script with what was typed here; the same one where nothing else was typed than the text says."""
        said = self._read(form) if self.name in form else self.value
        return script if said == self.value else self.write(script, said)

    def _read(self, form: Posted) -> Value:
        text = form[self.name].replace("\r\n", "\n")
        if text == self.shown and self.field.widget is not Widget.BOXES:
            return self.value
        match self.field.widget:
            case Widget.ROWS:
                return typed.rows(text)
            case Widget.BOXES:
                return self._in_order(tuple(value for value in form.getlist(self.name) if value))
            case Widget.SWITCH:
                return next((value for value in form.getlist(self.name) if value), "")
        return text if isinstance(self.value, str) else typed.items(text)

    def _in_order(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """What was said before stays in its order; what is new follows."""
        kept = [value for value in self.value if value in chosen]
        return tuple(dict.fromkeys((*kept, *chosen)))
