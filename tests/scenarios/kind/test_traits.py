"""What filters and counts go by, read out of texts."""

import pytest
from flask import Flask

from scenarios.kind.labels import TRAITS
from scenarios.kind.publics import _SPOKEN_OF, publics_of
from scenarios.kind.tools import LightTools, ScenarioTools
from scenarios.kind.traits import MODE_CODES, TYPE_CODES
from scenarios.script.vocabulary import MODES, TYPES
from wiki.pages.kinds import PlainText, tools_of
from wiki.pages.traits import Traits, trait_names

SCENARIO = """---
durée: 2 h
modalité: hybride
public: Habitants dès 15 ans, élues
---

# Mesurer

## Déroulé

### Activité : Lire

- Type : lire
- Durée : 30 min
- Modalité : extérieur, présentiel

### Activité : Débattre

- Type : discussion
"""


def test_a_scenario_tells_its_length_publics_modes_and_learning_types() -> None:
    traits = ScenarioTools().traits(SCENARIO)

    assert traits == Traits(
        minutes=120,
        publics=("teenagers", "residents", "elected"),
        modes=("face-to-face", "hybrid", "outdoors"),
        learning={"acquisition": 30, "discussion": 0},
    )


def test_without_a_head_the_activities_tell_the_length() -> None:
    body = SCENARIO.partition("---\n\n")[2]

    assert ScenarioTools().traits(body).minutes == 30
    assert ScenarioTools().traits("# Rien\n") == Traits()


def test_other_kinds_tell_what_their_head_says() -> None:
    assert LightTools("tool").traits("---\ndurée: 45 min\n---\n\n# Outil\n").minutes == 45
    assert PlainText().traits(SCENARIO) == Traits()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ()),
        ("Tout public", ("residents",)),
        ("Élèves de 9 à 12 ans", ("children", "teenagers")),
        ("9-11 ans", ("children",)),
        ("dès 18 ans", ()),
        ("ages 13 to 15 years", ("teenagers",)),
        ("Salariés d’une entreprise, club de retraités", ("workers", "seniors", "associations")),
        ("adopter un chat", ()),
        ("\x00 ((( 99999999 ans", ()),
    ],
)
def test_publics_by_word_and_by_age(written: str, read: tuple[str, ...]) -> None:
    assert publics_of(written) == read


def test_every_code_has_a_name(app: Flask) -> None:
    assert set(TRAITS["publics"]) == set(_SPOKEN_OF)
    assert set(TRAITS["modes"]) == set(MODE_CODES.values())
    assert set(TRAITS["learning"]) == set(TYPE_CODES.values())
    assert set(MODE_CODES) == set(MODES)
    assert set(TYPE_CODES) == set(TYPES)
    with app.app_context():
        assert list(trait_names("learning")) == list(TRAITS["learning"])
        assert trait_names("unheard-of") == {}
        assert tools_of("scenario").traits(SCENARIO).minutes == 120
