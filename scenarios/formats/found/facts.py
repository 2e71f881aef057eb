"""What a text says that the head of a scenario says: for whom, how long, by whom, under which licence."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from scenarios.formats.found.blocks import Block, Document, key, plain
from scenarios.formats.found.labels import Label
from scenarios.formats.found.proposals import Change, Place, Proposal
from scenarios.formats.found.wording import (
    AUTHOR_HEADINGS,
    HEAD_LABELS,
    SOURCE_HEADINGS,
    is_vague_duration,
)
from scenarios.script.vocabulary import LICENCES
from wiki.rendering.head import read_head
from wiki.rendering.head_entries import quoted
from wiki.rendering.slugs import fold

_LISTS = frozenset({"auteurs", "mots-clés", "thèmes", "partenaires"})
_LONGEST = 200
_NAME = r"[A-ZÀ-Þ][\w’'-]+(?: (?:d[eu]s? |l[ae] )?[A-ZÀ-Þ][\w’'-]+){1,3}"
_ONLY_NAMES = re.compile(rf">?\s*{_NAME}(?:(?:, | et | & |, et ){_NAME})*\.?\s*")
_NAMES_AT_END = re.compile(rf"(?:^|: )({_NAME}(?:, {_NAME})+)\.?$")
_NAME_FIRST = re.compile(rf"({_NAME}) ?(?:\([^()]{{0,80}}\))?")
_SEPARATOR = re.compile(r"\s{0,4}(?:,|;|&|\bet\b)\s{0,4}")
_NOT_OF_THE_TEXT = re.compile(
    r"photo|image|illustration|svg|vid[ée]o|!\[|d[ée]riv|tir[ée]e?s? d|inspir|adapt", re.IGNORECASE
)
_SIGNED = re.compile(
    r"\**(?P<name>[A-ZÀ-Þ][^\[\],()*\n]{3,60}?(?:\([^()\n]{3,120}\))?)\**,[^\n]*?\bsous (?:la )?licence\b"
)
_LICENCE = re.compile(
    r"(?:\bsous (?:la )?licence|\blicence *:) *(?P<name>(?:creative commons|cc)[ -](?:zero|0|by)(?:[ -](?:sa|nc|nd))*"
    r"(?:[ -]\d\.\d)?)",
    re.IGNORECASE,
)
_PLAYED = re.compile(
    r"(?:jouée?|réalisée?|testée?|menée?|animée?|expérimentée?|proposée?)s? (?:en|dans|avec|auprès de|auprès d['’]) ?"
    r"(?P<who>[^.\n]{3,120})"
)
_PEOPLE = re.compile(
    r"\b(?:cycle \d|CP|CE[12]|CM[12]|\de|classes?|élèves|primaire|collège|lycée|lycéens|collégiens|enfants|adultes|"
    r"étudiant\w*|habitant\w*|familles)\b"
)


class Fact(NamedTuple):
    """A key of the head, what it would say, and the lines (from 0) that say it."""

    key: str
    values: Sequence[str]
    first: int
    last: int


def head_proposals(
    document: Document, found_labels: Sequence[Label], outside: Sequence[Block], themes: Sequence[str]
) -> Iterator[Proposal]:
    """One proposal for each key that the head lacks and the text says."""
    head = read_head(document.text)
    facts = [
        *_labelled(found_labels),
        *_headed(document, outside),
        *_authors(document),
        *_licences(document),
        *_played(document, outside),
        *_themes(document, themes),
    ]
    seen = set(head.values)
    for fact in facts:
        if fact.key not in seen and any(value.strip() for value in fact.values):
            seen.add(fact.key)
            yield _proposal(document, fact)


def _proposal(document: Document, fact: Fact) -> Proposal:
    is_list = fact.key in _LISTS
    written = (
        "[" + ", ".join(quoted(value, in_list=True) for value in fact.values) + "]"
        if is_list
        else quoted(fact.values[0])
    )
    return Proposal(
        id=f"head-{fold(fact.key)}",
        kind="head",
        becomes=fact.key,
        value=", ".join(fact.values),
        first_line=fact.first + 1,
        last_line=fact.last + 1,
        changes=(Change(0, 0, f"{fact.key}: {written}", Place.HEAD),),
        is_vague=(fact.key == "durée" and is_vague_duration(fact.values[0]))
        or (fact.key == "licence" and fact.values[0] not in LICENCES),
    )


def _labelled(found: Sequence[Label]) -> Iterator[Fact]:
    for label in found:
        name = _head_key(label.name)
        if name and 0 < len(label.value) <= _LONGEST:
            yield Fact(name, _values(name, label.value), label.first, label.last)


def _headed(document: Document, outside: Sequence[Block]) -> Iterator[Fact]:
    """« ## Durée », then one short block that says it."""
    for heading, block in pairwise(outside):
        name = _head_key(key(heading.content)) if heading.kind == "heading" and heading.level > 1 else ""
        said = plain(block.content)
        if name and name != "auteurs" and block.kind in ("paragraph", "item") and 0 < len(said) <= _LONGEST:
            yield Fact(name, _values(name, said), heading.first, block.last)


def _head_key(label: str) -> str:
    return next((name for name, wording in HEAD_LABELS.items() if wording.fullmatch(label)), "")


def _values(name: str, said: str) -> list[str]:
    return [part for part in _SEPARATOR.split(said) if part] if name in _LISTS else [said]


def _authors(document: Document) -> Iterator[Fact]:
    yield from _authors_under_heading(document)
    yield from _names_below_title(document)
    yield from _signatures(document)


def _authors_under_heading(document: Document) -> Iterator[Fact]:
    for index, heading in enumerate(document.blocks):
        if heading.kind != "heading" or not AUTHOR_HEADINGS.fullmatch(key(heading.content)):
            continue
        inside = document.blocks[index + 1 : document.next_heading(index + 1)]
        names = [name for block in inside for name in _names_in(block)]
        if names:
            last = max(block.last for block in inside if list(_names_in(block)))
            yield Fact("auteurs", list(dict.fromkeys(names)), heading.first, last)


def _names_in(block: Block) -> Iterator[str]:
    if block.kind not in ("paragraph", "item") or _NOT_OF_THE_TEXT.search(block.content):
        return
    listed = _NAMES_AT_END.search(" ".join(block.content.split()))
    if listed:
        yield from _SEPARATOR.split(listed[1])
        return
    for line in block.content.split("\n"):
        said = plain(line)
        if _ONLY_NAMES.fullmatch(said):
            yield from (name.strip(" .") for name in _SEPARATOR.split(said))
        elif found := _NAME_FIRST.fullmatch(said):
            yield found[1]


def _names_below_title(document: Document) -> Iterator[Fact]:
    """A line of nothing but names, near the title."""
    if document.title is None:
        return
    after = [block for block in document.blocks if block.first > document.title.first][:3]
    for block in after:
        if block.kind not in ("paragraph", "quote"):
            continue
        for number in range(block.first, block.last + 1):
            said = plain(document.lines[number].lstrip("> "))
            if _ONLY_NAMES.fullmatch(said):
                yield Fact("auteurs", [part.strip(" .") for part in _SEPARATOR.split(said)], number, number)


def _signatures(document: Document) -> Iterator[Fact]:
    """« Jeanne Durand, association …, sous licence … », among the sources."""
    start = next((block.first for block in document.blocks if _opens_sources(block)), None)
    if start is None:
        return
    found = [
        (number, signed["name"].strip())
        for number in range(start + 1, len(document.lines))
        if not _NOT_OF_THE_TEXT.search(document.lines[number])
        and (signed := _SIGNED.match(_bare(document.lines[number])))
    ]
    if found:
        names = list(dict.fromkeys(name for _, name in found))
        yield Fact("auteurs", names, found[0][0], found[-1][0])


def _opens_sources(block: Block) -> bool:
    said = key(block.content)
    opens = SOURCE_HEADINGS.fullmatch(said) or AUTHOR_HEADINGS.fullmatch(said)
    return block.kind in ("heading", "paragraph") and bool(opens)


def _bare(line: str) -> str:
    """A line without its marker and the number of its note."""
    return re.sub(r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*\(?\d+\)?\*\*[ \t]*)?", "", line)


def _licences(document: Document) -> Iterator[Fact]:
    for number, line in enumerate(document.lines):
        found = _LICENCE.search(line)
        if found and not _NOT_OF_THE_TEXT.search(line[: found.start()]):
            yield Fact("licence", [found["name"].strip()], number, number)


def _played(document: Document, outside: Sequence[Block]) -> Iterator[Fact]:
    """« L'activité a été jouée en cycle 3 »."""
    for block in outside:
        if block.kind == "paragraph":
            for number in range(block.first, block.last + 1):
                found = _PLAYED.search(document.lines[number])
                if found and _PEOPLE.search(found["who"]):
                    yield Fact("public", [plain(found["who"])], number, number)


def _themes(document: Document, names: Sequence[str]) -> Iterator[Fact]:
    """Themes of the wiki whose names stand in the title or a heading."""
    for block in document.blocks:
        if block.kind == "heading":
            said = f" {re.sub(r'[^a-z0-9]+', ' ', fold(block.content))} "
            present = [
                name for name in names if f" {re.sub(r'[^a-z0-9]+', ' ', fold(name)).strip()} " in said
            ]
            if present:
                yield Fact("thèmes", present[:5], block.first, block.first)
