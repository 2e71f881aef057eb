"""Writing a script: its own bytes, or its words in French or English with the same meaning."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.script.model import Script
from scenarios.script.reading import parse
from scenarios.script.vocabulary import BLOOM, HEAD_KEYS, HEAD_MODES, canonical_head_key
from scenarios.script.writing import HEAD_ENGLISH, language_of, serialise
from tests.scenarios.script.scripts import texts
from tests.scenarios.script.texts import CLIMATE

FRENCH = """---
Thèmes: [Climat]
durée:   90 min  # tout compris
x-note: a
modalité:
  - présentiel
  - ailleurs
---
# Titre

## Objectifs ##
* O1 ( analyser ) : Comparer
- O2 (dessiner) : Deux

## À nous

## Déroulé
### Phase : Avant
#### **Activité 2** : A
- **Durée** : 5 min
- Type : lire, écouter, observer
- Forme : groupes de 4
- Modalité : présentiel , extérieur, ici
- Évaluation : entre pairs
- En parallèle : oui
- Rôles : élue
- Prix : oui
#### Activité
"""

ENGLISH = """---
themes: [Climat]
duration:   90 min  # tout compris
x-note: a
mode:
  - face to face
  - ailleurs
---
# Titre

## Objectives
* O1 (analyse) : Comparer
- O2 (dessiner) : Deux

## À nous

## Sequence
### Phase : Avant
#### **Activity 2** : A
- **Duration** : 5 min
- Type : acquisition
- Grouping : groups of 4
- Mode : face to face , outdoors, ici
- Assessment : peer
- In parallel : yes
- Roles : élue
- Prix : oui
#### Activity
"""


def meaning(script: Script) -> dict[str, Any]:
    """What a script means, whatever words say it."""
    return {
        "head": {key: value for key, value in script.head.items() if key != "modalité"},
        "modes": [HEAD_MODES.recognise(item) or item for item in script.head.several("modalité")],
        "sections": [(found.key or found.heading) for found in script.sections],
        "objectives": [(found.id, found.level or found.verb, found.text) for found in script.objectives],
        "activities": [
            (
                found.title,
                found.phase,
                found.prose,
                [one.key for one in found.properties],
                (found.minutes, found.type, found.form, found.modes, found.assessment, found.is_parallel),
                (found.roles, found.objectives, found.materials, found.place),
            )
            for found in script.activities
        ],
    }


def test_into_english() -> None:
    assert serialise(parse(FRENCH), "en") == ENGLISH
    assert serialise(parse(FRENCH.replace("\n", "\r\n")), "en") == ENGLISH.replace("\n", "\r\n")


def test_there_and_back() -> None:
    english = serialise(parse(CLIMATE), "en")
    assert "## Context and need" in english
    assert serialise(parse(english), "fr") == CLIMATE


def test_what_is_in_that_language_stays_byte_for_byte() -> None:
    assert serialise(parse(CLIMATE), "fr") == CLIMATE
    assert serialise(parse(ENGLISH), "en") == ENGLISH
    text = "---\nTHÈMES: a\nmodalité: Présentiel\n---\n## NOTES\n"
    assert serialise(parse(text), "fr") == text


def test_one_mode() -> None:
    text = "---\nmodalité: hybride\n---\n"
    assert serialise(parse(text), "en") == "---\nmode: hybrid\n---\n"


def test_the_language_of_a_script() -> None:
    assert [language_of(parse(text)) for text in (CLIMATE, ENGLISH, "")] == ["fr", "en", "fr"]


@pytest.mark.parametrize("key", HEAD_ENGLISH)
def test_every_english_key_is_understood(key: str) -> None:
    assert canonical_head_key(HEAD_ENGLISH[key]) == key


def test_every_key_has_an_english_name() -> None:
    assert set(HEAD_KEYS) <= {"format", *HEAD_ENGLISH}
    assert set(BLOOM) == set(BLOOM.english)


@given(texts | st.text())
def test_unchanged_is_the_same_bytes(text: str) -> None:
    assert serialise(parse(text)) == text


@given(texts, st.sampled_from(["en", "fr"]))
def test_another_language_means_the_same(text: str, language: str) -> None:
    script = parse(text)
    assert meaning(parse(serialise(script, language))) == meaning(script)
