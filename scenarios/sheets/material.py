"""What to bring for a group of some size. Pure.

Only what the text says is multiplied: « une par groupe », « trois par personne ». « 5 thermomètres » stays five.
Whatever else is written is listed as it is written, without a number: nothing is invented.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scenarios.script.model import Activity, Script
from scenarios.script.vocabulary import folded
from scenarios.sheets.prose import statements

_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_NUMBER = rf"(?P<number>\d{{1,4}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_EACH = r"(?:par|pour chaque|per|for each)\s+(?P<unit>[\w·.-]+)\s*\)?"
_COUNTED_BEFORE = re.compile(rf"{_NUMBER}(?=\s)\s+(?P<thing>\S.{{0,200}}?)\s+{_EACH}", re.IGNORECASE)
_COUNTED_AFTER = re.compile(rf"(?P<thing>\S.{{0,200}}?)[\s,(:]+{_NUMBER}\s+{_EACH}", re.IGNORECASE)
_ONLY_COUNT = re.compile(rf"{_NUMBER}\s+{_EACH}", re.IGNORECASE)
_COUNTED = re.compile(r"(\d{1,5})\s+\S")
_PEOPLE = re.compile(r"(personne|participant|apprenant|eleve|enfant|jeune|habitant|person|learner|pupil)")
_GROUPS = re.compile(r"(groupe|equipe|group|team)s?")
_PAIRS = re.compile(r"(binome|pair|paire)s?")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to bring, as it is written; `quantity` for the chosen group, None when the text does not tell.

    `count` and `unit` (`people`, `groups`, `pairs`) say what was multiplied; `unit` is empty when nothing was.
    """

    text: str
    quantity: int | None = None
    count: int = 0
    unit: str = ""
    activities: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Groups:
    """How a group divides for an activity: `sizes` are (how many groups, of how many people)."""

    number: int
    title: str
    count: int
    sizes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MaterialList:
    """Everything to bring and prepare. `resources` come from the section of that name, `cost` from the head."""

    needs: tuple[Need, ...]
    resources: tuple[Need, ...]
    groups: tuple[Groups, ...]
    cost: str


def material_list(script: Script, people: int | None) -> MaterialList:
    """The list for a number of people; None multiplies nothing."""
    numbered = list(enumerate(script.activities, 1))
    needs = [
        replace(_need(text, people, _group_size(activity)), activities=(number,))
        for number, activity in numbered
        for text in _items(activity)
    ]
    return MaterialList(
        needs=tuple(_united(needs)),
        resources=tuple(_resources(script, people)),
        groups=tuple(_groups(numbered, people)) if people else (),
        cost=script.head.text("coût"),
    )


def divide(people: int, size: int) -> tuple[tuple[int, int], ...]:
    """People in groups of at most `size`, as even as they can be: 18 in fours is 3 of 4 and 2 of 3."""
    count = -(-people // size)
    small, larger = divmod(people, count)
    return tuple((many, of) for many, of in ((larger, small + 1), (count - larger, small)) if many and of)


def _items(activity: Activity) -> Iterator[str]:
    """The things of an activity; « gommettes, trois par personne » is one thing that the comma had cut."""
    waiting = ""
    for item in activity.materials:
        if waiting and _ONLY_COUNT.fullmatch(item):
            waiting = f"{waiting}, {item}"
            continue
        if waiting:
            yield waiting
        waiting = item[:_LONGEST]
    if waiting:
        yield waiting


def _need(text: str, people: int | None, group_size: int | None) -> Need:
    each = _COUNTED_BEFORE.fullmatch(text) or _COUNTED_AFTER.fullmatch(text)
    if each is None:
        counted = _COUNTED.match(text)
        return Need(text, int(counted[1]) if counted else None)
    unit, count = _multiplier(each["unit"], people, group_size)
    return Need(text, _number(each["number"]) * count, count, unit) if count else Need(text)


def _multiplier(word: str, people: int | None, group_size: int | None) -> tuple[str, int]:
    """What « par … » counts and how many there are; ("", 0) when the text does not tell."""
    unit = folded(word)
    if people is None:
        return "", 0
    if _PEOPLE.match(unit):
        return "people", people
    if _PAIRS.fullmatch(unit):
        return "pairs", -(-people // 2)
    if _GROUPS.fullmatch(unit) and group_size:
        return "groups", -(-people // group_size)
    return "", 0


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _WORDS[text.lower()]


def _group_size(activity: Activity) -> int | None:
    """N of « groupes de N »."""
    size = (activity.form or "").removeprefix("groupes de ")
    return int(size) if size.isdigit() and int(size) else None


def _united(needs: list[Need]) -> list[Need]:
    """The same words for the same number are one line, with all the activities that need it."""
    united = dict[tuple[str, int | None], Need]()
    for need in needs:
        key = (folded(need.text), need.quantity)
        before = united.get(key)
        united[key] = replace(before, activities=before.activities + need.activities) if before else need
    return list(united.values())


def _resources(script: Script, people: int | None) -> Iterator[Need]:
    section = script.section("Ressources")
    sizes = {_group_size(activity) for activity in script.activities} - {None}
    only_size = sizes.pop() if len(sizes) == 1 else None
    for text in statements(section.body, script.head.text("langue"), nested=False) if section else ():
        need = _need(text, people, only_size)
        yield need if need.unit else Need(text)


def _groups(numbered: list[tuple[int, Activity]], people: int) -> Iterator[Groups]:
    for number, activity in numbered:
        size = 2 if activity.form == "binôme" else _group_size(activity)
        if size:
            yield Groups(number, activity.title, -(-people // size), divide(people, size))
