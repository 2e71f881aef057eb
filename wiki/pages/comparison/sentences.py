"""What changed between two texts, told in sentences: by key of the head, title and section.

Sentences are a French message and its parameters, for the interface to translate.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wiki.messages import N_
from wiki.pages.comparison.alignment import matching_blocks
from wiki.pages.comparison.outline import Section, sections, split_head

VALUE_LENGTH = 80
"""How much of a value of the head is told."""


@dataclass(frozen=True)
class Sentence:
    """A message (`msgid`, French) and what to fill in."""

    msgid: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % self.params


Key = tuple[str, int]
"""The heading of a section, and how many sections with that heading come before it."""


def change_sentences(old: str, new: str) -> list[Sentence]:
    """Tell every change between two texts: the head first, then the sections in the order of the new text."""
    old_head, old_body = split_head(old)
    new_head, new_body = split_head(new)
    return [
        *_head_changes(old_head.entries if old_head else {}, new_head.entries if new_head else {}),
        *_section_changes(sections(old_body), sections(new_body)),
    ]


def shortened(told: Sequence[Sentence], limit: int) -> list[Sentence]:
    """Keep at most `limit` sentences, the last one telling how many more there are."""
    if len(told) <= limit:
        return list(told)
    left_out = len(told) - limit + 1
    return [*told[: limit - 1], Sentence(N_("Et %(num)s autres changements"), {"num": left_out})]


def _head_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Sentence]:
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = _value(old.get(key, "")), _value(new.get(key, ""))
        if not key or (before == after and (key in old) == (key in new)):
            continue
        if key not in old:
            yield Sentence(N_("En-tête : ajout de « %(key)s » (%(value)s)"), {"key": key, "value": after})
        elif key not in new:
            yield Sentence(N_("En-tête : retrait de « %(key)s » (%(value)s)"), {"key": key, "value": before})
        else:
            values: dict[str, str | int] = {"key": key, "old": before, "new": after}
            yield Sentence(N_("En-tête : %(key)s %(old)s → %(new)s"), values)


def _value(entry: str) -> str:
    """Return the value of a head entry as one would say it: no brackets, quotes or dashes."""
    first, *others = entry.partition(":")[2].strip().split("\n")
    items = [first.strip("[]"), *(line.strip().removeprefix("- ") for line in others)]
    said = ", ".join(item.strip(" \"'") for item in items if item.strip(" \"'"))
    return said if len(said) <= VALUE_LENGTH else said[: VALUE_LENGTH - 1].rstrip() + "…"


def _section_changes(old: Sequence[Section], new: Sequence[Section]) -> Iterator[Sentence]:
    """Tell the title, then the sections that were renamed, added, changed or moved, then those taken out."""
    old_title, old = _without_title(old)
    new_title, new = _without_title(new)
    if old_title and new_title and old_title != new_title:
        yield Sentence(N_("Titre : « %(old)s » → « %(new)s »"), {"old": old_title, "new": new_title})
    elif old_title != new_title:
        message = N_("Titre ajouté : « %(title)s »") if new_title else N_("Titre retiré : « %(title)s »")
        yield Sentence(message, {"title": new_title or old_title})
    old_by_key, new_by_key = _by_key(old), _by_key(new)
    renamed = _renamed(old_by_key, new_by_key)
    in_place = _in_place(list(old_by_key), list(new_by_key))
    for key, section in new_by_key.items():
        yield from _section_change(key, section, old_by_key, renamed)
        if key in old_by_key and key not in in_place:
            yield Sentence(N_("Section « %(section)s » déplacée"), {"section": key[0]})
    for key in old_by_key:
        if key not in new_by_key and key not in renamed.values():
            yield Sentence(N_("Section « %(section)s » retirée"), {"section": key[0]})


def _section_change(
    key: Key, section: Section, old: Mapping[Key, Section], renamed: Mapping[Key, Key]
) -> Iterator[Sentence]:
    if key in renamed:
        names: dict[str, str | int] = {"old": renamed[key][0], "new": key[0]}
        yield Sentence(N_("Section « %(old)s » renommée « %(new)s »"), names)
    elif key not in old:
        yield Sentence(N_("Section « %(section)s » ajoutée"), {"section": key[0]})
    elif section.body.strip() != old[key].body.strip():
        if section.level == 0:
            yield Sentence(N_("Début de la page modifié"))
        else:
            yield Sentence(N_("Section « %(section)s » modifiée"), {"section": key[0]})
    elif section.level != old[key].level:
        yield Sentence(N_("Section « %(section)s » : niveau de titre modifié"), {"section": key[0]})


def _without_title(found: Sequence[Section]) -> tuple[str, Sequence[Section]]:
    """Take the title (a first heading of level 1) out; its text joins what stands before it."""
    opening, *others = found
    if not others or others[0].level != 1:
        return "", found
    title, *rest = others
    return title.heading, [opening._replace(body=opening.body + title.body), *rest]


def _by_key(found: Sequence[Section]) -> dict[Key, Section]:
    seen: Counter[str] = Counter()
    keyed: dict[Key, Section] = {}
    for section in found:
        keyed[section.heading, seen[section.heading]] = section
        seen[section.heading] += 1
    return keyed


def _renamed(old: Mapping[Key, Section], new: Mapping[Key, Section]) -> dict[Key, Key]:
    """Return the old key of each new section whose text stood under a heading that is gone."""
    gone = {section.body.strip(): key for key, section in old.items() if key not in new}
    gone.pop("", None)
    return {
        key: gone.pop(section.body.strip())
        for key, section in new.items()
        if key not in old and section.body.strip() in gone
    }


def _in_place(old: Sequence[Key], new: Sequence[Key]) -> set[Key]:
    """Return the sections that kept their order among those that are in both texts."""
    both = {*old} & {*new}
    common_old = [key for key in old if key in both]
    common_new = [key for key in new if key in both]
    names = {key: f"{key[1]} {key[0]}" for key in common_old}
    blocks = matching_blocks([names[key] for key in common_old], [names[key] for key in common_new])
    return {common_old[block.old + offset] for block in blocks for offset in range(block.size)}
