"""Structure found in prose: each rule as a text, and what must hold of any text."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.formats.found.finding import MAX_LENGTH, find
from scenarios.formats.found.proposals import Place, Proposal, accepted, apply
from scenarios.script.vocabulary import SECTIONS
from wiki.rendering.slugs import fold

CASES = Path(__file__).with_name("cases.txt")
PRACTICES = Path(__file__).parents[5] / "shared" / "data" / "practices"
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"^[ \t>*_-]*\(?\d{1,9}[.):°]", re.MULTILINE)


class Case(NamedTuple):
    name: str
    text: str
    found: list[str]
    result: str


def cases() -> Iterator[Case]:
    for block in CASES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        name, _, rest = block.partition("\n")
        text, _, rest = rest.partition("\n--- found\n")
        found, _, result = f"\n{rest}".partition("\n--- result\n")
        yield Case(name, text.strip("\n") + "\n", found.split("\n")[1:], result.strip("\n") + "\n")


def words(text: str) -> Counter[str]:
    """Words and numbers; the number of an item is its place, which the order keeps."""
    return Counter(fold(word) for word in _WORD.findall(_ORDINAL.sub("", text)))


def check(text: str, found: list[Proposal], chosen: set[str]) -> None:
    """Nothing dropped: every word stays, but for the name of a section put right; other lines stay as they are."""
    result = apply(text, found, chosen)
    taken = accepted(found, chosen)
    renamed = [piece.value for piece in taken if SECTIONS.recognise(piece.value) == piece.becomes]
    lost = words(text) - words(result) - words(" ".join(renamed))
    assert not lost, (lost, result)
    spans = [(change.start, max(change.end, change.start + 1)) for piece in taken for change in piece.changes]
    place = 0
    for line in text.split("\n"):
        end = place + len(line) + 1
        if line.strip() and not any(start < end and place <= stop for start, stop in spans):
            assert line.strip() in {written.strip() for written in result.split("\n")}
        place = end


def check_invented(text: str, found: list[Proposal]) -> None:
    """Nothing invented: the words of every value stand in the lines quoted for it."""
    for piece in found:
        assert (
            not words(piece.value)
            - words("\n" + " ".join(piece.evidence(text)))
            - words(" ".join(piece.evidence(text)))
        ), piece


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    found = find(case.text)

    told = [f"{piece.id} | {piece.becomes} | {piece.value}{'~' * piece.is_vague}".rstrip() for piece in found]
    assert told == [line.rstrip() for line in case.found]
    assert apply(case.text, found, {piece.id for piece in found}) == case.result
    check(case.text, found, {piece.id for piece in found})
    check_invented(case.text, found)


LINES = st.sampled_from(
    [
        "# Titre", "## En une phrase", "## Objectif", "## À quoi ça sert ?", "## Déroulement", "## Procédure :",
        "### Étape 1 : Voir (5 min)", "### Étape 2 - 10 min", "#### Matériel", "## Matériel", "##Sans espace", "---",
        "**Déroulement prévu :**", "**1)** Présentation au tableau.", "**2)** Recherche : par groupes de 4.",
        "1. Une étape",
        "2. Une autre étape, plus longue, avec (une parenthèse) et bien plus de cent signes en tout, oui, cent.",
        "   qui continue", "* **Plénière**: en cercle", "* 4 mn : on ouvre", "  * dedans",
        "- Comprendre une règle",
        "**Matériel :**", "**Matériel :** du fil, des pinces", "* fil", "* Coût  faible", "Durée : 1 h 30",
        "Public : CM1",
        "**Prérequis :** Aucun", "| Temps | Activité |", "|---|---|", "| 10 min | Accueil |", "```", "~~~",
        "> 10-15 minutes",
        "Ada Lovelace et Lucie Martin", "## Auteurs", "## Sources", "* Ada Lovelace, sous licence CC BY-SA",
        "", "", "",
        "Objectif : trier", "* **Objectifs** : Transférer un message", "Conclusion : on range.",
        "Un texte, simplement.",
        "## Contexte", "Titre\n=====", "jouée en cycle 3", "\ttabulé", "- ", "#", "###", "## Objectifs", "## Déroulé",
    ]
)  # fmt: skip
PAGES = st.lists(LINES, max_size=25).map("\n".join)


@given(PAGES, st.data())
def test_any_choice_keeps_every_word_and_invents_none(text: str, data: st.DataObject) -> None:
    found = find(text)
    names = [piece.id for piece in found]

    assert len(set(names)) == len(names)
    check_invented(text, found)
    chosen = data.draw(st.sets(st.sampled_from(names))) if names else set()
    check(text, found, chosen)
    assert apply(text, found, set()) == text


@given(st.text(max_size=300))
def test_any_text_is_searched(text: str) -> None:
    found = find(text)

    check_invented(text, found)
    apply(text, found, {piece.id for piece in found})


@given(PAGES)
def test_no_two_changes_overlap(text: str) -> None:
    spans = sorted(
        (change.start, change.end)
        for piece in find(text)
        for change in piece.changes
        if change.end > change.start and change.place is not Place.HEAD
    )

    assert all(end <= start for (_, end), (start, _) in pairwise(spans)), spans


def test_a_piece_without_its_parent_is_not_applied() -> None:
    case = next(case for case in cases() if case.name.startswith("steps with durations"))
    found = find(case.text)

    assert apply(case.text, found, {"activity-0-duree"}) == case.text
    assert [piece.id for piece in accepted(found, {"section-steps", "activity-1"})] == [
        "section-steps",
        "activity-1",
    ]


def test_a_duration_left_out_stays_in_its_heading() -> None:
    case = next(case for case in cases() if case.name.startswith("steps with durations"))
    result = apply(case.text, find(case.text), {"section-steps", "activity-0"})

    assert "### Activité : Étape 1 : Exposé (5 min)\n" in result


def test_themes_are_looked_for_in_headings_only() -> None:
    text = "# Lire le climat\n\nUn climat de confiance, et la citoyenneté.\n"

    found = find(text, ["Climat", "Citoyenneté", "Eau"])

    assert [(piece.becomes, piece.value) for piece in found] == [("thèmes", "Climat")]


@pytest.mark.timed
@pytest.mark.parametrize(
    "text",
    [
        f"# T\n## Déroulement\n1. a{' ' * 190_000}b\n2. c\n",
        f"# T\n### Étape 1 {'[' * 100_000}\n### Étape 2\n",
        "# T\n" + "## Procédure\n" * 14_000,
        "# T\n" + "Étapes :\n\n" * 15_000,
        "# T\n## Procédure\n" + "* **a** : 4 mn\n" * 13_000,
    ],
    ids=["spaces", "brackets", "headings", "lines", "items"],
)
def test_a_hostile_text_takes_no_longer_than_it_is_long(text: str) -> None:
    before = time.process_time()
    apply(text, find(text), {"activity-0"})

    assert time.process_time() - before < 5


def test_a_text_too_long_to_be_a_session_is_left_alone() -> None:
    assert find("# T\n\nDurée : 1 h\n" + "a" * MAX_LENGTH) == []


@pytest.mark.shared
@pytest.mark.skipif(not PRACTICES.is_dir(), reason="no real documents beside the checkout")
def test_real_documents_lose_and_gain_no_word() -> None:
    counts = {}
    for path in sorted(PRACTICES.glob("[em]*.md")):
        text = path.read_text(encoding="utf-8")
        found = find(text)
        counts[path.name] = len(found)
        check(text, found, {piece.id for piece in found})
        check_invented(text, found)
    assert len(counts) == 20
    assert sum(counts.values()) > 150
