"""The activities as cards of fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from flask_babel import lazy_gettext as _l

from scenarios.authoring.boxes import Box, Value, name_of
from scenarios.authoring.fields import ACTIVITY, Field, Options, Widget
from scenarios.script import editing
from scenarios.script.model import Activity, Property, Script
from scenarios.script.vocabulary import ASSESSMENTS, FORMS, MODES, TYPES, Vocabulary, split_list

MAX_ACTIVITIES = 200
_VOCABULARIES: Mapping[str, Vocabulary] = {
    "Type": TYPES,
    "Forme": FORMS,
    "Modalité": MODES,
    "Évaluation": ASSESSMENTS,
}
_TITLE = Field("titre", _l("Titre de l'activité"))
_PHASE = Field("phase", _l("Phase"), help=_l("Facultatif : pour regrouper des activités."), listing="phases")
_PROSE = Field("texte", _l("Ce que l'on fait, ce que l'on dit"), Widget.AREA)


@dataclass(frozen=True)
class Card:
    """One activity. `opens_phase` is set on the first of a phase."""

    activity: Activity
    title: Box
    properties: tuple[Box, ...]
    phase: Box
    prose: Box
    opens_phase: bool = False

    @property
    def name(self) -> str:
        """Id of the card."""
        return name_of("activity", self.activity.index)

    @property
    def boxes(self) -> Iterator[Box]:
        yield from (self.title, *self.properties, self.phase, self.prose)

    @property
    def unknown(self) -> tuple[Property, ...]:
        """What the text says of it that no field asks."""
        return tuple(found for found in self.activity.properties if not found.is_known)


def cards_of(script: Script) -> tuple[Card, ...]:
    """A card per activity, in order."""
    found, phase = list[Card](), None
    for activity in script.activities:
        card = _card(script, activity)
        found.append(replace(card, opens_phase=activity.phase is not None and activity.phase != phase))
        phase = activity.phase
    return tuple(found)


def _card(script: Script, activity: Activity) -> Card:
    index = activity.index
    return Card(
        activity,
        _own(activity, _TITLE, activity.title, partial(_set_title, index)),
        tuple(_property(script, activity, field) for field in ACTIVITY),
        _own(activity, _PHASE, activity.phase or "", partial(_set_phase, index)),
        _own(activity, _PROSE, activity.prose, partial(_set_prose, index)),
    )


def _own(activity: Activity, field: Field, value: str, write: partial[Script]) -> Box:
    place = f"activity:{activity.index}:{field.key}"
    return Box(
        field, name_of("activity", activity.index, field.key), place, value, write, above=activity.level
    )


def _property(script: Script, activity: Activity, field: Field) -> Box:
    box = _own(activity, field, "", partial(_set_property, activity.index, field.key))
    options = _objectives(script) if field.key == "Objectifs" else field.options
    return replace(box, value=_value(activity, field), options=options)


def _value(activity: Activity, field: Field) -> Value:
    written = activity.get(field.key)
    vocabulary = _VOCABULARIES.get(field.key)
    if field.key == "Objectifs":
        return activity.objectives
    if field.widget is Widget.SWITCH:
        return "oui" if activity.is_parallel else ""
    if field.widget is Widget.BOXES and vocabulary:
        return tuple(vocabulary.recognise(item) or item for item in split_list(written, ","))
    return (vocabulary.recognise(written) if vocabulary else None) or written


def _objectives(script: Script) -> Options:
    return tuple((each.id, f"{each.id} · {each.text}") for each in script.objectives)


def _set_title(index: int, script: Script, title: str) -> Script:
    return editing.set_activity_title(script, index, title)


def _set_phase(index: int, script: Script, phase: str) -> Script:
    return editing.set_phase(script, index, phase or None)


def _set_prose(index: int, script: Script, text: str) -> Script:
    return editing.set_prose(script, index, text)


def _set_property(index: int, key: str, script: Script, value: Value) -> Script:
    text = value if isinstance(value, str) else ", ".join(value)
    return editing.set_property(script, index, key, text or None)
