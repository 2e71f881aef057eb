"""Files of learning design tools: each a file beside the scenario that it must become, and what must hold of any."""

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.formats.designs.model import Unreadable
from scenarios.formats.designs.reading import MAX_BYTES, MAX_DEPTH, MAX_TASKS, MAX_VALUES, read_design
from scenarios.formats.designs.scripting import write_script
from scenarios.formats.designs.verbs import level_of
from scenarios.script import parse
from wiki.rendering.slugs import fold

HERE = Path(__file__).parent
_WORD = re.compile(r"[^\W_]+")
# What only serves the tool's own screen, or is said in our words: yes and no, types, modes, forms, levels.
_NOT_KEPT = re.compile(
    r"id|.*Expanded|.*Collapsed|uiLanguage|dayHours|activeTab|categoryLabel|category|learning\w+|type|duration|"
    r"groupSize\w*|groupMode|tutorAvailable|\w+Activity|teach(?:ingMode|erPresence)|syncMode|locationMode|"
    r"evaluationMode|assessmentType|mode(?:Of)?Delivery"
)


def written(data: bytes | dict[str, Any]) -> Any:
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    return write_script(read_design(data), territory="Trappes", licence="CC-BY-SA-4.0")


def design(*slas: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "Un nom", "activities": [{"title": "Un moment", "slas": list(slas)}], **more}


def said(value: Any, key: str = "") -> list[str]:
    """Every text and number of a file that a person may have written."""
    if _NOT_KEPT.fullmatch(key):
        return []
    if isinstance(value, dict):
        return [text for name, inner in value.items() for text in said(inner, name)]
    if isinstance(value, list):
        return [text for inner in value for text in said(inner)]
    return [re.sub(r"<[^<>]*>", " ", str(value))] if not isinstance(value, bool) else []


@pytest.mark.parametrize("name", ["ucl.ldj", "variante.json"])
def test_a_file_becomes_the_scenario_beside_it(name: str) -> None:
    text = written((HERE / name).read_bytes()).text

    assert text == (HERE / name).with_suffix(".md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["ucl.ldj", "variante.json"])
def test_every_word_of_a_file_is_kept(name: str) -> None:
    found = json.loads((HERE / name).read_text(encoding="utf-8"))
    text = set(_WORD.findall(fold(written((HERE / name).read_bytes()).text)))

    missing = {word for part in said(found) for word in _WORD.findall(fold(part))} - text
    assert missing == set()


def test_what_is_not_understood_is_told_and_kept() -> None:
    remarks = written((HERE / "ucl.ldj").read_bytes()).remarks
    faults = {remark.message % remark.params for remark in remarks if remark.is_fault}

    assert faults == {
        "« type » vaut « Meditate », que le scénario ne connaît pas : gardé dans le texte.",
        "« assessmentType » vaut « Gut feeling », que le scénario ne connaît pas : gardé dans le texte.",
        "Objectif O3 : le verbe « Tinker » n'est pas dans la liste ; choisissez son niveau.",
    }


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "pas du JSON"),
        (b"{", "pas du JSON"),
        (b"\xff\xfe{}", "pas du JSON"),
        (b"[" * 200_000, "pas du JSON"),
        (b'{"activities": [' + b"9" * 5000 + b"]}", "pas du JSON"),
        (b'{"activities": ' + b"[" * 60 + b"]" * 60 + b"}", "trop compliqué"),
        (json.dumps({"activities": [0] * (MAX_VALUES + 1)}).encode(), "trop compliqué"),
        (b" " * (MAX_BYTES + 1), "trop gros"),
        (b"[]", "pas un scénario"),
        (b'"texte"', "pas un scénario"),
        (b'{"activities": {}}', "pas un scénario"),
        (json.dumps(design(*[{}] * (MAX_TASKS + 1))).encode(), "plus de 300"),
    ],
)
def test_what_is_no_design_is_refused_with_a_reason(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_design(data)

    assert told in refused.value.message


def test_depth_is_counted_in_levels() -> None:
    deep: Any = "fond"
    for _ in range(MAX_DEPTH - 3):
        deep = [deep]

    assert "fond" in written({"activities": [], "autre": deep}).text


@pytest.mark.parametrize(
    ("sla", "properties"),
    [
        ({"type": "practice", "duration": "1 h 30"}, {"Type": "pratique", "Durée": "1 h 30"}),
        ({"groupSize": "2"}, {"Forme": "binôme"}),
        ({"groupSizeSameAsSession": True, "groupSize": 3}, {"Forme": "groupe entier"}),
        ({"onlineActivity": True, "syncActivity": True}, {"Modalité": "à distance synchrone"}),
        ({"onlineActivity": "true"}, {}),
        ({"duration": 0}, {}),
        ({"duration": True}, {}),
        ({"duration": [5]}, {}),
        ({"assessmentType": "Peer"}, {"Évaluation": "entre pairs"}),
        ({"tutorAvailable": "perhaps"}, {}),
        ({"resources": [{"name": "Un [plan]", "url": "https://e.org/(a b)"}, None, 3]},
         {"Ressources": "[Un plan](https://e.org/%28a%20b%29), 3"}),
    ],
)  # fmt: skip
def test_properties(sla: dict[str, Any], properties: dict[str, str]) -> None:
    (activity,) = parse(written(design(sla)).text).activities

    assert {item.key: item.value for item in activity.properties} == properties
    assert activity.phase == "Un moment"


def test_a_value_without_a_home_stays_in_the_text() -> None:
    text = written(design({"onlineActivity": True, "duration": "un moment"}, modeOfDelivery="By pigeon")).text

    assert "locationMode : online" in text
    assert "duration : un moment" in text
    assert "modeOfDelivery : By pigeon" in text


def test_a_moment_without_activities_is_not_forgotten() -> None:
    assert "**Plus tard**" in written({"sessions": [{"title": "Plus tard"}, 7]}).text


def test_work_at_one_s_own_pace_on_site_is_said() -> None:
    text = written(design({"onlineActivity": False, "syncActivity": False})).text

    assert "Chacun à son rythme (asynchrone)." in text


def test_a_long_description_gives_its_beginning_as_summary_and_keeps_the_rest() -> None:
    long = "Une phrase. " * 80
    script = parse(written(design(description=long)).text)

    assert 0 < len(script.summary) <= 600
    assert script.text.count("Une phrase.") == 80
    assert "x" * 700 in written(design(description="x" * 700)).text


def test_html_becomes_words_and_addresses() -> None:
    sla = {
        "description": 'Voir <a href="https://e.org/x">le plan</a>.<br><ul><li>un</li><li>deux &amp; trois</li></ul>'
    }
    text = written(design(sla)).text

    assert "Voir le plan (https://e.org/x)." in text
    assert "deux & trois" in text
    assert "<" not in text


def test_text_of_a_file_cannot_become_structure() -> None:
    sla = {"description": "Dire.\n\n## Déroulé\n\n### Activité : Intruse\n\n- Durée : 99 min", "title": "x"}
    script = parse(written(design(sla, name="Titre\n# Autre", aims="```\nouvert")).text)

    assert [activity.title for activity in script.activities] == ["Dire"]
    assert script.title == "Titre # Autre"
    assert script.errors


def test_verbs_give_levels_in_both_languages() -> None:
    assert level_of("Nommer") == "mémoriser"
    assert level_of("", "describe the city") == "comprendre"
    assert level_of("understand") == "comprendre"
    assert level_of("synthesis") == "créer"
    assert level_of("Bidouiller") is None


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "title", "slas", "type", "duration", "groupSize", "resources", "notes", "description", "activities", "links",
        "verb", "details", "onlineActivity", "syncActivity", "tutorAvailable", "assessmentType", "teachingMethod",
        "name", "url", "groupMode", "locationMode",
    ]
)  # fmt: skip
OBJECTS = st.dictionaries(
    NAMES, ANY | st.lists(st.dictionaries(NAMES, ANY, max_size=5), max_size=3), max_size=6
)
FILES = st.fixed_dictionaries(
    {},
    optional={
        "activities": st.lists(OBJECTS | ANY, max_size=3), "sessions": st.lists(OBJECTS | ANY, max_size=3),
        "meta": OBJECTS, "name": ANY, "outcomes": ANY | st.lists(OBJECTS, max_size=3), "learningTime": ANY,
        "groupSize": ANY, "aims": ANY, "modeOfDelivery": ANY, "topic": ANY, "author": ANY, "autre": ANY,
    },
)  # fmt: skip


@given(FILES)
def test_any_object_is_read_or_refused(found: dict[str, Any]) -> None:
    try:
        text = written(json.dumps(found).encode()).text
    except Unreadable:
        assert not isinstance(found.get("activities"), list)
        assert not isinstance(found.get("sessions"), list)
    else:
        assert parse(text).title


@given(st.binary(max_size=100))
def test_any_bytes_are_refused_or_read(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read_design(data)
