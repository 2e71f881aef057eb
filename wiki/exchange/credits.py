"""Who wrote a text, where it was found and under which licence: from a `SOURCES.md` beside it, else from itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wiki.rendering.slugs import fold

SOURCES_NAME = "sources.md"
_COLUMNS = {
    "file": ("file", "fichier"),
    "repository": ("repository", "depot", "depot git"),
    "path": ("path", "chemin"),
    "commit": ("commit", "version"),
    "licence": ("licence", "license"),
    "kind": ("kind", "type", "sorte"),
    "authors": ("authors", "author", "auteurs", "auteur"),
}
_COLUMN_NAMES = {name: column for column, names in _COLUMNS.items() for name in names}
_SEPARATOR_ROW = re.compile(r"[|\s:-]+")
_IN_BRACKETS = re.compile(r"\s*\(.*\)\s*$")
_AUTHOR_LINE = re.compile(
    r"^[ >*_-]*(?:auteur(?:[·.]?(?:e|rice)[·.]?)?s?|autrices?|authors?|(?:écrit|rédigé|proposé) par|by)"
    r"[ *_]*(?::[ *_]*|(?<=par) +)(?P<names>\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_BY_LINE = re.compile(
    r"^[ >*_-]*[Pp]ar (?P<names>[A-ZÀ-Þ][\w’'-]+(?:,? (?:et )?[A-ZÀ-Þ][\w’'-]+)+)[ .*_]*$", re.MULTILINE
)
_NAME_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_STATED_LICENCE = re.compile(
    r"(?:licen[cs]e *: *|(?:distribuée?|publiée?|diffusée?) sous (?:la )?licence )"
    r"(?P<licence>(?:creative commons|cc)[ -](?:zero|0|by)(?:[ -](?:sa|nc|nd))*(?:[ -]\d\.\d)?)",
    re.IGNORECASE,
)
_CREATIVE_COMMONS = re.compile(
    r"(?:creative commons|cc)[ -]*(?P<terms>by(?:[ -](?:sa|nc|nd))*|zero|0)(?:[ -]+v?(?P<version>\d\.\d))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Credit:
    """What a table of sources says about one file; empty where it says nothing."""

    repository: str = ""
    path: str = ""
    commit: str = ""
    licence: str = ""
    kind: str = ""
    authors: str = ""

    @property
    def source(self) -> str:
        """Where the text was found, at which version."""
        place = "/".join(part for part in (self.repository, self.path) if part)
        return f"{place}@{self.commit}" if place and self.commit else place

    @property
    def owner(self) -> str:
        """Who keeps the repository."""
        return self.repository.partition("/")[0]


def read_sources(text: str) -> dict[str, Credit]:
    """File name → credit, from the Markdown tables of a text that have a column for the file."""
    told: dict[str, Credit] = {}
    columns: list[str] = []
    for line in text.splitlines():
        if not line.lstrip().startswith("|"):
            columns = []
        elif not columns:
            columns = [_COLUMN_NAMES.get(fold(cell), "") for cell in _cells(line)]
        elif not _SEPARATOR_ROW.fullmatch(line) and "file" in columns:
            row = dict(zip(columns, _cells(line), strict=False))
            name = row.pop("file", "")
            row.pop("", None)
            told[name] = Credit(**row)
    return told


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]


def licence_name(stated: str) -> str:
    """The licence as its SPDX identifier where its version is stated, else in the words that were used.

    >>> licence_name("CC BY-SA 4.0"), licence_name("CC BY-SA (stated in file)")
    ('CC-BY-SA-4.0', 'CC BY-SA')
    """
    bare = _IN_BRACKETS.sub("", stated).strip()
    found = _CREATIVE_COMMONS.fullmatch(bare)
    if found is None:
        return bare
    terms = re.sub("[ -]+", "-", found["terms"].upper())
    if terms in ("ZERO", "0"):
        return "CC0-1.0"
    return f"CC-{terms}-{found['version']}" if found["version"] else f"CC {terms}"


def stated_licence(text: str) -> str:
    """The licence that a text gives itself; empty when it gives none."""
    found = _STATED_LICENCE.search(text)
    return licence_name(found["licence"]) if found else ""


def stated_authors(text: str) -> list[str]:
    """The authors whom a text names on a line of their own; empty when it names none."""
    for pattern in (_AUTHOR_LINE, _BY_LINE):
        found = pattern.search(text)
        if found:
            return list(_names(found["names"]))
    return []


def _names(text: str) -> Iterator[str]:
    for name in re.split(r",|;| et | and | & ", _NAME_LINK.sub(r"\1", text)):
        bare = name.strip(" *_.")
        if bare:
            yield bare


def credits_below(tables: Mapping[str, str]) -> dict[str, Credit]:
    """Path below the folder → credit, from every table of sources in it.

    Args:
        tables: folder of the table, below the folder being imported ("" for itself) → its text.
    """
    return {
        f"{folder}/{name}" if folder else name: credit
        for folder, text in tables.items()
        for name, credit in read_sources(text).items()
    }
