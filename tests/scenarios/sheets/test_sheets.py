"""What is made of a scenario for the person who leads it: hours, material, matrix. Pure."""

from pathlib import Path

import pytest

from scenarios.script.model import Script
from scenarios.script.reading import parse
from scenarios.script.timeline import timeline
from scenarios.sheets.material import divide, material_list
from scenarios.sheets.matrix import matrix
from scenarios.sheets.prose import key_instruction, prose_html, statements
from scenarios.sheets.runsheet import moments, run_sheet

HEAD = "---\neffectif: 12 à 24\ncoût: 2 € par personne\n---\n\n# Titre\n\nRésumé.\n\n"


def script(*activities: str, more: str = "") -> Script:
    """A scenario of these activities, each its properties and prose."""
    steps = "\n\n".join(f"### Activité : A{place}\n\n{text}" for place, text in enumerate(activities, 1))
    return parse(f"{HEAD}## Déroulé\n\n{steps}\n\n{more}")


def sheet(found: Script, start: int | None = None) -> list[tuple[str, str, int]]:
    return [
        (line.start.text, line.end.text, line.end.days_later)
        for line in run_sheet(found, timeline(found), start)
    ]


def test_hours_follow_from_the_start() -> None:
    found = script("- Durée : 10 min", "- Durée : 1 h 30")

    assert sheet(found, 14 * 60) == [("14:00", "14:10", 0), ("14:10", "15:40", 0)]
    assert sheet(found) == [("0:00", "0:10", 0), ("0:10", "1:40", 0)]


def test_hours_go_on_after_midnight() -> None:
    assert sheet(script("- Durée : 2 h"), 23 * 60) == [("23:00", "01:00", 1)]


def test_activities_in_parallel_are_one_moment() -> None:
    found = script("- Durée : 20 min", "- Durée : 30 min\n- En parallèle : oui", "- Durée : 5 min")
    lines = run_sheet(found, timeline(found), 0)

    assert [[line.number for line in together] for together in moments(lines)] == [[1, 2], [3]]
    assert [line.start.text for line in lines] == ["00:00", "00:00", "00:30"]


def test_a_line_says_who_where_with_what_and_what_to_say() -> None:
    found = script(
        "- Durée : 10 min\n- Type : enquête\n- Forme : groupes de 4\n- Lieu : parvis\n- Rôles : animatrice\n"
        "- Matériel : 2 affiches\n\nOn regarde.\n\n> **Consigne.** Montrez l'endroit."
    )
    (line,) = run_sheet(found, timeline(found), None)

    assert (line.who, line.form, line.place, line.material) == (
        "animatrice",
        "groupes de 4",
        "parvis",
        "2 affiches",
    )
    assert line.look.letter == "E"
    assert line.instruction == "Montrez l’endroit."


def test_an_unknown_duration_is_left_open() -> None:
    (line,) = run_sheet(found := script("- Type : enquête"), timeline(found), None)

    assert (line.minutes, line.duration) == (0, "")


def test_the_first_paragraph_stands_for_a_missing_instruction() -> None:
    assert (
        key_instruction("Trois *mesures* par point.\n\nPuis on note.", True, 99) == "Trois mesures par point."
    )
    assert key_instruction("", True, 99) == ""
    assert key_instruction("On lit [[Charte]].", True, 99) == "On lit Charte."


def test_instructions_are_shorter_where_activities_are_many() -> None:
    long = "- Durée : 10 min\n\n" + "mot " * 100
    few, many = script(long), script(*[long] * 8)

    assert 200 < len(run_sheet(few, timeline(few), None)[0].instruction) <= 220
    assert len(run_sheet(many, timeline(many), None)[0].instruction) <= 120


def test_prose_becomes_clean_html() -> None:
    assert prose_html("Voir <script>alert(1)</script> *vite*", "trappes").count("<script") == 0
    assert "<em>vite</em>" in prose_html("Voir *vite*", "trappes")
    assert prose_html("", "trappes") == ""


def test_statements_leave_headings_out() -> None:
    body = "### Avant\n\nPrévenir la mairie.\n\n- Accord parental\n  - signé\n"

    assert statements(body) == ["Prévenir la mairie.", "Accord parental", "signé"]
    assert statements(body, nested=False) == ["Prévenir la mairie.", "Accord parental"]


def needs(found: Script, people: int | None) -> dict[str, int | None]:
    return {need.text: need.quantity for need in material_list(found, people).needs}


@pytest.mark.parametrize(
    ("written", "form", "people", "expected"),
    [
        ("5 thermomètres infrarouges", "groupes de 4", 18, 5),
        ("fiches de relevé", "groupes de 4", 18, None),
        ("une fiche par groupe", "groupes de 4", 18, 5),
        ("une fiche par groupe", "groupe entier", 18, None),
        ("une fiche par groupe", "", None, None),
        ("fiche (une par groupe)", "équipes de 3", 18, 6),
        ("gommettes, trois par personne", "groupe entier", 18, 54),
        ("deux coupelles par binôme", "binôme", 7, 8),
        ("10 € par groupe", "groupes de 5", 20, 40),
        ("une feuille par table", "groupes de 4", 18, None),
        ("un téléphone par équipe", "groupes de 4", 18, 5),
        ("2 carnets per learner", "individuel", 6, 12),
        ("une par groupe", "groupes de 4", 18, None),
        ("bandes de papier de 72 cm", "groupes de 4", 18, None),
        ("0 thermomètre", "groupes de 0", 18, 0),
    ],
)
def test_only_what_the_text_counts_is_reckoned(
    written: str, form: str, people: int | None, expected: int | None
) -> None:
    assert needs(script(f"- Forme : {form}\n- Matériel : {written}"), people) == {written: expected}


def test_the_same_thing_is_one_line_with_all_its_activities() -> None:
    found = script("- Matériel : feutres, 2 affiches", "- Matériel : Feutres")

    listed = material_list(found, 12)

    assert [(need.text, need.activities) for need in listed.needs] == [
        ("feutres", (1, 2)),
        ("2 affiches", (1,)),
    ]
    assert listed.cost == "2 € par personne"


def test_resources_are_counted_where_all_groups_are_of_one_size() -> None:
    more = "## Ressources\n\n- Fiche à imprimer (une par groupe)\n  - Licence : ODbL\n- 3 plans\n"
    fours, mixed = (
        script("- Forme : groupes de 4", more=more),
        script("- Forme : groupes de 4", "- Forme : groupes de 3", more=more),
    )

    assert [(need.text, need.quantity) for need in material_list(fours, 18).resources] == [
        ("Fiche à imprimer (une par groupe)", 5),
        ("3 plans", None),
    ]
    assert material_list(mixed, 18).resources[0].quantity is None


def test_groups_are_as_even_as_they_can_be() -> None:
    assert divide(18, 4) == ((3, 4), (2, 3))
    assert divide(8, 4) == ((2, 4),)
    assert divide(3, 4) == ((1, 3),)
    assert divide(7, 2) == ((3, 2), (1, 1))
    found = script("- Forme : groupes de 4", "- Forme : binôme", "- Forme : groupe entier")
    assert [(group.number, group.count) for group in material_list(found, 18).groups] == [(1, 5), (2, 9)]
    assert material_list(found, None).groups == ()


def test_the_matrix_says_which_activity_serves_which_objective() -> None:
    text = Path(__file__).with_name("objectives.md")
    made = matrix(parse(text.read_text("utf-8")))

    assert [(row.objective.id, row.served) for row in made.rows] == [
        ("O1", (True, False)),
        ("O2", (True, True)),
    ]
    assert [activity.title for activity in made.activities] == ["Voir", "Dire"]


def test_a_matrix_that_no_page_can_show_has_no_rows() -> None:
    objectives = "".join(f"- O{number} (comprendre) : Dire {number}\n" for number in range(1, 101))
    activities = "".join(f"### Activité : Pas {number}\n\n- Objectifs : O1\n\n" for number in range(100))

    made = matrix(parse(f"# Trop\n\n## Objectifs\n\n{objectives}\n## Déroulé\n\n{activities}"))

    assert (len(made.activities), made.rows) == (100, ())
