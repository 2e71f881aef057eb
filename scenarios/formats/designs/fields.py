"""Values of a JSON object, each taken once, so that what nobody took is known at the end."""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from scenarios.formats.designs.model import Resource
from scenarios.script.durations import LONGEST, read_duration
from wiki.rendering.characters import REPLACEMENT, normalised, printable

_HTML = re.compile(
    r"</?(?:p|br|div|span|b|i|u|ul|ol|li|a|strong|em|h[1-6]|font|table|t[rdh])\b[^<>]*>", re.IGNORECASE
)
_BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr", "table"})
_UNSAID = frozenset({"", "[]", "{}", "null"})
_TECHNICAL = re.compile(
    r"id|.*(?:expanded|collapsed)|uilanguage|activetab|boardlayout|dayhours|aias\.version|version|created.*|updated.*|"
    r"modified.*|categorylabel|groupsizesameassession|colou?r|order|index|position",
    re.IGNORECASE,
)
_TRUE = frozenset({"true", "1", "yes", "oui"})
_FALSE = frozenset({"false", "0", "no", "non"})


class Fields:
    """The fields of one object; anything that is no object has none."""

    def __init__(self, values: object) -> None:
        self._values: dict[str, Any] = dict(values) if isinstance(values, Mapping) else {}

    def text(self, *names: str) -> str:
        """The first of some fields that says something, as plain text."""
        found = [plain_text(self._values.pop(name, None)) for name in names]
        return next((said for said in found if said), "")

    def several(self, name: str) -> list[Any]:
        """A field that is a list."""
        found = self._values.get(name)
        return self._values.pop(name) if isinstance(found, list) else []

    def whole(self, name: str) -> object:
        """A field as it is."""
        return self._values.pop(name, None)

    def flag(self, name: str) -> bool | None:
        """Yes, no, or not said."""
        said = plain_text(self._values.get(name)).casefold()
        if said not in _TRUE | _FALSE:
            return None
        del self._values[name]
        return said in _TRUE

    def minutes(self, name: str) -> int | None:
        """A number of minutes, or a duration in words; None, with the field left, for anything else."""
        found = _minutes_of(self._values.get(name))
        if found is not None:
            del self._values[name]
        return found

    def resources(self, *names: str) -> list[Resource]:
        """Links and names of things, whatever shape each has."""
        return [found for name in names for item in self.several(name) if (found := _resource(item)).title]

    def rest(self) -> list[tuple[str, str]]:
        """What nobody took and says something, but for what only serves the tool's own screen."""
        found = [(name, plain_text(value)) for name, value in self._values.items()]
        return [
            (name, said) for name, said in found if said not in _UNSAID and not _TECHNICAL.fullmatch(name)
        ]


def _minutes_of(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return round(value) if 0 < value <= LONGEST else None
    if not isinstance(value, str):
        return None
    said = re.sub(r"\b0 *(?:days?|jours?|hours?|heures?|h)\b,?", "", value.strip())
    return _minutes_of(int(said)) if re.fullmatch(r"[0-9]{1,6}", said.strip()) else read_duration(said)


def _resource(item: object) -> Resource:
    if not isinstance(item, Mapping):
        said = plain_text(item)
        is_address = re.fullmatch(r"https?://\S+", said) is not None
        return Resource(said, said if is_address else "")
    fields = Fields(item)
    url = fields.text("url", "href", "link")
    title = fields.text("title", "name", "label", "description", "text")
    return Resource(title or url, url)


def plain_text(value: object) -> str:
    """What a value says: text without HTML, a number, a list or object as JSON; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = _without_html(value) if _HTML.search(value) else value
        text = printable(text.replace("\r\n", "\n").replace("\r", "\n")).replace(REPLACEMENT, "")
        return normalised(text).strip()
    return plain_text(json.dumps(value, ensure_ascii=False))


class _Said(HTMLParser):
    """The words of some HTML, a line for each block, addresses of links kept."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            self.parts.append(f" ({self._address})")
            self._address = ""
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _without_html(text: str) -> str:
    said = _Said()
    said.feed(text)
    said.close()
    return re.sub(r"\n{2,}", "\n\n", "".join(said.parts))
