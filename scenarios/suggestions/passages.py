"""The passage of a scenario that a proposal is about, shown beside it and rewritten in place. Pure."""

from dataclasses import dataclass

from scenarios.script.lines import Sheet
from scenarios.script.model import Script
from scenarios.script.reading import parse
from scenarios.script.vocabulary import folded


@dataclass(frozen=True)
class Passage:
    """Some lines of a text: `before + text + after` is all of it. `name` is "" where it is the whole."""

    name: str
    before: str
    text: str
    after: str

    def rewritten(self, text: str) -> str:
        """The whole text with other words in the place of the passage."""
        typed = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        gap = self.text[len(self.text.rstrip("\n")) :] or "\n"
        return self.before + (typed + gap if typed else "") + self.after


def passage_of(text: str, place: str) -> Passage:
    """The activity or section that a proposal names, in any spelling; the whole text where it names none."""
    script = parse(text)
    found = _lines(script, place) if place.strip() else None
    if found is None:
        return Passage("", "", text, "")
    name, first, last = found
    lines = Sheet(text).lines
    return Passage(name, "".join(lines[: first - 1]), "".join(lines[first - 1 : last]), "".join(lines[last:]))


def _lines(script: Script, place: str) -> tuple[str, int, int] | None:
    wanted = folded(place)
    for activity in script.activities:
        if folded(activity.title) == wanted:
            return activity.title, activity.first_line, activity.last_line
    for section in script.sections:
        if folded(section.heading) == wanted:
            return section.heading, section.first_line, section.last_line
    return None
