"""One field a line: the line as it is, a suggestion, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenarios.transposition.lines import KEPT, REMOVED, NamedLine, with_names
from wiki.web.forms import tidy

MOST_NAMES = 80


@dataclass(frozen=True)
class LineField:
    """A line in the form: what is written in its text field, and which answer is ticked."""

    line: NamedLine
    written: str
    choice: str

    @property
    def text_field(self) -> str:
        return f"ligne-{self.line.number}"

    @property
    def choice_field(self) -> str:
        return f"choix-{self.line.number}"

    @property
    def answer(self) -> str | None:
        """What the line says now; None where it is taken out."""
        if self.choice == REMOVED:
            return None
        place = self.choice.removeprefix("s")
        if self.choice.startswith("s") and place.isascii() and place.isdigit() and len(place) < 4:
            return dict(enumerate(self.line.suggestions)).get(int(place), self.written)
        return self.written


def line_fields(lines: Sequence[NamedLine], typed: Mapping[str, str]) -> list[LineField]:
    """The fields as they were sent, or as they begin."""
    return [
        LineField(
            line,
            _one_line(typed.get(f"ligne-{line.number}", line.text)),
            typed.get(f"choix-{line.number}", KEPT),
        )
        for line in lines
    ]


def with_replacements(
    fields: Sequence[LineField], names: Sequence[str], typed: Mapping[str, str]
) -> list[LineField]:
    """The fields with names replaced as the form says; an empty one stays as it is."""
    wanted = {name: tidy(typed.get(f"nom-{place}")) for place, name in enumerate(names[:MOST_NAMES])}
    replaced = {name: words for name, words in wanted.items() if words}
    return [LineField(field.line, with_names(field.written, replaced), field.choice) for field in fields]


def _one_line(text: str) -> str:
    """What was typed as the one line that it stands for; its own spaces are kept."""
    return (
        " ".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        if "\n" in text or "\r" in text
        else text
    )
