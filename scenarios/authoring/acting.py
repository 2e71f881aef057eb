"""What the buttons of the designer do to a text. Each act is a word, then numbers: `move:2:4`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from scenarios.authoring.cards import MAX_ACTIVITIES
from scenarios.authoring.goals import without_goal
from scenarios.script import editing
from scenarios.script.merging import merge
from scenarios.script.model import Activity, Script
from scenarios.script.reading import parse

_NEW = {"Durée": "10 min"}


@dataclass(frozen=True)
class Removed:
    """What was taken out last, to put it back: the text before, and which activity it was."""

    text: str
    index: int


@dataclass(frozen=True)
class Acted:
    """What an act did.

    Attributes:
        said: the sentence that tells it, for eyes and screen readers.
        focus: id of what should have the focus now.
        order: for each activity, the number it had before; None for a new one.
        removed: set when something can be put back.
    """

    script: Script
    said: Any = ""
    focus: str = ""
    order: tuple[int | None, ...] = ()
    removed: Removed | None = None


def act(script: Script, action: str, removed: Removed | None = None) -> Acted:
    """Do what a button says; an act that makes no sense on this text does nothing."""
    word, *rest = action.split(":")
    numbers = [int(part) for part in rest if part.isascii() and part.isdigit() and len(part) < 6]
    count = len(script.activities)
    if word == "fix":
        done = _fix(script, ":".join(rest))
    elif word == "undo":
        done = _put_back(script, removed)
    elif word == "forget-objective" and numbers:
        done = _forget_objective(script, numbers[0])
    elif word == "objective":
        done = Acted(script, focus=f"objective-{len(script.objectives)}-text")
    elif word == "add" and (not numbers or numbers[0] <= count):
        done = _add(script, numbers[0] if numbers else None)
    elif word in _ON_ACTIVITY and numbers and numbers[0] < count:
        done = _ON_ACTIVITY[word](script, *numbers)
    else:
        done = Acted(script)
    return done if done.order else replace(done, order=tuple(range(len(done.script.activities))))


def _add(script: Script, at: int | None) -> Acted:
    if len(script.activities) >= MAX_ACTIVITIES:
        return _full(script)
    place = len(script.activities) if at is None else at
    before = script.activities[place - 1] if place else None
    # A word of the text, so in its language, not in that of the interface.
    title = "New activity" if script.head.text("langue").startswith("en") else "Nouvelle activité"
    added = editing.add_activity(script, place, title, _NEW, phase=before.phase if before else None)
    return Acted(added, _l("Une activité est ajoutée."), f"activity-{place}-titre", _with_new(script, place))


def _duplicate(script: Script, index: int, *_more: int) -> Acted:
    if len(script.activities) >= MAX_ACTIVITIES:
        return _full(script)
    title = script.activities[index].title
    copied = editing.duplicate_activity(script, index)
    said = _l("« %(title)s » est copiée juste après.", title=title)
    return Acted(copied, said, f"activity-{index + 1}-titre", _with_new(script, index + 1))


def _full(script: Script) -> Acted:
    return Acted(script, _l("Un scénario a %(limit)s activités au plus.", limit=MAX_ACTIVITIES))


def _move(script: Script, index: int, to: int = -1, *_more: int) -> Acted:
    activities = script.activities
    title = activities[index].title
    if not 0 <= to < len(activities) or to == index:
        said = _l("« %(title)s » reste à sa place.", title=title)
        return Acted(script, said, f"activity-{index}-{'up' if to < index else 'down'}")
    order = [each.index for each in activities if each.index != index]
    order.insert(to, index)
    moved = editing.move_activity(script, index, to)
    said = _l(
        "« %(title)s » est maintenant l'activité %(number)s sur %(count)s.",
        title=title,
        number=to + 1,
        count=len(activities),
    )
    return Acted(moved, said, f"activity-{to}-{'up' if to < index else 'down'}", tuple(order))


def _up(script: Script, index: int, *_more: int) -> Acted:
    return _move(script, index, index - 1)


def _down(script: Script, index: int, *_more: int) -> Acted:
    return _move(script, index, index + 1)


def _remove(script: Script, index: int, *_more: int) -> Acted:
    order = tuple(each.index for each in script.activities if each.index != index)
    kept = Removed(script.text, index)
    said = _l("« %(title)s » est retirée.", title=script.activities[index].title)
    return Acted(editing.remove_activity(script, index), said, "undo", order, kept)


def _put_back(script: Script, removed: Removed | None) -> Acted:
    """The activity taken out last, where it was, whatever was written since."""
    before = parse(removed.text) if removed else None
    if removed is None or before is None or removed.index >= len(before.activities):
        return Acted(script)
    index = removed.index
    activity = before.activities[index]
    together = merge(editing.remove_activity(before, index).text, script.text, before.text)
    back = parse(together.text) if together.clean else _written_again(script, activity)
    said = _l("« %(title)s » est remise à sa place.", title=activity.title)
    place = min(index, len(script.activities))
    return Acted(back, said, f"activity-{place}-titre", _with_new(script, place))


def _written_again(script: Script, activity: Activity) -> Script:
    properties = {found.label: found.value for found in activity.properties if found.label}
    place = min(activity.index, len(script.activities))
    return editing.add_activity(
        script, place, activity.title, properties, prose=activity.prose, phase=activity.phase
    )


def _forget_objective(script: Script, index: int) -> Acted:
    if index >= len(script.objectives):
        return Acted(script)
    said = _l("L'objectif %(id)s est retiré.", id=script.objectives[index].id)
    return Acted(without_goal(script, index), said, "objectifs")


def _fix(script: Script, which: str) -> Acted:
    code, _, place = which.partition(":")
    wanted = (
        found for found in script.diagnostics if (found.code, found.place) == (code, place) and found.fix
    )
    found = next(wanted, None)
    if found is None:
        return Acted(script, _l("Ce point est déjà réglé."))
    return Acted(editing.apply_fix(script, found), _l("C'est corrigé."))


def _with_new(script: Script, place: int) -> tuple[int | None, ...]:
    order: list[int | None] = [each.index for each in script.activities]
    order.insert(place, None)
    return tuple(order)


_ON_ACTIVITY: Mapping[str, Callable[..., Acted]] = {
    "duplicate": _duplicate,
    "move": _move,
    "up": _up,
    "down": _down,
    "remove": _remove,
}
