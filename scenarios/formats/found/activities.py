"""From steps to activities: a heading each, and the properties that their text says."""

import re
from collections.abc import Iterator, Sequence

from scenarios.formats.found.blocks import Block, Document, cells, key, plain
from scenarios.formats.found.labels import labels
from scenarios.formats.found.proposals import Change, Place, Proposal
from scenarios.formats.found.sequences import Step, StepSequence, lead_of, says_something
from scenarios.formats.found.wording import (
    DURATION,
    FORM,
    HEAD_LABELS,
    MATERIAL,
    is_vague_duration,
)
from scenarios.script.vocabulary import FORMS, SECTIONS, TYPES, canonical_section, folded

_STEPS = "Déroulé"
_LONGEST_TITLE = 100
_LONGEST_COPY = 80
_LONGEST_MATERIAL = 400
_IN_BRACKETS = re.compile(r"[ \t]{0,4}\((?P<said>[^()]{1,30})\)")
_AFTER_DASH = re.compile(rf"[ \t]{{1,4}}[-–—:][ \t]{{1,4}}(?P<said>{DURATION.pattern})[ \t]*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;!?](?:[ \t\n]|$)|[ \t]\(|\n| : |,[ \t]")
_TIMED_LEAD = re.compile(r"[ \t\u00a0:,-]*(?:\([^()\n]*\))?[ \t\u00a0:,-]*")
_COLON = re.compile(r"[ \t\u00a0]{0,3}:(?=[ \t]*\S|[ \t]*$)")
_HANGING = re.compile(
    r"(?: (?:à|aux?|avec|ces?|dans|des?|du|en|et|la|les?|leurs?|ou|par|pour|que|qui|sa|ses|son|sur|une?))+$"
)
"""Words with which no title ends."""
_BULLET = re.compile(r"[ \t]{0,3}[-*+](?=[ \t])")
_MARKED = re.compile(r"activite(?: ?\d+)? ?:.*")


def section_of_steps(document: Document, sequence: StepSequence) -> Proposal | None:
    """The section *Déroulé*: the announcing heading renamed, or put under a heading of that name."""
    container = sequence.container
    if container is not None and container.kind == "heading" and container.level == 2:
        if canonical_section(container.content) == _STEPS:
            return None
        if SECTIONS.recognise(container.content) == _STEPS:
            return _renamed(document, container)
    line = sequence.steps[0].first if container is None else container.first
    start = document.starts[line]
    changes = [Change(start, start, f"## {_STEPS}", Place.SECTION)]
    if container is not None and container.kind == "heading" and container.level < 3:
        changes.append(Change(start, start + _hashes(document, container), "###"))
    last = container.last if container is not None else line
    said = plain(container.content) if container is not None else ""
    return Proposal("section-steps", "section", _STEPS, said, line + 1, last + 1, tuple(changes))


def _renamed(document: Document, heading: Block) -> Proposal:
    start = document.content_start(heading)
    change = Change(start, start + len(heading.content), _STEPS)
    said = plain(heading.content)
    return Proposal("section-steps", "section", _STEPS, said, heading.first + 1, heading.last + 1, (change,))


def activities(document: Document, sequence: StepSequence, parent: str) -> Iterator[Proposal]:
    """Each step as an activity, followed by its properties."""
    for number, step in enumerate(sequence.steps):
        if step.kind == "row":
            yield from _of_row(document, step, number, parent)
        elif says_something(step.blocks[0]):
            yield from _of_blocks(document, step, number, parent)


def _of_blocks(document: Document, step: Step, number: int, parent: str) -> Iterator[Proposal]:
    opening = step.blocks[0]
    identity = f"activity-{number}"
    if step.kind == "heading":
        title, changes = _from_heading(document, opening)
        properties_at = document.line_end(opening.first)
    else:
        title, changes = _from_item(document, step)
        properties_at = changes[0].end
    changes += _instructions(document, step)
    # A title that a writer wrapped goes on below its first line.
    last = opening.first if title in plain(document.lines[opening.first]) else opening.last
    yield Proposal(
        identity, "activity", "Activité", title, opening.first + 1, last + 1, tuple(changes), parent
    )
    yield from _properties(document, step, identity, properties_at)


def _from_heading(document: Document, heading: Block) -> tuple[str, list[Change]]:
    start = document.starts[heading.first]
    content = document.content_start(heading)
    title = plain(_IN_BRACKETS.sub(_unless_duration, heading.content))
    changes = []
    if heading.level != 3:
        changes.append(Change(start, start + _hashes(document, heading), "###"))
    if not _MARKED.fullmatch(key(heading.content)):
        glued = "" if document.text[content - 1 : content] != "#" else " "
        changes.append(Change(content, content, f"{glued}Activité : "))
    return title, changes


def _unless_duration(found: re.Match[str]) -> str:
    return "" if DURATION.search(found["said"]) else found[0]


def _hashes(document: Document, heading: Block) -> int:
    """The length of the marks of a heading, with spaces before them."""
    line = document.lines[heading.first]
    bare = line.lstrip()
    return len(line) - len(bare.lstrip("#"))


def _from_item(document: Document, step: Step) -> tuple[str, list[Change]]:
    """A title taken out of the beginning where it is short, copied from it else."""
    opening = step.blocks[0]
    start = document.starts[opening.first]
    content = document.content_start(opening)
    lead = lead_of(opening)
    if step.kind == "bold" and lead:
        end = content + lead.end("lead") + 2
        title, rest = lead["lead"], opening.content[lead.end("lead") + 2 :]
    else:
        said = opening.content[lead.end() :] if lead else opening.content
        content += lead.end() if lead else 0
        title, moved = _title_of(said, is_timed=bool(DURATION.match(said)))
        end, rest = content + moved, said[moved:]
    if end > content:
        end += _punctuation(rest)
    changes = [Change(start, max(end, content), f"### Activité : {plain(title).rstrip('.:; ')}", Place.BLOCK)]
    if opening.kind == "item":
        changes += _dedented(document, opening)
    return plain(title).rstrip(".:; "), changes


def _punctuation(rest: str) -> int:
    """The length of a colon or full stop, and spaces, that nobody misses once the title stands alone."""
    found = re.match(r"[ \t\u00a0]*[:.]?[ \t]*", rest)
    return len(found[0]) if found else 0


def _title_of(said: str, *, is_timed: bool) -> tuple[str, int]:
    """A title for a step, and how many of its characters move there (0: it is copied)."""
    if is_timed:
        duration = DURATION.match(said)
        rest = said[duration.end() :] if duration else said
        return _beginning(_TIMED_LEAD.sub("", rest, count=1)), 0
    first_line = said.split("\n", 1)[0]
    colon = _COLON.search(first_line)
    if colon and 3 <= colon.start() <= 60:
        return first_line[: colon.start()], colon.start()
    if len(said) <= _LONGEST_TITLE and "\n" not in said:
        return said, len(said)
    return _beginning(said), 0


def _beginning(said: str) -> str:
    """The first words of a sentence, cut where it pauses."""
    ends = [found.start() for found in _CLAUSE.finditer(said[: _LONGEST_TITLE + 1]) if found.start() > 15]
    strong = [end for end in ends if said[end] in ".;!?\n"]
    end = strong[0] if strong else ends[0] if ends else 0
    if not end:
        end = said.rfind(" ", 0, _LONGEST_COPY) if len(said) > _LONGEST_COPY else len(said)
        return _HANGING.sub("", said[: max(end, 1)])
    return said[:end]


def _dedented(document: Document, item: Block) -> Iterator[Change]:
    """What stood inside a list item stands at the margin."""
    below = [number for number in range(item.first + 1, item.last + 1) if document.lines[number].strip()]
    margins = [_margin(document.lines[number]) for number in below]
    width = min([margin for margin in margins if margin], default=0)
    for number, margin in zip(below, margins, strict=True):
        cut = min(margin, width)
        if cut:
            yield Change(document.starts[number], document.starts[number] + cut, "")


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _instructions(document: Document, step: Step) -> Iterator[Change]:
    """A bulleted list right below the heading becomes a numbered one: bullets would be read as properties."""
    below = step.blocks[1:] if step.kind == "heading" else []
    items = list[Block]()
    for block in below:
        if block.kind != "item":
            break
        items.append(block)
    named = {label.first for label in labels(document, items)}
    for item in items:
        bullet = _BULLET.match(document.lines[item.first])
        if bullet and not named:
            end = document.starts[item.first] + bullet.end()
            yield Change(end - 1, end, "1.")


def _properties(document: Document, step: Step, parent: str, at: int) -> Iterator[Proposal]:
    for found in (
        _duration(document, step, parent, at),
        _form(document, step, parent, at),
        _type(document, step, parent, at),
        _material(document, step, parent, at),
    ):
        if found is not None:
            yield found


def _entry(
    parent: str,
    at: int,
    name: str,
    value: str,
    lines: tuple[int, int],
    more: Sequence[Change] = (),
    **said: bool,
) -> Proposal:
    change = Change(at, at, f"- {name} : {value}", Place.ENTRY)
    return Proposal(
        f"{parent}-{folded(name)}", "property", name, value, lines[0] + 1, lines[1] + 1, (*more, change),
        parent, **said,
    )  # fmt: skip


def _duration(document: Document, step: Step, parent: str, at: int) -> Proposal | None:
    opening = step.blocks[0]
    if step.kind == "heading":
        said = _in_heading(document, opening)
        if said:
            value, cut = said
            spot = (opening.first, opening.first)
            return _entry(parent, at, "Durée", value, spot, [cut], is_vague=is_vague_duration(value))
    if step.kind == "timed" and (found := DURATION.match(opening.content)):
        value = found[0].rstrip(".")
        spot = (opening.first, opening.first)
        return _entry(parent, at, "Durée", value, spot, is_vague=is_vague_duration(value))
    return _duration_below(document, step, parent, at)


def _in_heading(document: Document, heading: Block) -> tuple[str, Change] | None:
    """The duration of a heading's brackets or end, and the change that takes it out."""
    brackets = [found for found in _IN_BRACKETS.finditer(heading.content) if DURATION.search(found["said"])]
    found = brackets[-1] if brackets else _AFTER_DASH.search(heading.content)
    if found is None or not plain(heading.content[: found.start()]):
        return None
    start = document.content_start(heading)
    value = found["said"].strip().rstrip(".")
    return value, Change(start + found.start(), start + found.end(), "")


def _duration_below(document: Document, step: Step, parent: str, at: int) -> Proposal | None:
    """The one duration that a step names, if it names one."""
    mentions = [
        (number, found)
        for number in range(step.first, step.last + 1)
        for found in DURATION.finditer(document.lines[number])
    ]
    if len(mentions) != 1 or any(block.kind == "table" for block in step.blocks):
        return None
    number, found = mentions[0]
    value = found[0].rstrip(".")
    return _entry(parent, at, "Durée", value, (number, number), is_vague=is_vague_duration(value))


def _form(document: Document, step: Step, parent: str, at: int) -> Proposal | None:
    """The one form of work that the first line of a step names."""
    said = [found[0] for found in FORM.finditer(document.lines[step.first])]
    known = {FORMS.recognise(form) for form in said}
    if len(known) != 1 or None in known:
        return None
    return _entry(parent, at, "Forme", said[0], (step.first, step.first))


def _type(document: Document, step: Step, parent: str, at: int) -> Proposal | None:
    """A learning type whose own name is in the title."""
    opening = step.blocks[0]
    words = re.findall(r"[^\W\d_]+", opening.content.split("\n")[0][:_LONGEST_TITLE])
    known = [word for word in words if TYPES.recognise(word)]
    if len({TYPES.recognise(word) for word in known}) != 1:
        return None
    return _entry(parent, at, "Type", known[0].lower(), (opening.first, opening.first))


def _material(document: Document, step: Step, parent: str, at: int) -> Proposal | None:
    """« Matériel : … » in a step, moved to its properties."""
    for label in labels(document, step.blocks[step.kind == "heading" :]):
        if MATERIAL.fullmatch(label.name) and label.is_alone and 0 < len(label.value) <= _LONGEST_MATERIAL:
            if _is_property_already(document, step, label.first):
                return None
            start, end = document.starts[label.first], document.line_end(label.last)
            cut = Change(start, _after_block(document.text, start, end), "")
            return _entry(parent, at, "Matériel", label.value, (label.first, label.last), [cut])
    return None


def _after_block(text: str, start: int, end: int) -> int:
    """Where a block ends with its newline, and with the blank line below where there is one above."""
    is_framed = text[max(0, start - 2) : start] == "\n\n" and text[end : end + 2] == "\n\n"
    return min(end + 1 + is_framed, len(text))


def _is_property_already(document: Document, step: Step, line: int) -> bool:
    """Whether a bullet stands in the list right below the heading, where the scenario reads it anyway."""
    for block in step.blocks[1:]:
        if block.kind != "item":
            return False
        if block.first == line:
            return step.kind == "heading"
    return False


def _of_row(document: Document, step: Step, number: int, parent: str) -> Iterator[Proposal]:
    """A row of a table: the table stays, the activities follow it."""
    table = step.blocks[0]
    heads = [key(cell) for cell in cells(document.lines[table.first])]
    said = dict(zip(heads, (plain(cell) for cell in cells(document.lines[step.line])), strict=False))
    durations = [
        name for name in said if HEAD_LABELS["durée"].fullmatch(name) or name in ("minutage", "timing")
    ]
    materials = [name for name in said if MATERIAL.fullmatch(name)]
    others = [value for name, value in said.items() if name not in (*durations, *materials) and value]
    if not others:
        return
    at, identity, spot = document.line_end(table.last), f"activity-{number}", (step.line, step.line)
    entries = [("Durée", said[name]) for name in durations if said[name]]
    entries += [("Matériel", said[name]) for name in materials if said[name]]
    lines = [f"### Activité : {others[0]}"]
    text = "\n\n".join(
        lines + (["\n".join(f"- {name} : {value}" for name, value in entries)] if entries else [])
    )
    text = "\n\n".join([text, *others[1:]])
    yield Proposal(
        identity, "activity", "Activité", others[0], spot[0] + 1, spot[1] + 1,
        (Change(at, at, text, Place.BLOCK),), parent,
    )  # fmt: skip
