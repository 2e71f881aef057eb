"""What changed between two scenarios, in sentences; and a third text with some of these changes made."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from scenarios.script.merging import Merge, merge
from scenarios.script.model import Script
from scenarios.script.parts import Block, Document, Entry, take_apart
from scenarios.script.slots import LAYOUT, LEVELS, SPACING, Slot, rebuilt
from scenarios.script.wording import sentences

_FORMS = (LAYOUT, LEVELS, SPACING)


@dataclass(frozen=True)
class Change:
    """One difference between two texts that can be told, taken or left by itself.

    `kind` is `head`, `title`, `summary`, `opening`, `objective`, `property`, `prose`, `section`, `layout`,
    `levels`, `spacing`, or a block and what happened to it: `activity-added`, `activity-removed`, `activity-moved`,
    `activity-renamed`, `activity-duplicated`, the same of `section`, `phase` and `heading`.
    `place` is where it stands in the text after, as `Diagnostic.place` says it (before, when it was taken out);
    `place_before` where it stood, empty when it did not. `name_before` and `name_after` are the titles of the
    activity or section on both sides, `key` the key, property or objective. `before` and `after` are the texts;
    for what moved, `after` is the title of what it now stands after.
    """

    kind: str
    place: str
    place_before: str
    name_before: str
    name_after: str
    key: str
    before: str
    after: str
    sentence_fr: str
    sentence_en: str

    def sentence(self, language: str = "fr") -> str:
        """The change told in French, or in English where `language` starts with `en`."""
        return self.sentence_en if language.startswith("en") else self.sentence_fr

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same change wherever it stands, to know again what was refused."""
        said = (self.kind, self.name_before or self.name_after, self.key, self.before, self.after)
        return sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def __str__(self) -> str:
        return self.sentence_fr


def changes(before: str | Script, after: str | Script) -> list[Change]:
    """Every change from one text to another, in the order of the text; none only if they are the same.

    Line ends do not count. What is only a matter of layout is told as one change, at the end.
    """
    old, new = take_apart(before), take_apart(after)
    copied = {block.content for block in _activities(old)}
    return [_told(slot, copied) for slot in _slots(old, new)]


def apply_changes(base: str, after: str, target: str, chosen: Collection[int]) -> Merge:
    """`target` with some of the changes from `base` to `after` made, by their numbers in `changes(base, after)`.

    All of them: the merge of `after` into `target`. None: `target`. What `target` says otherwise than `base` in
    a place that is taken is a conflict, with `target` as `ours`. Numbers that no change has are ignored.
    """
    old, new = take_apart(base), take_apart(after)
    slots = _slots(old, new)
    taken = {slot for number, slot in enumerate(slots) if number in chosen}
    if not taken:
        return Merge((target,) if target else ())
    if len(taken) == len(slots):
        return merge(base, target, after)
    followers = {SPACING, LEVELS} if any(map(_makes_room, taken)) else {SPACING}
    return merge(base, target, rebuilt(old, new, (taken | followers).__contains__))


def _slots(before: Document, after: Document) -> list[Slot]:
    """The differences in the order of the text, those of form last.

    Blank lines are told only when there is nothing else, levels of headings when no phase explains them.
    """
    heard: dict[Slot, None] = {}

    def listens(slot: Slot) -> bool:
        heard[slot] = None
        return False

    rebuilt(before, after, listens)
    slots = sorted((slot for slot in heard if slot not in _FORMS), key=lambda slot: slot.block.line)
    slots += [LAYOUT] if LAYOUT in heard else []
    slots += [LEVELS] if LEVELS in heard and not any(map(_makes_room, slots)) else []
    return slots or list(heard)


def _makes_room(slot: Slot) -> bool:
    """Whether activities are one level deeper, or less deep, because of it."""
    return slot.block.kind == "phase" and slot.sort in ("added", "removed")


def _activities(document: Document) -> Iterator[Block]:
    for block in document.blocks:
        yield from (child for child in block.children if child.kind == "activity")


def _told(slot: Slot, copied: Collection[str]) -> Change:
    is_copy = slot.sort == "added" and slot.block.kind == "activity" and slot.block.content in copied
    french, english = sentences(slot, is_copy=is_copy)
    before, after = _texts(slot)
    key = slot.entry.name if slot.entry else ""
    return Change(
        kind=_kind(slot, is_copy=is_copy),
        place=_place(slot, slot.after, slot.entry_after) or _place(slot, slot.before, slot.entry_before),
        place_before=_place(slot, slot.before, slot.entry_before),
        name_before=slot.before.title if slot.before else "",
        name_after=slot.after.title if slot.after else "",
        key=key,
        before=before,
        after=after,
        sentence_fr=french,
        sentence_en=english,
    )


def _kind(slot: Slot, *, is_copy: bool) -> str:
    kind = slot.block.kind
    if slot.sort == "entry":
        name = slot.entry.name if slot.entry else ""
        opening = name if name in ("title", "summary") else "opening"
        return {"head": "head", "opening": opening, "section": "objective"}.get(kind, "property")
    if slot.sort == "body":
        return kind if kind in ("opening", "section") else "prose"
    if slot in _FORMS:
        return slot.sort
    return f"{kind}-{'duplicated' if is_copy else slot.sort}"


def _place(slot: Slot, block: Block | None, entry: Entry | None) -> str:
    """Where a change stands in one of the texts, as `Diagnostic.place` says it; empty where it is not."""
    if slot in _FORMS:
        return "text"
    if block is None or slot.sort != "entry":
        return block.place if block else ""
    return _entry_place(block, entry) if entry else ""


def _entry_place(block: Block, entry: Entry) -> str:
    if block.kind == "head":
        return f"head:{entry.name}"
    if block.kind == "section":
        return f"objective:{block.entries.index(entry)}"
    if block.kind == "opening":
        return entry.name if entry.name in ("title", "summary") else "text"
    return f"{block.place}:{entry.name}"


def _texts(slot: Slot) -> tuple[str, str]:
    """The two texts that a change is between."""
    if slot.sort == "entry":
        old, new = (entry.said if entry else "" for entry in (slot.entry_before, slot.entry_after))
        return old, new
    if slot.sort == "moved":
        return "", slot.neighbour.title if slot.neighbour else ""
    old, new = (_text(slot, block) if block else "" for block in (slot.before, slot.after))
    return old, new


def _text(slot: Slot, block: Block) -> str:
    if slot.sort == "renamed":
        return block.title
    return block.body.strip("\n") if slot.sort == "body" and not block.children else block.text
