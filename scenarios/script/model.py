"""What a scenario says, read out of its text: frozen, with the line of everything, so that a change touches no other.

Lines and columns count from 1. A range of lines `first_line`…`last_line` includes both; an empty one has
`last_line == first_line - 1`. The text itself stays the only truth: nothing here is ever dumped back.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from scenarios.script.durations import read_duration
from scenarios.script.vocabulary import (
    ASSESSMENTS,
    FORMS,
    MODES,
    PROPERTIES,
    TYPES,
    Vocabulary,
    canonical_head_key,
    canonical_property,
    split_list,
)

HeadValue = str | tuple[str, ...]
_BETWEEN_IDS = re.compile(r"[,;/+&]|\b(?:et|and)\b", re.IGNORECASE)


class Severity(StrEnum):
    """An error prevents publishing; a warning never blocks anything."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fix:
    """One click that mends a text: replaces the lines `first_line` to `last_line` by `text`.

    `text` None takes the lines out; `last_line == first_line - 1` inserts before `first_line`. The labels say in
    French and English what the click does.
    """

    first_line: int
    last_line: int
    text: str | None
    label_fr: str
    label_en: str

    def label(self, language: str = "fr") -> str:
        """What the button says."""
        return self.label_en if language.startswith("en") else self.label_fr

    def apply(self, source: str) -> str:
        """The source with the fix made; every other line stays byte for byte."""
        lines = source.split("\n")
        place = max(0, min(self.first_line - 1, len(lines)))
        old = lines[place : self.last_line]
        ending = "\r" if (old or lines)[0].endswith("\r") else ""
        new = [] if self.text is None else [line + ending for line in self.text.split("\n")]
        lines[place : max(place, self.last_line)] = new
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark on a text. `code` is stable (`S012`).

    `place` names what it concerns, for the field it is shown beside: `head:durée`, `title`, `summary`, `text`,
    `objectives`, `objective:0`, `section:3`, `activities`, `activity:2`, `activity:2:Durée` (numbers count from 0
    in the order of the text).
    """

    line: int
    column: int
    code: str
    severity: Severity
    message_fr: str
    message_en: str
    place: str
    fix: Fix | None = None

    def message(self, language: str = "fr") -> str:
        """The sentence in French, or in English where `language` starts with `en`."""
        return self.message_en if language.startswith("en") else self.message_fr

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        return self.message_fr


@dataclass(frozen=True)
class Head(Mapping[str, HeadValue]):
    """The facts before the text: canonical French key → value, in the order written; any spelling finds a key.

    Every scalar is text; a list is a tuple of texts. `lines` tells where each key stands. `first_line` and
    `last_line` are the two `---`; both 0 when there is no head. `body_line` is the first line after it.
    """

    values_by_key: Mapping[str, HeadValue] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)
    first_line: int = 0
    last_line: int = 0

    def __getitem__(self, key: str) -> HeadValue:
        return self.values_by_key[canonical_head_key(key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_key)

    def __len__(self) -> int:
        return len(self.values_by_key)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and canonical_head_key(key) in self.values_by_key

    def text(self, key: str) -> str:
        """A key's value as one text, a list joined by commas; empty when absent."""
        value = self.values_by_key.get(canonical_head_key(key), "")
        return value if isinstance(value, str) else ", ".join(value)

    def several(self, key: str) -> tuple[str, ...]:
        """A key's value as several: a list as it is, a text cut at semicolons, or at commas where it has none."""
        value = self.values_by_key.get(canonical_head_key(key), "")
        if not isinstance(value, str):
            return tuple(item.strip() for item in value if item.strip())
        return split_list(value, ";") if ";" in value else split_list(value, ",")

    def line(self, key: str) -> int | None:
        """Where a key stands."""
        return self.lines.get(canonical_head_key(key))

    @property
    def body_line(self) -> int:
        return self.last_line + 1

    @property
    def duration(self) -> int | None:
        """`durée` in minutes; None when absent or unreadable."""
        return read_duration(self.text("durée"))


@dataclass(frozen=True, slots=True)
class Property:
    """One `- Clé : valeur` of an activity.

    `key` is the canonical French name, or the key as written when it is unknown; `label` is as written without
    marks. `value` is what stands after the first colon, continuation lines joined by a space.
    """

    key: str
    label: str
    value: str
    first_line: int
    last_line: int
    column: int

    @property
    def is_known(self) -> bool:
        return self.key in PROPERTIES.words


@dataclass(frozen=True, slots=True)
class Objective:
    """`- O1 (analyser) : …`: `verb` as written, `level` the Bloom level (French canonical) or None."""

    id: str
    verb: str
    level: str | None
    text: str
    line: int
    column: int


@dataclass(frozen=True)
class Activity:
    """One activity of the *Déroulé*: its heading, its properties, then free Markdown.

    `first_line` is the heading; `last_line` the line before the next heading that ends it, blank lines
    included. The properties stand on `properties_first_line`…`properties_last_line` (empty range when none,
    where they would be inserted); `prose` is the rest without surrounding blank lines.
    """

    index: int
    title: str
    level: int
    phase: str | None
    properties: tuple[Property, ...]
    prose: str
    first_line: int
    last_line: int
    properties_first_line: int
    properties_last_line: int
    prose_first_line: int
    prose_last_line: int

    def find(self, key: str) -> Property | None:
        """The first property of that name, in any spelling."""
        wanted = canonical_property(key) or key
        return next((found for found in self.properties if found.key == wanted), None)

    def get(self, key: str) -> str:
        """The value of a property as written; empty when absent."""
        found = self.find(key)
        return found.value if found else ""

    @cached_property
    def minutes(self) -> int | None:
        """Length in minutes; None when absent or unreadable."""
        return read_duration(self.get("Durée"))

    @property
    def type(self) -> str | None:
        """One of Laurillard's six, canonical French; None when absent or unknown."""
        return TYPES.recognise(self.get("Type"))

    @property
    def form(self) -> str | None:
        """Canonical form of work (`groupes de 4` keeps its number); None when absent or unknown."""
        return FORMS.recognise(self.get("Forme"))

    @property
    def modes(self) -> tuple[str, ...]:
        """Recognised modes (`présentiel`, `extérieur`…)."""
        return _recognised(MODES, self.get("Modalité"))

    @property
    def assessment(self) -> str | None:
        """Recognised kind of assessment."""
        return ASSESSMENTS.recognise(self.get("Évaluation"))

    @property
    def place(self) -> str:
        return self.get("Lieu")

    @property
    def roles(self) -> tuple[str, ...]:
        return split_list(self.get("Rôles"), ",")

    @property
    def objectives(self) -> tuple[str, ...]:
        """Ids of the objectives it serves, in capitals."""
        return cited_ids(self.get("Objectifs"))

    @property
    def materials(self) -> tuple[str, ...]:
        return split_list(self.get("Matériel"), ",")

    @property
    def is_parallel(self) -> bool:
        """Whether it runs beside the activity before it."""
        return self.get("En parallèle").strip().casefold() in ("oui", "yes", "true", "vrai")

    @property
    def anchor(self) -> str:
        """The stable id that the wiki wrote (`Repère`); empty when nothing points here yet."""
        return self.get("Repère")


@dataclass(frozen=True, slots=True)
class Section:
    """An H2 and all below it. `key` is the canonical French name of a known section, else None.

    `body` is the text between the heading and the next H2, without surrounding blank lines.
    """

    index: int
    heading: str
    key: str | None
    body: str
    first_line: int
    last_line: int


@dataclass(frozen=True)
class Script:
    """A scenario as its text says it."""

    text: str
    kind: str
    title: str
    title_line: int | None
    summary: str
    summary_first_line: int
    summary_last_line: int
    head: Head
    sections: tuple[Section, ...]
    objectives: tuple[Objective, ...]
    activities: tuple[Activity, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps the scenario from being published."""
        return tuple(found for found in self.diagnostics if found.is_error)

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases in order, each once."""
        return tuple(dict.fromkeys(activity.phase for activity in self.activities if activity.phase))

    def section(self, key: str) -> Section | None:
        """The first section of that canonical name."""
        return next((found for found in self.sections if found.key == key), None)


def _recognised(vocabulary: Vocabulary, value: str) -> tuple[str, ...]:
    found = (vocabulary.recognise(item) for item in split_list(value, ","))
    return tuple(item for item in found if item)


def cited_ids(value: str) -> tuple[str, ...]:
    """The ids that a value names: `O1, O2`, and `o1 et O2` or `O1 ; O2` as people write them; in capitals."""
    return tuple(item.strip().upper() for item in _BETWEEN_IDS.split(value) if item.strip())
