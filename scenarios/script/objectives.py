"""The list of objectives, written and changed line by line."""

import re
from collections.abc import Iterable, Sequence
from itertools import count

from scenarios.script.fitting import one_line
from scenarios.script.lines import Sheet
from scenarios.script.model import Objective, Script

NewObjective = tuple[str, str, str]
"""Id, verb and text of an objective; an id that is none is given the first free one."""

_ID = re.compile(r"[A-Z]{1,3}[0-9]{1,3}")
_WRITTEN = re.compile(
    r"(?P<bullet> {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+)[^:()]*?(?:\([^()]*\))?"
    r"(?P<colon>[ \t\u00a0\u202f]*:[ \t\u00a0\u202f]*)"
)
_LONGEST_VERB = 60


def fitted_objectives(objectives: Sequence[NewObjective], taken: Iterable[str] = ()) -> list[NewObjective]:
    """Objectives as they can be written: ids that are ids, verbs without brackets, texts of one line.

    A new id is none of those `taken`: an activity that cites an objective must not cite another one unseen.
    """
    given = {*taken, *(identity.upper() for identity, _, _ in objectives)}
    free = (name for number in count(1) if (name := f"O{number}") not in given)
    return [
        (
            identity.upper() if _ID.fullmatch(identity.upper()) else next(free),
            one_line(re.sub(r"[():]", " ", verb))[:_LONGEST_VERB].strip(),
            one_line(text),
        )
        for identity, verb, text in objectives
    ]


def objective_line(new: NewObjective, like: str = "- O1 : ") -> str:
    """An objective written as another one is."""
    identity, verb, text = new
    found = _WRITTEN.match(like)
    bullet, colon = (found["bullet"], found["colon"]) if found else ("- ", " : ")
    colon = colon if colon[-1].isspace() else colon + " "
    return f"{bullet}{identity}{f' ({verb})' if verb else ''}{colon}{text}".rstrip()


def change_objectives(sheet: Sheet, script: Script, objectives: Sequence[NewObjective]) -> None:
    """Make the list of a script that has some say this: an objective that stays as it is keeps its line.

    Objectives are known by their id. New ones come behind the one before them.
    """
    kept = _kept(script.objectives, objectives)
    places = sorted(old.line for old in kept if old)
    lines = {old.line: list[str]() for old in script.objectives}
    place, like = script.objectives[0].line, sheet.line(script.objectives[0].line)
    for new, old in zip(objectives, kept, strict=True):
        if old:
            place, like = places.pop(0), sheet.line(old.line)
            lines[place].append(like if _says(old, new) else objective_line(new, like))
        else:
            lines[place].append(objective_line(new, like))
    for number in sorted(lines, reverse=True):
        last = number if lines[number] else _last_line(sheet, number)
        sheet.replace(number, last, lines[number])


def _kept(old: Sequence[Objective], new: Sequence[NewObjective]) -> list[Objective | None]:
    """For each new objective the old one that it continues."""
    left: dict[str, list[Objective]] = {}
    for objective in reversed(old):
        left.setdefault(objective.id, []).append(objective)
    return [left[identity].pop() if left.get(identity) else None for identity, _, _ in new]


def _says(old: Objective, new: NewObjective) -> bool:
    return (old.id, old.verb, old.text) == new


def _last_line(sheet: Sheet, number: int) -> int:
    """The last line of an item that is taken out with all it holds."""
    while not sheet.is_blank(number + 1) and sheet.line(number + 1).startswith(("  ", "\t")):
        number += 1
    return number
