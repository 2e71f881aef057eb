"""The text of a retour: written, read back, changed line by line."""

from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.retold.items import read_proposal, read_rating, read_timing, single_spaced, write_timing
from scenarios.retold.model import Account, Played, Proposal, Timing
from scenarios.retold.opening import Setting, new_text, opening, title_of, with_opening
from scenarios.retold.reading import read, read_played
from scenarios.retold.vocabulary import CATEGORY_CODES, FOUNDATION_NAMES
from scenarios.retold.writing import fitted, write
from scenarios.script.reading import parse
from wiki.territories.categories import LABELS

HEAD = "---\nterritoire: Trappes\nthèmes: [Climat]\nlangue: fr\nlicence: CC-BY-SA-4.0\n---\n"
EMPTY = f"{HEAD}\n# Retour\n\nUn samedi.\n"
TOLD = Account(
    Played("trappes/lire-le-climat", 5), date(2026, 6, 14), "Parvis de la gare", (48.774, 2.009), 20,
    ("families", "learners"),
    (Timing("Se situer", 15, 10), Timing("Météo ou climat ?", 15, 15), Timing("Partager", 0, 10)),
    "Le pari.\n\n- l'ombre\n- l'eau", "Plus de temps.", {"confiance": 3, "ecoute": 4},
    {"confiance": "3 personnes ont osé", "plaisir": "on a ri"},
    (Proposal("Mesurer", "Prévoir 45 minutes"), Proposal("", "Ouvrir la maison dès le début")),
)  # fmt: skip


def test_what_is_written_is_read_back_and_stays_readable() -> None:
    text = write(EMPTY, TOLD)

    assert read(text) == fitted(TOLD) == TOLD
    for line in (
        "scenario: trappes/lire-le-climat@5", 'avec: ["Familles, parents", Apprenants]',
        "- Se situer : 15 min (prévu : 10 min)",
        "- Partager : sautée (prévu : 10 min)", "- Confiance : 3 — 3 personnes ont osé", "- Plaisir : — on a ri",
        "- **Mesurer** : Prévoir 45 minutes", "## Les quatre fondements",
    ):  # fmt: skip
        assert line in text.replace("scénario:", "scenario:").split("\n")
    assert write(text, TOLD) == text


def test_only_lines_that_say_otherwise_change() -> None:
    text = write(EMPTY, TOLD).replace(
        "- Se situer : 15 min (prévu : 10 min)",
        "Mesuré à la montre.\n\n* Se situer : 15 min (prévu : 10 min) — chacun avait : un lieu à défendre\n"
        "  et le défendait",
    )
    text += "\n## Ce que les personnes en disent\n\n> Je passais là sans regarder.\n"
    assert read(text) == TOLD

    minutes = (Timing("Se situer", 20, 10), Timing("Mesurer", 45, 35), *TOLD.minutes[1:2])
    changed = write(text, replace(TOLD, minutes=minutes, ratings={}, headcount=21))

    assert read(changed).minutes == minutes
    before, after = text.split("\n"), changed.split("\n")
    assert [line for line in after if line not in before] == [
        "effectif: 21",
        "* Se situer : 20 min (prévu : 10 min) — chacun avait : un lieu à défendre et le défendait",
        "- Mesurer : 45 min (prévu : 35 min)",
        "- Confiance : — 3 personnes ont osé",
    ]
    assert "> Je passais là sans regarder." in changed


def test_emptied_sections_go_and_new_ones_come_in_order() -> None:
    text = write(EMPTY, replace(TOLD, worked="", minutes=(), words={}, ratings={}))
    assert [section.heading for section in parse(text).sections] == [
        "À changer",
        "Propositions d'amélioration",
    ]

    text = write(text, replace(TOLD, change="", proposals=()))
    assert [section.heading for section in parse(text).sections] == [
        "Ce qui a marché", "Durées vécues", "Les quatre fondements"
    ]  # fmt: skip
    assert read(write(text, Account())) == Account()


def test_items_below_a_sentence_that_has_none_yet() -> None:
    text = EMPTY + "\n## Durées vécues\n\nNous n'avions pas de montre.\n"

    changed = write(text, Account(minutes=(Timing("Se situer", 15),)))

    assert changed.endswith("Nous n'avions pas de montre.\n\n- Se situer : 15 min\n")


def test_people_whom_no_category_names_stay() -> None:
    text = EMPTY.replace("langue:", "avec: [Élus, Classe de 4e B]\nlangue:")
    assert read(text).categories == ("elected",)

    changed = write(text, Account(categories=("learners",)))

    assert "avec: [Apprenants, Classe de 4e B]" in changed


def test_an_english_page_gets_english_headings() -> None:
    assert "## What worked\n" in write(
        EMPTY.replace("langue: fr", "langue: en"), Account(worked="All of it.")
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Mesurer : 45 min", Timing("Mesurer", 45)),
        ("**Mesurer** : 1 h 10 (prévu 35 min) — pluie : 3 min", Timing("Mesurer", 70, 35)),
        ("Météo : ou climat ? : 15 min (prévue: 20 min)", Timing("Météo : ou climat ?", 15, 20)),
        ("Partager: sautée", Timing("Partager", 0)),
        ("Partager : non jouée (prévu : 10 min)", Timing("Partager", 0, 10)),
        ("Partager : longtemps", None),
        (" : 3 min", None),
    ],
)
def test_durations_as_people_write_them(said: str, expected: Timing | None) -> None:
    found = read_timing(said)
    assert (found.timing if found else None) == expected


@pytest.mark.parametrize("said", ["a{0}:{0}(", "a :{0}1 min{0}(prévu{0}x", "a :{0}1 ({0}", "a : 1 min{0}x"])
def test_many_spaces_are_read_as_fast_as_one(said: str) -> None:
    """A minute and a half each, once, for a hundred of them: at every save and every view of the page."""
    began = process_time()

    read_timing(said.format(" \u202f" * 450))

    assert process_time() - began < 5


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Confiance : 3", ("confiance", 3, "")),
        ("**Écoute active** : 4/4 — chacun son tour", ("ecoute", 4, "chacun son tour")),
        ("plaisir: 2 sur 4, un peu froid", ("plaisir", 2, "un peu froid")),
        ("Motivation : 3 personnes sont revenues", ("motivation", None, "3 personnes sont revenues")),
        ("Confiance : 5", ("confiance", None, "5")),
        ("Patience : 3", None),
        ("Confiance", None),
    ],
)
def test_ratings_as_people_write_them(said: str, expected: object) -> None:
    assert read_rating(said) == expected


def test_proposals_name_their_place_in_bold() -> None:
    assert read_proposal("**Mesurer** : plus long") == Proposal("Mesurer", "plus long")
    assert read_proposal("Deux choses : de l'eau, du temps") == Proposal(
        "", "Deux choses : de l'eau, du temps"
    )
    assert read_proposal("") is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("trappes/lire@3", Played("trappes/lire", 3)),
        ("https://exemple.org/trappes/lire", Played("trappes/lire")),
        ("/trappes/lire@v2", Played("trappes/lire", 2)),
        ("trappes/lire@0", Played("trappes/lire")),
        ("Lire le climat", None),
    ],
)
def test_what_was_played(said: str, expected: Played | None) -> None:
    assert read_played(said) == expected


def test_headcounts_that_say_who_came() -> None:
    heads = {"20": 20, "20 personnes": 20, "12 à 24": None, "beaucoup": None, "0": None}
    for said, expected in heads.items():
        assert read(EMPTY.replace("langue:", f"effectif: {said}\nlangue:")).headcount == expected


def test_categories_and_foundations_are_those_of_the_college() -> None:
    assert list(CATEGORY_CODES.values()) == [category.value for category in LABELS]
    assert [str(label) for label in LABELS.values()] == list(CATEGORY_CODES)
    assert list(FOUNDATION_NAMES) == ["confiance", "plaisir", "motivation", "ecoute"]


# A new retour

SETTING = Setting("Lire le climat [de son quartier]", "Trappes", ("Climat",), "amina")


def test_a_new_text_can_be_shared_as_it_is() -> None:
    text = new_text(TOLD, SETTING)
    script = parse(text, kind="enactment")

    assert script.title == "Retour : Lire le climat [de son quartier], Parvis de la gare, 14 juin 2026"
    assert script.summary == (
        "Nous avons joué [[trappes/lire-le-climat|Lire le climat (de son quartier)]] le 14 juin 2026 "
        "(Parvis de la gare), avec 20 personnes."
    )
    assert script.errors == ()
    assert script.diagnostics == ()
    assert read(text) == TOLD


def test_a_title_says_the_territory_where_no_place_is_told() -> None:
    assert title_of(Account(), SETTING) == "Retour : Lire le climat [de son quartier], Trappes"
    long = replace(SETTING, scenario_title="Lire le climat de son quartier\xa0: mesurer un îlot de fraîcheur")
    assert title_of(Account(), long) == "Retour : Lire le climat de son quartier, Trappes"
    short = replace(SETTING, scenario_title="Météo : lire le ciel")
    assert title_of(Account(), short) == "Retour : Météo : lire le ciel, Trappes"
    assert opening(Account(Played("a/b"), headcount=1), "B").endswith("[[a/b|B]], avec une personne.")


def test_the_first_sentence_follows_until_somebody_rewrites_it() -> None:
    text = new_text(TOLD, SETTING)
    after = replace(TOLD, headcount=21, played_on=date(2026, 5, 1))

    assert "le 1er mai 2026 (Parvis de la gare), avec 21 personnes." in with_opening(text, TOLD, after)
    rewritten = text.replace("Nous avons joué", "Nous avons rejoué")
    assert with_opening(rewritten, TOLD, after) == rewritten


# Whatever people write

WORD = st.text(alphabet="abéÉ 0123:—-*_()#>`[]|", min_size=1, max_size=12)
NAME = st.text(alphabet="abcÉé '?", min_size=1, max_size=12).filter(lambda name: name.strip(" '?"))
BODY = st.text(alphabet="abé#- \n`*123", max_size=40)
ACCOUNTS = st.builds(
    Account,
    played=st.none()
    | st.builds(Played, st.sampled_from(["trappes/a", "nantes/b-2"]), st.none() | st.integers(1, 99)),
    played_on=st.none() | st.dates(date(1990, 1, 1), date(2026, 11, 26)),
    place=st.text(alphabet="aé :'\"#[]-\n", max_size=12),
    coordinates=st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    headcount=st.none() | st.integers(1, 1000),
    categories=st.sets(st.sampled_from(list(CATEGORY_CODES.values()))).map(
        lambda found: tuple(code for code in CATEGORY_CODES.values() if code in found)
    ),
    minutes=st.lists(
        st.builds(Timing, NAME, st.integers(0, 500), st.none() | st.integers(1, 500)), max_size=4
    ).map(tuple),
    worked=BODY,
    change=BODY,
    ratings=st.dictionaries(st.sampled_from(list(FOUNDATION_NAMES)), st.integers(1, 4)),
    words=st.dictionaries(st.sampled_from(list(FOUNDATION_NAMES)), WORD),
    proposals=st.lists(
        st.builds(Proposal, st.just("") | NAME, WORD.filter(lambda said: said.strip()[:1] not in "*_#>`")),
        max_size=3,
    ).map(tuple),
)


@given(ACCOUNTS, ACCOUNTS)
def test_any_account_can_be_written_over_any_other(first: Account, second: Account) -> None:
    text = write(write(EMPTY, first), second)

    assert read(text) == fitted(second)
    assert write(text, second) == text


@given(st.text(alphabet="#-* :Duréesvcu\n3min()|—`", max_size=300))
def test_any_text_is_an_account_and_saying_it_again_changes_nothing(text: str) -> None:
    assert write(text, read(text)) == text or fitted(read(text)) != read(text)


@given(st.builds(Timing, NAME, st.integers(0, 5000), st.none() | st.integers(1, 5000)))
def test_a_duration_reads_back(timing: Timing) -> None:
    timing = timing._replace(title=single_spaced(timing.title.strip("*_ ")))
    found = read_timing(write_timing(timing, " — note : 3 min"))
    assert found is not None
    assert found.timing == timing
