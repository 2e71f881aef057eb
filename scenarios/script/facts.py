"""What a scenario states, as a bag of facts: to tell whether a merge of lines kept the sense of both sides."""

from collections import Counter
from collections.abc import Hashable, Iterator

from scenarios.script.parts import Block, Document, Entry, Kind
from scenarios.script.sets import items_of
from wiki.pages.comparison.outline import logical_lines, sentences

Facts = Counter[Hashable]


def says_what_both_said(merged: Document, base: Document, ours: Document, theirs: Document) -> bool:
    """Whether a text states what the base states with the changes of both sides made, each once.

    A property or a sentence under the wrong activity, a key or an activity twice: lines do not see that.
    """
    documents = (merged, base, ours, theirs)
    # A side that made or unmade the whole structure cannot be compared activity by activity.
    inside = len({document.has_activities for document in documents[1:]}) == 1
    found, before, mine, other = (_facts(document, inside=inside) for document in documents)
    return found == Counter(
        {fact: count for fact in {*before, *mine, *other, *found}
         if (count := _expected(before[fact], mine[fact], other[fact]))}
    )  # fmt: skip


def _expected(base: int, ours: int, theirs: int) -> int:
    """How often a fact is stated after both changes; what both did alike counts once."""
    return ours if ours == theirs else max(0, ours + theirs - base)


def _facts(document: Document, *, inside: bool) -> Facts:
    seen: Counter[tuple[str, str]] = Counter()
    return Counter(fact for block in document.blocks for fact in _block_facts(block, seen, inside=inside))


def _block_facts(block: Block, seen: Counter[tuple[str, str]], *, inside: bool) -> Iterator[Hashable]:
    if block.kind == "opening":
        return
    who = (block.kind, block.name, seen[block.kind, block.name])
    seen[block.kind, block.name] += 1
    yield (*who, block.phase)
    for entry in block.entries:
        yield from ((who, entry.key, said) for said in _said(block.kind, entry))
    yield from ((who, "text", said) for said in _sentences(block.body))
    for child in block.children if inside else ():
        yield from _block_facts(child, seen, inside=inside)


def _said(kind: Kind, entry: Entry) -> tuple[str, ...]:
    items = items_of(kind, entry)
    return (entry.said,) if items is None else items


def _sentences(text: str) -> Iterator[str]:
    for line in logical_lines(text):
        yield from (" ".join(said.split()) for said in sentences(line) if said.strip())
