"""Changes told in sentences (cases as folders of three files), and a third text with some of them made."""

from pathlib import Path

import pytest

from scenarios.script.reading import parse
from scenarios.script.telling import Change, apply_changes, changes
from tests.scenarios.script.scripts import edit_of_head, edit_of_step, edited, move_of_step, scenario

CASES = sorted(path for path in (Path(__file__).parent / "changes").iterdir() if path.is_dir())
BASE = scenario(4)
PHASES = """## Déroulé

### Phase : Avant

#### Activité : Mesurer

- Durée : 10 min

### Phase : Après

#### Activité : Ranger

- Durée : 5 min
"""
FLAT = """## Déroulé

### Activité : Mesurer

- Durée : 10 min

### Activité : Ranger

- Durée : 5 min
"""


def told(found: list[Change]) -> str:
    """As the files `expected.txt` have it: kind and place, then the sentence in French and English."""
    return "".join(
        f"{change.kind} @ {change.place}\n  {change.sentence('fr')}\n  {change.sentence('en')}\n"
        for change in found
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    before, after, expected = (
        (case / name).read_text(encoding="utf-8") for name in ("before.md", "after.md", "expected.txt")
    )
    assert told(changes(before, after)) == expected
    assert changes(parse(before), parse(after)) == changes(before, after)


def test_a_change_knows_both_sides() -> None:
    after = edited(
        BASE, [edit_of_step(0, "Durée", "x"), edit_of_step(0, "rename", "mieux"), move_of_step(0, 3)]
    )
    renamed, moved, duration = sorted(
        changes(BASE.text, after.text), key=lambda change: change.kind != "activity-renamed"
    )
    assert (renamed.before, renamed.after) == ("Mesurer", "Mesurer mieux")
    assert (moved.kind, moved.after) == ("activity-moved", "Partager")
    assert (duration.place_before, duration.place) == ("activity:0:Durée", "activity:3:Durée")
    assert (duration.name_before, duration.name_after, duration.key) == ("Mesurer", "Mesurer mieux", "Durée")
    assert (duration.before, duration.after) == ("10 min", "10 min, x")


def test_a_fingerprint_is_the_same_wherever_the_change_stands() -> None:
    change = [edit_of_step(2, "Durée", "x")]
    (here,) = changes(BASE.text, edited(BASE, change).text)
    elsewhere = edited(BASE, [move_of_step(2, 0), edit_of_head("lieu", "square")])
    (there,) = changes(elsewhere.text, edited(elsewhere, change).text)
    (other,) = changes(BASE.text, edited(BASE, [edit_of_step(2, "Durée", "y")]).text)
    assert here.place != there.place
    assert here.fingerprint == there.fingerprint != other.fingerprint


def test_an_improvement_is_taken_into_an_adapted_scenario() -> None:
    origin = edited(BASE, [edit_of_step(0, "prose", "mieux"), edit_of_step(1, "Durée", "long")])
    ours = edited(BASE, [edit_of_head("lieu", "Nantes"), edit_of_step(2, "rename", "ici")])
    told = changes(BASE.text, origin.text)
    assert [str(change) for change in told] == [
        "Texte de “Mesurer” modifié",
        "Durée de “Dessiner” : 10 min → 10 min, long",
    ]
    taken = apply_changes(BASE.text, origin.text, ours.text, [0])
    assert taken.clean
    assert taken.text == edited(ours, [edit_of_step(0, "prose", "mieux")]).text


def test_what_both_changed_is_asked_only_when_it_is_taken() -> None:
    origin = edited(BASE, [edit_of_head("lieu", "Trappes"), edit_of_step(1, "Durée", "long")])
    ours = edited(BASE, [edit_of_head("lieu", "Nantes")])
    assert apply_changes(BASE.text, origin.text, ours.text, [1]).clean
    (conflict,) = apply_changes(BASE.text, origin.text, ours.text, [0]).conflicts
    assert (conflict.ours, conflict.theirs) == ("lieu: Nantes", "lieu: Trappes")


def test_nothing_chosen_changes_nothing() -> None:
    assert apply_changes(BASE.text, scenario(2).text, "tout\r\nautre", []).text == "tout\r\nautre"
    assert apply_changes(BASE.text, scenario(2).text, "", [99]).text == ""


def test_one_key_of_a_head_that_was_not_there() -> None:
    bare = BASE.text.partition("---\n\n")[2]
    assert apply_changes(bare, BASE.text, bare, [1]).text.startswith("---\ndurée: 90 min\n---\n\n# Titre")
    assert apply_changes(BASE.text, bare, BASE.text, [0, 1, 2]).text.startswith(
        "---\nlieu: parvis\n---\n\n# Titre"
    )


def test_phases_bring_the_levels_they_need() -> None:
    assert [change.kind for change in changes(FLAT, PHASES)] == ["phase-added", "phase-added"]
    taken = parse(apply_changes(FLAT, PHASES, FLAT, [1]).text)
    assert [activity.phase for activity in taken.activities] == [None, "Après"]
    back = parse(apply_changes(PHASES, FLAT, PHASES, [0, 1]).text)
    assert [activity.phase for activity in back.activities] == [None, None]


def test_levels_alone_are_told() -> None:
    deeper = FLAT.replace("### ", "#### ")
    assert [change.kind for change in changes(FLAT, deeper)] == ["levels"]


def test_removing_and_adding_are_taken_apart() -> None:
    after = edited(BASE, [edit_of_step(1, "remove", "")]).text.replace(
        "## Notes", "### Activité : Goûter\n\n## Notes"
    )
    removed, added = sorted(changes(BASE.text, after), key=lambda change: change.kind, reverse=True)
    assert (removed.kind, added.kind) == ("activity-removed", "activity-added")
    numbers = {change.kind: number for number, change in enumerate(changes(BASE.text, after))}
    only_added = parse(apply_changes(BASE.text, after, BASE.text, [numbers["activity-added"]]).text)
    assert [activity.title for activity in only_added.activities] == [
        *(step.title for step in BASE.steps),
        "Goûter",
    ]
    only_removed = parse(apply_changes(BASE.text, after, BASE.text, [numbers["activity-removed"]]).text)
    assert [activity.title for activity in only_removed.activities] == ["Mesurer", "Ranger", "Partager"]


def test_only_the_move_or_only_the_order_of_keys() -> None:
    moved = edited(BASE, [move_of_step(0, 3)])
    after = moved.text.replace(
        "- Durée : 10 min\n- Type : pratique\n", "- Type : pratique\n- Durée : 10 min\n"
    )
    assert [change.kind for change in changes(BASE.text, after)] == ["activity-moved", "layout"]
    assert apply_changes(BASE.text, after, BASE.text, [0]).text == moved.text
    ordered = apply_changes(BASE.text, after, BASE.text, [1]).text
    assert [activity.title for activity in parse(ordered).activities] == [step.title for step in BASE.steps]
    assert ordered.count("- Type : pratique\n- Durée : 10 min\n") == 4
