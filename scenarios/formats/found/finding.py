"""Everything that is found in a text, in reading order."""

from collections.abc import Iterator, Sequence

from scenarios.formats.found.activities import activities, section_of_steps
from scenarios.formats.found.aims import objectives, sections, summaries, titles
from scenarios.formats.found.blocks import Block, Document, read_document
from scenarios.formats.found.facts import head_proposals
from scenarios.formats.found.labels import Label, labels
from scenarios.formats.found.proposals import Proposal
from scenarios.formats.found.sequences import StepSequence, best_sequence
from scenarios.script import parse
from scenarios.script.model import Script

MAX_LENGTH = 200_000
"""Beyond, in characters, a text is no description of a session, and nothing is looked for in it."""


def find(text: str, themes: Sequence[str] = ()) -> list[Proposal]:
    """The pieces of a scenario that a page's text says, each to be accepted or not.

    Args:
        text: the whole page, as it is kept (LF line ends).
        themes: names of themes to look for in its title and headings.

    A text that has activities already gets no others, one that has objectives keeps them.
    """
    if len(text) > MAX_LENGTH or "\r" in text:
        return []
    document = read_document(text)
    script = parse(text)
    sequence = None if script.activities else best_sequence(document)
    outside = _outside(document, sequence, script)
    found_labels = list(labels(document, outside))
    found = [*titles(document), *summaries(document)]
    found += head_proposals(document, found_labels, outside, themes)
    if not script.objectives:
        found += objectives(document, found_labels, _step_labels(document, sequence))
    steps = list(_steps(document, sequence))
    taken = frozenset(
        line - 1 for piece in (*found, *steps) if piece.kind != "head" for line in _lines(piece)
    )
    found += sections(document, found_labels, taken)
    return sorted([*found, *steps], key=_place)


def _steps(document: Document, sequence: StepSequence | None) -> Iterator[Proposal]:
    if sequence is None:
        return
    section = section_of_steps(document, sequence)
    if section is not None:
        yield section
    yield from activities(document, sequence, section.id if section else "")


def _outside(document: Document, sequence: StepSequence | None, script: Script) -> list[Block]:
    """The blocks that belong to no step or activity: what one says is its own, not the whole session's."""
    inside = {block.first for step in sequence.steps for block in step.blocks} if sequence else set()
    for activity in script.activities:
        inside.update(range(activity.first_line - 1, activity.last_line))
    return [block for block in document.blocks if block.first not in inside]


def _step_labels(document: Document, sequence: StepSequence | None) -> list[Label]:
    return [label for step in sequence.steps for label in labels(document, step.blocks)] if sequence else []


def _lines(piece: Proposal) -> range:
    return range(piece.first_line, piece.last_line + 1)


_ORDER = ("title", "summary", "head")


def _place(piece: Proposal) -> tuple[int, int]:
    """The whole page first, then the pieces where they stand; what depends on another follows it."""
    if piece.kind in _ORDER:
        return _ORDER.index(piece.kind), piece.first_line
    return len(_ORDER), 0
