"""Title, summary, objectives and sections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from scenarios.formats.found.blocks import Block, Document, key, plain
from scenarios.formats.found.labels import Label
from scenarios.formats.found.proposals import Change, Place, Proposal
from scenarios.formats.found.wording import MATERIAL, OBJECTIVES, SUMMARY_HEADINGS
from scenarios.script.vocabulary import BLOOM, SECTIONS, canonical_section
from wiki.rendering.slugs import fold

_AIMS = "Objectifs"
_RESOURCES = "Ressources"
_ITEM_MARK = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_LONGEST = 400
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def titles(document: Document) -> Iterator[Proposal]:
    """The heading that opens the text, where none is of the first level."""
    first = document.title
    if first is not None and first.level > 1:
        start = document.starts[first.first]
        hashes = document.lines[first.first].index("#")
        change = Change(start, start + hashes + first.level, "#")
        said = plain(first.content)
        yield Proposal("title", "title", "Titre", said, first.first + 1, first.last + 1, (change,))


def summaries(document: Document) -> Iterator[Proposal]:
    """« En une phrase » right below the title: its paragraph becomes the first one."""
    if document.title is None:
        return
    place = document.blocks.index(document.title)
    following = document.blocks[place + 1 : place + 3]
    if [block.kind for block in following] != ["heading", "paragraph"]:
        return
    heading, paragraph = following
    if SUMMARY_HEADINGS.fullmatch(key(heading.content)):
        start, end = document.starts[heading.first], document.starts[paragraph.first]
        change = Change(start, end, f"{plain(heading.content)} : ")
        yield Proposal(
            "summary", "summary", "Résumé", plain(paragraph.content), heading.first + 1, paragraph.last + 1,
            (change,),
        )  # fmt: skip


def objectives(
    document: Document, found_labels: Sequence[Label], step_labels: Sequence[Label]
) -> Iterator[Proposal]:
    """The section *Objectifs*, each objective with a number; those that steps name for themselves are cited there."""
    for index, heading in enumerate(document.blocks):
        if (
            heading.kind == "heading"
            and heading is not document.title
            and OBJECTIVES.fullmatch(key(heading.content))
        ):
            inside = document.blocks[index + 1 : document.next_heading(index + 1)]
            said = list(_said(document, inside))
            if said:
                parent = _section_of_aims(document, heading)
                yield from [parent] if parent else []
                yield from _numbered(said, parent.id if parent else "")
                return
    yield from _labelled(document, found_labels, step_labels)


def _section_of_aims(document: Document, heading: Block) -> Proposal | None:
    if heading.level == 2 and canonical_section(heading.content) == _AIMS:
        return None
    if heading.level == 2 and SECTIONS.recognise(heading.content) == _AIMS:
        return _renaming(document, heading, "section-aims")
    return _placed_under(document, heading, _AIMS, "section-aims")


def _renaming(document: Document, heading: Block, identity: str) -> Proposal:
    name = SECTIONS.recognise(heading.content) or ""
    start = document.content_start(heading)
    glued = " " if document.text[start - 1 : start] == "#" else ""
    change = Change(start, start + len(heading.content), glued + name)
    said = plain(heading.content)
    return Proposal(identity, "section", name, said, heading.first + 1, heading.last + 1, (change,))


def _placed_under(document: Document, heading: Block, name: str, identity: str) -> Proposal:
    """A heading as it was, one level down, below that of a known section."""
    start = document.starts[heading.first]
    changes = [Change(start, start, f"## {name}", Place.SECTION)]
    if heading.level < 3:
        hashes = document.lines[heading.first].index("#")
        changes.append(Change(start, start + hashes + heading.level, "###"))
    said = plain(heading.content)
    return Proposal(identity, "section", name, said, heading.first + 1, heading.last + 1, tuple(changes))


@dataclass(frozen=True, slots=True)
class _Aim:
    """An objective as it stands: lines `first` to `last` (from 0); its mark replaces `start` to `end`.

    `closed_at` is where a blank line parts it from what follows; -1: nothing does.
    """

    text: str
    first: int
    last: int
    start: int
    end: int
    closed_at: int = -1


def _said(document: Document, inside: Sequence[Block]) -> Iterator[_Aim]:
    items = list(takewhile(lambda block: block.kind == "item", inside))
    for block in items:
        if not plain(block.content):
            continue
        start = document.starts[block.first]
        mark = _ITEM_MARK.match(document.lines[block.first])
        end = start + (mark.end() if mark else 0)
        yield _Aim(plain(block.content), block.first, block.last, start, end)
    if not items and inside and inside[0].kind == "paragraph":
        yield from _said_in_paragraph(document, inside[0])


def _said_in_paragraph(document: Document, block: Block) -> Iterator[_Aim]:
    """Lines that are a list without bullets each say one; else the first sentence says one."""
    lines = document.lines[block.first : block.last + 1]
    if len(lines) > 1 and not any(line.rstrip().endswith((".", ",", ";", ":")) for line in lines):
        for number, line in enumerate(lines, start=block.first):
            start = document.starts[number]
            yield _Aim(plain(line), number, number, start, start)
    elif len(lines[0]) <= _LONGEST and _SENTENCE_END.search(lines[0].rstrip()[-1:]):
        start = document.starts[block.first]
        closed_at = document.line_end(block.first) if len(lines) > 1 else -1
        yield _Aim(plain(lines[0]), block.first, block.first, start, start, closed_at)


def _numbered(said: Sequence[_Aim], parent: str) -> Iterator[Proposal]:
    for number, aim in enumerate(said, start=1):
        changes = [Change(aim.start, aim.end, _mark(number, aim.text))]
        if aim.closed_at >= 0:
            changes.append(Change(aim.closed_at, aim.closed_at, "\n"))
        yield Proposal(
            f"objective-{number}", "objective", f"O{number}", aim.text, aim.first + 1, aim.last + 1,
            tuple(changes), parent,
        )  # fmt: skip


def _mark(number: int, text: str) -> str:
    """`- O1 (comprendre) : ` where the first word is one of Bloom's six; nobody else's verb is guessed."""
    first = _FIRST_WORD.match(text)
    level = BLOOM.recognise(first[0]) if first else None
    return (
        f"- O{number} ({level}) : "
        if level and first and fold(level) == fold(first[0])
        else f"- O{number} : "
    )


def _labelled(
    document: Document, found_labels: Sequence[Label], step_labels: Sequence[Label]
) -> Iterator[Proposal]:
    """« Objectif : … » on a line: copied into a section of its own, before the others."""
    found = [
        label
        for label in (*found_labels, *step_labels)
        if OBJECTIVES.fullmatch(label.name) and label.value and (label.is_alone or label in found_labels)
    ]
    if not found or document.title is None:
        return
    place = document.blocks.index(document.title)
    at = document.line_end(document.blocks[document.next_heading(place + 1) - 1].last)
    first = found[0]
    yield Proposal(
        "section-aims", "section", _AIMS, "", first.first + 1, first.last + 1,
        (Change(at, at, f"## {_AIMS}", Place.SECTION),),
    )  # fmt: skip
    for number, label in enumerate(found, start=1):
        changes = [Change(at, at, _mark(number, label.value) + label.value, Place.ENTRY)]
        if label not in found_labels:
            changes.append(Change(label.end, document.line_end(label.last), f"O{number}"))
        yield Proposal(
            f"objective-{number}", "objective", f"O{number}", label.value, label.first + 1, label.last + 1,
            tuple(changes), "section-aims",
        )  # fmt: skip


def sections(document: Document, found_labels: Sequence[Label], taken: frozenset[int]) -> Iterator[Proposal]:
    """Headings that nearly are those of a scenario, material, and sections written as a label.

    Args:
        taken: lines (from 0) of headings that other pieces change.
    """
    present = {canonical_section(block.content) for block in document.blocks if block.level == 2}
    for block in document.blocks:
        if block.kind != "heading" or block.level > 2 or block is document.title or block.first in taken:
            continue
        near = SECTIONS.recognise(block.content)
        if block.level == 2 and near and canonical_section(block.content) is None and near not in present:
            present.add(near)
            yield _renaming(document, block, f"section-{fold(near)}")
        elif MATERIAL.fullmatch(key(block.content)) and _RESOURCES not in present:
            present.add(_RESOURCES)
            yield _placed_under(document, block, _RESOURCES, "section-material")
    yield from _labelled_sections(document, found_labels, present)


def _labelled_sections(
    document: Document, found_labels: Sequence[Label], present: set[str | None]
) -> Iterator[Proposal]:
    """« **Prérequis :** … » as the last thing before a heading, so that nothing else falls into its section."""
    last_lines = {
        block.last
        for block, following in zip(document.blocks, document.blocks[1:], strict=False)
        if following.kind == "heading"
    } | {block.last for block in document.blocks[-1:]}
    for label in found_labels:
        name = SECTIONS.recognise(label.name)
        if name is None or name in present or name == _AIMS or not label.value or not label.is_alone:
            continue
        is_paragraph = (
            document.lines[label.first][:1] not in "-*+>" or document.lines[label.first][:2] == "**"
        )
        if label.last in last_lines and is_paragraph and label.first == label.last:
            present.add(name)
            change = Change(label.start, label.end, f"## {name}", Place.SECTION)
            yield Proposal(
                f"section-{fold(name)}", "section", name, label.value, label.first + 1, label.last + 1,
                (change,),
            )  # fmt: skip
