"""How one difference between two scenarios is told, in French and in English."""

import re
from collections.abc import Sequence

from scenarios.script.parts import Block, Entry
from scenarios.script.sets import head_value, items_of
from scenarios.script.slots import Slot
from scenarios.script.vocabulary import PROPERTIES
from scenarios.script.writing import HEAD_ENGLISH

LONGEST_VALUE = 80
"""How much of a value is told, in characters."""

Sentences = tuple[str, str]
"""The same in French and in English."""

_NOUNS = {
    "section": ("Section", "Section", "e"),
    "activity": ("Activité", "Activity", "e"),
    "phase": ("Phase", "Phase", "e"),
    "heading": ("Titre", "Heading", ""),
}
_QUANTITY = re.compile(r"([\d.,]+)[ \u00a0\u202f]*([^\W\d].*)")
_OBJECTIVE = re.compile(r"[^(:]*(?:\((?P<verb>[^()]*)\))?[^:]*:\s*(?P<text>.*)")
_FORMS = {
    "layout": (
        "Ordre, écriture ou commentaires des clés modifiés",
        "Order, spelling or comments of keys changed",
    ),
    "levels": ("Niveaux des titres modifiés", "Levels of headings changed"),
    "spacing": ("Lignes vides ou fins de ligne modifiées", "Blank lines or line ends changed"),
}


def sentences(slot: Slot, *, is_copy: bool = False) -> Sentences:
    """What a difference says to a reader; `is_copy` when an added activity says what another one does."""
    if slot.sort in _FORMS:
        return _FORMS[slot.sort]
    if slot.sort == "entry":
        return _entry_sentences(slot)
    if slot.sort == "body":
        return _body_sentences(slot)
    return _block_sentences(slot, is_copy=is_copy)


def _block_sentences(slot: Slot, *, is_copy: bool) -> Sentences:
    block = slot.block
    noun, english, e = _NOUNS[block.kind]
    name = name_of(block)
    if slot.sort == "renamed" and slot.before:
        old = name_of(slot.before)
        return f"{noun} “{old}” renommé{e} “{name}”", f"{english} “{old}” renamed “{name}”"
    if slot.sort == "removed":
        return f"{noun} “{name}” retiré{e}", f"{english} “{name}” removed"
    if slot.sort == "moved" and slot.before and slot.before.phase != block.phase:
        return _phase_sentences(name, slot.before.phase, block.phase)
    done, did = ("déplacé", "moved") if slot.sort == "moved" else ("ajouté", "added")
    if is_copy:
        done, did = "dupliqué", "duplicated"
    where, there = _after(slot.neighbour) or (
        "au début",
        "to the beginning" if did == "moved" else "at the beginning",
    )
    return f"{noun} “{name}” {done}{e} {where}", f"{english} “{name}” {did} {there}"


def _phase_sentences(name: str, before: str | None, after: str | None) -> Sentences:
    french, english = ([phase or nothing for phase in (before, after)]
                       for nothing in ("hors phase", "no phase"))  # fmt: skip
    return (
        f"Phase de “{name}” : {french[0]} → {french[1]}",
        f"Phase of “{name}”: {english[0]} → {english[1]}",
    )


def _after(neighbour: Block | None) -> Sentences | None:
    if neighbour is None or neighbour.kind in ("head", "opening"):
        return None
    name = name_of(neighbour)
    return f"après “{name}”", f"after “{name}”"


def name_of(block: Block) -> str:
    """The title of a block, short enough to be told; its heading when it has no title."""
    return shortened(block.title or block.heading.strip("# \n") or "…")


def _body_sentences(slot: Slot) -> Sentences:
    block, name = slot.block, name_of(slot.block)
    if block.kind == "opening":
        return "Début de la page modifié", "Beginning of the page changed"
    if block.kind == "section":
        return f"Section “{name}” modifiée", f"Section “{name}” changed"
    had, has = (bool(side and side.body.strip()) for side in (slot.before, slot.after))
    done, did = (
        ("modifié", "changed") if had and has else ("ajouté", "added") if has else ("retiré", "removed")
    )
    return f"Texte de “{name}” {done}", f"Text of “{name}” {did}"


def _entry_sentences(slot: Slot) -> Sentences:
    known = slot.entry
    name = known.name if known else ""
    if slot.block.kind == "opening":
        return _opening_sentences(slot, name)
    if slot.block.kind == "section":
        return _objective_sentences(slot, name)
    french, english = _subject(slot.block, name)
    value, told = _value_change(slot)
    return f"{french} : {value}", f"{english}: {told}"


def _subject(block: Block, name: str) -> Sentences:
    """Whose value changed; the fields of the head are named by themselves."""
    if block.kind == "head":
        english = HEAD_ENGLISH.get(name, name)
        return _capitalised(name), _capitalised(english)
    of = name_of(block)
    return f"{shortened(name)} de “{of}”", f"{PROPERTIES.in_language(shortened(name), 'en')} of “{of}”"


def _capitalised(name: str) -> str:
    return shortened(name[:1].upper() + name[1:])


def _value_change(slot: Slot) -> Sentences:
    old, new = slot.entry_before, slot.entry_after
    if old and new:
        before, after = items_of(slot.block.kind, old), items_of(slot.block.kind, new)
        if before is not None and after is not None and {*before} != {*after}:
            return _set_change(before, after)
        return (_arrow(_told(slot.block, old), _told(slot.block, new)),) * 2
    known = old or new
    value = _told(slot.block, known) if known else ""
    return (
        (f"ajout de “{value}”", f"“{value}” added")
        if new
        else (f"retrait de “{value}”", f"“{value}” removed")
    )


def _told(block: Block, entry: Entry) -> str:
    value = head_value(entry) if block.kind == "head" else None
    text = value if isinstance(value, str) else ", ".join(value) if value else entry.said
    return shortened(text) or "…"


def _set_change(before: Sequence[str], after: Sequence[str]) -> Sentences:
    more = [item for item in after if item not in before]
    less = [item for item in before if item not in after]
    french, english = list[str](), list[str]()
    for items, done, did in ((more, "ajout", "added"), (less, "retrait", "removed")):
        if items:
            listed = shortened(", ".join(f"“{item}”" for item in items))
            french.append(f"{done} de {listed}")
            english.append(f"{listed} {did}")
    return " ; ".join(french), "; ".join(english)


def _arrow(before: str, after: str) -> str:
    """`35 → 30 min`: a unit that both have is told once."""
    old, new = _QUANTITY.fullmatch(before), _QUANTITY.fullmatch(after)
    if old and new and old[2] == new[2]:
        return f"{old[1]} → {after}"
    return f"{before} → {after}"


def _opening_sentences(slot: Slot, name: str) -> Sentences:
    texts = [entry.said.lstrip("# ") if entry else "" for entry in (slot.entry_before, slot.entry_after)]
    old, new = map(shortened, texts)
    if name == "title" and old and new:
        return f"Titre : “{old}” → “{new}”", f"Title: “{old}” → “{new}”"
    done, did = (
        ("modifié", "changed") if old and new else ("ajouté", "added") if new else ("retiré", "removed")
    )
    if name == "title":
        return f"Titre {done} : “{new or old}”", f"Title {did}: “{new or old}”"
    if name == "summary":
        return f"Résumé {done}", f"Summary {did}"
    return "Début de la page modifié", "Beginning of the page changed"


def _objective_sentences(slot: Slot, name: str) -> Sentences:
    (old_verb, old), (verb, new) = (objective_parts(entry) for entry in (slot.entry_before, slot.entry_after))
    if slot.entry_before and slot.entry_after:
        if old == new and old_verb != verb:
            change = f"{old_verb or '…'} → {verb or '…'}"
            return f"Verbe de l'objectif {name} : {change}", f"Verb of objective {name}: {change}"
        change = f"“{shortened(old)}” → “{shortened(new)}”"
        return f"Objectif {name} reformulé : {change}", f"Objective {name} reworded: {change}"
    if slot.entry_after:
        return f"Objectif {name} ajouté : “{shortened(new)}”", f"Objective {name} added: “{shortened(new)}”"
    return f"Objectif {name} retiré : “{shortened(old)}”", f"Objective {name} removed: “{shortened(old)}”"


def objective_parts(entry: Entry | None) -> Sentences:
    """The verb and the text of an objective as written."""
    found = _OBJECTIVE.match(entry.said) if entry else None
    return ((found["verb"] or "").strip(), found["text"]) if found else ("", entry.said if entry else "")


def shortened(text: str) -> str:
    """A text on one line, no longer than can be told."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1].rstrip() + "…"
