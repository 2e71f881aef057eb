"""What a script tells about its use."""

from itertools import chain

from scenarios.kind.cards import TYPE_CLASSES
from scenarios.kind.publics import publics_of
from scenarios.script.model import Script
from scenarios.script.timeline import timeline
from scenarios.script.vocabulary import HEAD_MODES, TYPES
from wiki.pages.traits import Traits

MODE_CODES = {
    "présentiel": "face-to-face",
    "à distance synchrone": "remote",
    "à distance asynchrone": "own-time",
    "hybride": "hybrid",
    "intérieur": "indoors",
    "extérieur": "outdoors",
    "itinérant": "on-the-move",
}
"""`scenarios.script.vocabulary.MODES` → codes."""
TYPE_CODES = {name: TYPE_CLASSES[name].removeprefix("type-") for name in TYPES}
"""`scenarios.script.vocabulary.TYPES` → codes, the same as in the names of their styles."""


def traits_of(script: Script) -> Traits:
    """The traits of a script, whatever is missing or unreadable in it."""
    times = timeline(script)
    return Traits(
        minutes=times.announced or times.total or None,
        publics=publics_of(script.head.text("public")),
        modes=_modes(script),
        learning={
            code: minutes
            for name, code in TYPE_CODES.items()
            if (minutes := times.shares.get(name, 0))
            or any(found.type == name for found in script.activities)
        },
    )


def _modes(script: Script) -> tuple[str, ...]:
    """The head's mode and those of the activities, in the order of the table."""
    of_head = HEAD_MODES.recognise(script.head.text("modalité"))
    named = {of_head, *chain.from_iterable(activity.modes for activity in script.activities)}
    return tuple(code for name, code in MODE_CODES.items() if name in named)
