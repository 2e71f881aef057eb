"""Whole new texts: what is given is read again, whatever it is."""

import pytest
from hypothesis import given

from scenarios.script.composing import NewActivity, NewScript, compose
from scenarios.script.fitting import fitted_phase, fitted_prose, fitted_summary, fitted_value, one_line
from scenarios.script.model import Script
from scenarios.script.objectives import fitted_objectives
from scenarios.script.reading import parse
from tests.scenarios.script.texts import CLIMATE, NEW_SCRIPTS


def as_new(script: Script) -> NewScript:
    apart = ("Objectifs", "Déroulé")
    return NewScript(
        script.title,
        script.summary,
        dict(reversed(list(script.head.items()))),
        {found.key or found.heading: found.body for found in script.sections if found.key not in apart},
        [(found.id, found.verb, found.text) for found in script.objectives],
        [
            NewActivity(
                found.title, {one.label: one.value for one in found.properties}, found.prose, found.phase
            )
            for found in script.activities
        ],
    )


def test_the_example_is_written_byte_for_byte() -> None:
    assert compose(as_new(parse(CLIMATE))) == CLIMATE


def test_phases_and_what_stands_before_the_lists() -> None:
    new = NewScript(
        "T",
        sections={"Déroulé": "Trois temps.", "Objectifs": "Un seul.", "À nous": "# Titre", "notes": "Fin."},
        objectives=[("", "créer", "Dessiner")],
        activities=[
            NewActivity("A", {"x-note": "vu", "Duration": "5 min"}, "# Titre", "Avant"),
            NewActivity("B", phase=" Avant "),
            NewActivity("C"),
        ],
    )
    assert compose(new).partition("# T\n\n")[2] == (
        "## Objectifs\n\nUn seul.\n\n- O1 (créer) : Dessiner\n\n"
        "## Déroulé\n\nTrois temps.\n\n### Phase : Avant\n\n"
        "#### Activité : A\n\n- Durée : 5 min\n- x-note : vu\n\n##### Titre\n\n"
        "#### Activité : B\n\n### Activité : C\n\n"
        "## Notes\n\nFin.\n\n## À nous\n\n### Titre\n"
    )


def test_nothing_at_all() -> None:
    assert compose(NewScript("")) == "---\nformat: situation/1\n---\n\n\n"


@pytest.mark.parametrize(
    "new",
    [
        NewScript("", head={"a: b": "c"}),
        NewScript("", sections={" ": "c"}),
        NewScript("", activities=[NewActivity("", {"a: b": "c"})]),
    ],
)
def test_what_is_no_key(new: NewScript) -> None:
    with pytest.raises(ValueError, match=r"not a|needs a name"):
        compose(new)


@given(NEW_SCRIPTS)
def test_what_is_given_is_read_again(new: NewScript) -> None:
    script = parse(compose(new))
    assert script.title == one_line(new.title)
    assert script.summary == fitted_summary(new.summary)
    assert [(found.id, found.verb, found.text) for found in script.objectives][-len(new.objectives) :] == (
        fitted_objectives(new.objectives)
    )
    for key, value in new.head.items():
        wanted = fitted_value(value)
        assert script.head.get(key, "") == (wanted if isinstance(wanted, str) else tuple(wanted) or "")
    read = script.activities[len(script.activities) - len(new.activities) :]
    for wanted_one, found in zip(new.activities, read, strict=True):
        assert found.title == one_line(wanted_one.title)
        assert found.phase == fitted_phase(wanted_one.phase)
        assert found.prose == fitted_prose(wanted_one.prose, level=found.level)
        said = {key: one_line(value) for key, value in wanted_one.properties.items() if one_line(value)}
        assert {one.key: one.value for one in found.properties} == said
