"""Fields stand for places of the text: what is not changed stays byte for byte, and nothing typed breaks a line."""

from difflib import ndiff
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.authoring.boxes import name_of
from scenarios.authoring.sheet import WHOLE_TEXT, field_of, remarks, sheet_of, with_fields
from scenarios.script.reading import parse
from tests.scenarios.authoring.making import TEXT, form_of, script
from wiki.errors import Invalid

CONTENT = Path(__file__).parents[3] / "scenarios" / "demonstration" / "content"
DOCUMENTS = sorted(CONTENT.glob("*/*.md"))


def changed_lines(before: str, after: str) -> list[str]:
    """Lines taken out (`- …`) and put in (`+ …`)."""
    return [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize("kind", ["scenario", "tool"])
def test_a_form_sent_back_as_it_came_changes_no_byte(kind: str) -> None:
    assert DOCUMENTS
    for text in (TEXT, *(path.read_text(encoding="utf-8") for path in DOCUMENTS)):
        read = script(text, kind)

        assert with_fields(read, form_of(read)).text == text


@pytest.mark.parametrize(
    ("field", "value", "lines"),
    [
        ("head-duree", "50 min", ["- durée: 45 min", "+ durée: 50 min"]),
        ("head-saison", "été", ["+ saison: été"]),
        ("head-odd", "4, 11, 13", ["- odd: [11, 4]", "+ odd: [4, 11, 13]"]),
        ("head-themes", "Climat ; Musée, Trappes ; Eau",
         ['- thèmes: [Climat, "Musée, Trappes"]', '+ thèmes: [Climat, "Musée, Trappes", Eau]']),
        ("head-besoins", "Il fait chaud\r\non cherche l'ombre",
         ["- besoins: Il fait chaud ; on veut savoir où", "+ besoins: Il fait chaud ; on cherche l'ombre"]),
        ("head-modalite", "hybride", ["- modalité: Présentiel", "+ modalité: hybride"]),
        ("titre", "Lire l'ombre", ["- # Lire le climat", "+ # Lire l'ombre"]),
        ("resume", "Une marche.\r\nÀ midi.", ["- Une marche où l'on mesure.", "+ Une marche. À midi."]),
        ("section-contexte-et-besoin", "Un square.", ["- Place minérale.", "+ Un square."]),
        ("section-une-partie-a-nous", "D'autres mots.", ["- Des mots.", "+ D'autres mots."]),
        ("activity-0-duree", "15 min", ["- - Durée : 10 min", "+ - Durée : 15 min"]),
        ("activity-0-type", "production", ["- - Type : débat", "+ - Type : production"]),
        ("activity-0-titre", "Arriver", ["- #### Activité : Se situer", "+ #### Activité : Arriver"]),
        ("activity-0-texte", "Chacun montre.", ["- Chacun dit où il va.", "+ Chacun montre."]),
        ("activity-0-objectifs", ["O1", "O2", ""],
         ["- - Objectifs : O2, O9, O1", "+ - Objectifs : O2, O1"]),
        ("activity-1-materiel", "crayons", ["- - Matériel : 5 thermomètres (infrarouges, prêtés), crayons",
                                            "+ - Matériel : crayons"]),
        ("activity-1-en-parallele", ["oui", ""], ["+ - En parallèle : oui"]),
        ("objective-0-text", "Dire", ["- - O1 (comprendre) : Expliquer", "+ - O1 (comprendre) : Dire"]),
        ("objective-2-text", "Agir", ["+ - O3 (comprendre) : Agir"]),
    ],
)  # fmt: skip
def test_one_field_changes_its_own_lines(field: str, value: str | list[str], lines: list[str]) -> None:
    before = script()

    after = with_fields(before, form_of(before, **{field.replace("-", "_"): value}))

    assert changed_lines(before.text, after.text) == lines


def test_a_field_that_was_not_on_the_page_is_left_alone() -> None:
    before = script()
    form = form_of(before)
    for name in list(form):
        if name.startswith(("activity-1", "head-", "section-", "objective")):
            form.poplist(name)

    assert with_fields(before, form).text == TEXT


def test_an_emptied_field_takes_its_line_out_and_an_emptied_section_keeps_its_heading() -> None:
    before = script()

    after = with_fields(
        before, form_of(before, head_odd="", section_contexte_et_besoin="", activity_0_type="")
    )

    assert "odd" not in after.head
    assert after.activities[0].find("Type") is None
    assert after.section("Contexte et besoin") is not None
    assert after.text.count("Place minérale") == 0


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from([
        "### Activité : intruse", "#### Activité : intruse\n\n- Durée : 1 min", "## Notes\n\nIntrus", "# Titre",
        "- Durée : 3 min", "---\nthèmes: [X]\n---", "```\nouvert", "~~~", "a: b # c", "[un, deux]", "{a: b}", "&a *a",
        "!!str x", "\u2028### Phase : x", "\x85- Type : x", "a\r\n\r\n## Évaluation", "| a |", "<!-- ", "1. un",
        "> - Durée : 9 min", "\u0000", "Phase : y", "O1 (créer) : z", "  - x", "\t", "...", "=====", "-", "*",
    ]),
)  # fmt: skip
PLACES = [
    "titre", "resume", "head-lieu", "head-themes", "head-besoins", "section-contexte-et-besoin", "section-notes",
    "section-une-partie-a-nous", "activity-0-titre", "activity-0-texte", "activity-0-lieu", "activity-0-roles",
    "activity-1-texte", "activity-1-phase", "objective-0-text", "objective-1-verb", "objective-2-text",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(PLACES), HOSTILE, min_size=1, max_size=5))
def test_nothing_typed_leaves_its_place_and_sending_it_again_changes_nothing(typed: dict[str, str]) -> None:
    before = script()
    form = form_of(before, **{name.replace("-", "_"): value for name, value in typed.items()})

    once = with_fields(before, form)
    again = with_fields(once, form)

    assert [each.index for each in once.activities] == [0, 1]
    assert len(once.sections) <= len(before.sections) + ("section-notes" in typed)
    assert once.head.get("clé à nous") == "gardée"
    assert once.activities[0].find("Couleur") is not None
    if "objective-2-text" not in typed:
        assert again.text == once.text


def test_a_form_that_would_cost_hours_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    before = script()
    monkeypatch.setattr("scenarios.authoring.sheet.MOST_WORK", len(TEXT))

    with pytest.raises(Invalid):
        with_fields(before, form_of(before, titre="Autre", resume="Autre", head_lieu="Ailleurs"))


def test_each_remark_stands_beside_its_field() -> None:
    read = script(
        "# T\n\nA.\n\n## Inconnue\n\n## Objectifs\n\n- O1 (zzz) : x\n\n## Déroulé\n\n### Activité : A\n"
    )

    found = remarks(sheet_of(read))

    assert {"head-themes", "head-duree", "objective-0", "activity-0-duree", "section-inconnue"} <= set(found)
    assert all(name == WHOLE_TEXT or name == name_of(name) for name in found)
    assert sum(map(len, found.values())) == len(read.diagnostics)


def test_what_no_field_asks_is_told_of_the_card_or_of_the_whole_text() -> None:
    read = script(TEXT.replace("Activité : Se situer", "Activité :").replace("thèmes:", "theme s:"))

    found = remarks(sheet_of(read))

    assert [each.place for each in found["activity-0"]] == ["activity:0"]
    assert [each.place for each in found[WHOLE_TEXT]] == ["head:theme s"]
    assert field_of(read, "head:thèmes") in found


def test_two_headings_that_look_alike_are_one_field() -> None:
    text = "# Outil\n\n## A quoi ça sert ?\n\nÀ rien.\n\n## مقدمة\n\nنص\n\n## مقدمة\n\nautre\n"
    read = parse(text, kind="tool")
    sheet = sheet_of(read)
    names = [box.name for box in sheet.boxes]

    assert len(names) == len(set(names))
    assert sheet.sections["À quoi ça sert"].value == "À rien."
    after = with_fields(read, form_of(read, section_a_quoi_ca_sert="À tout."))
    assert after.text == text.replace("À rien", "À tout")
