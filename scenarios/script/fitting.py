"""What people typed, made to fit the place it is put in, so that no value can become anything but a value.

Values and titles are one line. Prose is free Markdown, yet it may not end the activity or section it stands in:
its headings are moved below, those that would open an activity become text, an open fence is closed. Text that
needs none of this is not touched, and fitting a text twice changes nothing more.
"""

import re
from collections.abc import Sequence

from scenarios.script.lines import bare, with_level
from scenarios.script.outline import find_headings, read_mark, unclosed_fence
from scenarios.script.reading import parse
from scenarios.script.vocabulary import canonical_property, canonical_section
from wiki.rendering.characters import printable

DEEPEST = 6
LONGEST_LABEL = 70
LEAD_IN = {"fr": "À faire :", "en": "To do:"}
"""Said before prose that starts with a list: right under the properties, the list would be taken for more of them."""

_AROUND_LABEL = " \t\u00a0\u202f*_"
_ENUMERATION = re.compile(r"(\d+)([.)])")


def one_line(value: str) -> str:
    """A value as it is kept: on one line, without spaces around it or characters that no page can carry."""
    parts = (part.strip() for part in value.splitlines())
    return printable(" ".join(part for part in parts if part)).strip()


def fitted_value(value: str | Sequence[str]) -> str | list[str]:
    """A value of the head: one line, or a list of such without empty ones."""
    if isinstance(value, str):
        return one_line(value)
    return [line for item in value if (line := one_line(item))]


def fitted_phase(phase: str | None) -> str | None:
    """The title of a phase; None where there is none."""
    return fitted_heading(phase or "") or None


def fitted_heading(text: str) -> str:
    """A title that reads back the same: `Fa #` would lose its sharp, `Fa # #` reads as `Fa #`."""
    line = one_line(text)
    rest = line.rstrip("#")
    return f"{line} #" if rest != line and (not rest or rest[-1].isspace()) else line


def fitted_label(key: str) -> str:
    """The name of a property in canonical French, or an unknown one as it is given.

    Raises ValueError for what no line `- Clé : valeur` can have as its key.
    """
    label = one_line(key).strip(_AROUND_LABEL)
    if not label or len(label) > LONGEST_LABEL or ":" in label or label[0] in "[<(`!":
        raise ValueError(f"not a property: {key[:LONGEST_LABEL]!r}")
    return canonical_property(label) or label


def fitted_summary(text: str) -> str:
    """A summary as one paragraph: what would make it a list, a quote, a heading… gets a backslash."""
    line = one_line(text)
    if not line or parse(f"# T\n\n{line}\n").summary == line:
        return line
    numbered = _ENUMERATION.match(line)
    return f"{numbered[1]}\\{line[len(numbered[1]) :]}" if numbered else f"\\{line}"


def fitted_prose(text: str, *, level: int, language: str = "fr") -> str:
    """Free Markdown for an activity whose heading has this level.

    Headings go below it, keeping their order of depth; prose that starts with a list gets a line before it.
    """
    lines = _paragraphs(text)
    if not lines:
        return ""
    lines[0] = lines[0].lstrip()
    if parse(f"## Déroulé\n### Activité : A\n{lines[0]}\n").activities[0].properties:
        lines = [LEAD_IN["en" if language.casefold().startswith("en") else "fr"], "", *lines]
    return "\n".join(closed(contained(lines, level + 1)))


def fitted_section(text: str, *, may_hold_activities: bool = False) -> str:
    """Free Markdown for a section: its headings go below the section's own."""
    return "\n".join(closed(contained(_paragraphs(text), 3, may_hold_activities=may_hold_activities)))


def fitted_section_name(name: str) -> str:
    """The canonical name of a section, or an unknown one as it is given. Raises ValueError for an empty one."""
    fitted = canonical_section(one_line(name)) or fitted_heading(name)
    if not fitted:
        raise ValueError("a section needs a name")
    return fitted


def contained(
    lines: Sequence[str], least: int, *, shift: int = 0, may_hold_activities: bool = False
) -> list[str]:
    """As many lines, with every heading at `least` or deeper, all moved alike (by `shift` at least)."""
    contained = list(lines)
    # A line before the first: only the very first line of a page may be a title without a space.
    found = [
        (heading.line - 2, heading.level, not may_hold_activities and read_mark(heading.text) is not None)
        for heading in find_headings(["-", *map(bare, lines)], 1)
    ]
    shift = max(shift, least - min((level for _, level, is_mark in found if not is_mark), default=DEEPEST))
    for place, level, is_mark in found:
        if is_mark or least > DEEPEST:
            contained[place] = contained[place].replace("#", "\\#", 1)
        else:
            contained[place] = with_level(contained[place], min(DEEPEST, level + shift))
    return contained


def closed(lines: Sequence[str]) -> list[str]:
    """The lines, and the end of the code that they leave open, if they do."""
    fence = unclosed_fence(list(map(bare, lines)))
    return [*lines, fence] if fence else list(lines)


def _paragraphs(text: str) -> list[str]:
    """The lines of a text without blank ones around it."""
    lines = printable(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    said = [place for place, line in enumerate(lines) if line.strip()]
    return lines[said[0] : said[-1] + 1] if said else []
