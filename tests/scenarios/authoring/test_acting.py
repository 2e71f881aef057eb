"""What each button does to the text, what it says, and how a removal is taken back."""

import pytest
from flask import Flask

from scenarios.authoring.acting import Acted, Removed, act
from scenarios.authoring.cards import MAX_ACTIVITIES
from scenarios.script.model import Script
from tests.scenarios.authoring.making import TEXT, script


def titles(script: Script) -> list[str]:
    return [activity.title for activity in script.activities]


@pytest.mark.parametrize(
    ("action", "after", "order"),
    [
        ("add", ["Se situer", "Mesurer", "Nouvelle activité"], (0, 1, None)),
        ("add:1", ["Se situer", "Nouvelle activité", "Mesurer"], (0, None, 1)),
        ("add:9", ["Se situer", "Mesurer"], (0, 1)),
        ("duplicate:0", ["Se situer", "Se situer (2)", "Mesurer"], (0, None, 1)),
        ("up:1", ["Mesurer", "Se situer"], (1, 0)),
        ("down:0", ["Mesurer", "Se situer"], (1, 0)),
        ("move:0:1", ["Mesurer", "Se situer"], (1, 0)),
        ("up:0", ["Se situer", "Mesurer"], (0, 1)),
        ("down:1", ["Se situer", "Mesurer"], (0, 1)),
        ("move:0:7", ["Se situer", "Mesurer"], (0, 1)),
        ("remove:0", ["Mesurer"], (1,)),
        ("remove:5", ["Se situer", "Mesurer"], (0, 1)),
        ("remove", ["Se situer", "Mesurer"], (0, 1)),
        ("check", ["Se situer", "Mesurer"], (0, 1)),
        ("undo", ["Se situer", "Mesurer"], (0, 1)),
        ("nonsense:-1:x", ["Se situer", "Mesurer"], (0, 1)),
    ],
)
def test_acts_on_activities(action: str, after: list[str], order: tuple[int | None, ...]) -> None:
    done = act(script(), action)

    assert titles(done.script) == after
    assert done.order == order
    if after == ["Se situer", "Mesurer"]:
        assert done.script.text == TEXT


def test_a_new_activity_stands_in_the_phase_before_it_and_speaks_the_language_of_the_text() -> None:
    english = script(TEXT.replace("durée: 45 min", "durée: 45 min\nlangue: en-GB"))

    added = act(english, "add:1").script.activities[1]

    assert (added.title, added.phase, added.minutes) == ("New activity", "Accueil", 10)


def test_nobody_adds_more_activities_than_a_scenario_has_room_for() -> None:
    steps = "".join(f"### Activité : A{number}\n\n- Durée : 1 min\n\n" for number in range(MAX_ACTIVITIES))
    full = script(f"# T\n\n## Déroulé\n\n{steps}")

    assert act(full, "add").script is full
    assert act(full, "duplicate:0").script is full


def removed(index: int) -> Acted:
    done = act(script(), f"remove:{index}")
    assert done.removed is not None
    return done


@pytest.mark.parametrize("index", [0, 1])
def test_a_removal_is_taken_back_byte_for_byte(index: int) -> None:
    done = removed(index)

    back = act(done.script, "undo", done.removed)

    assert back.script.text == TEXT
    assert back.order[index] is None


def test_a_removal_is_taken_back_whatever_was_written_since() -> None:
    done = removed(0)
    since = act(script(done.script.text.replace("35 min", "40 min").replace("Place", "Lieu")), "add").script

    back = act(since, "undo", done.removed).script

    assert titles(back) == ["Se situer", "Mesurer", "Nouvelle activité"]
    assert back.activities[1].minutes == 40
    assert back.activities[0].get("Couleur") == "bleu"


def test_a_removal_is_taken_back_into_a_text_that_is_another_by_now() -> None:
    back = act(script("# Autre\n\n## Déroulé\n\nRien.\n"), "undo", removed(1).removed).script

    assert titles(back) == ["Mesurer"]
    assert back.activities[0].get("Matériel") == "5 thermomètres (infrarouges, prêtés), crayons"
    assert "Rien." in back.text


def test_a_way_back_that_leads_nowhere_does_nothing() -> None:
    assert act(script(), "undo", Removed(TEXT, 7)).script.text == TEXT


def test_an_objective_is_forgotten_alone() -> None:
    done = act(script(), "forget-objective:0")

    assert [each.id for each in done.script.objectives] == ["O2"]
    assert act(script(), "forget-objective:7").script.text == TEXT
    assert act(script(), "objective").focus == "objective-2-text"


def test_one_click_mends_what_a_remark_is_about(app: Flask) -> None:
    broken = script(TEXT.replace("- O2 (analyze) : Comparer", "- O1 (analyser) : Comparer"))
    wrong = next(found for found in broken.diagnostics if found.fix and found.is_error)

    done = act(broken, f"fix:{wrong.code}:{wrong.place}")

    assert done.script.text == wrong.fix.apply(broken.text) if wrong.fix else False
    gone = act(done.script, f"fix:{wrong.code}:{wrong.place}")
    assert gone.script.text == done.script.text
    with app.test_request_context():
        assert str(gone.said) == "Ce point est déjà réglé."
