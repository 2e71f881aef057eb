"""What sessions say together, and when they say too little."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.lived.numbers import (
    activities_of,
    changes_between,
    editions_of,
    ratings_of,
    total_of,
    words_of,
)
from scenarios.lived.places import SIDE_BY_SIDE, places_of
from scenarios.lived.sessions import Session
from scenarios.script.reading import parse
from wiki.territories.map import Point

SCRIPT = parse(
    "# T\n\n## Déroulé\n\n### Activité : Se situer\n\n- Durée : 10 min\n\n"
    "### Activité : Mesurer\n\n- Durée : 35 min\n"
    "\n### Activité : Partager\n\n### Activité : Ranger\n\n- Durée : 5 min\n"
)


def session(number: int = 1, **told: Any) -> Session:
    given_values = {
        "title": f"Retour {number}", "path": f"trappes/retour-{number}", "territory": "Trappes",
        "territory_slug": "trappes", "audience": "public", "played_on": date(2026, 6, 14), "version": 1, "place": "",
        "at": None, "headcount": None, **told,
    }  # fmt: skip
    return Session(page_id=number, **given_values)


def test_planned_beside_lived() -> None:
    told = [
        session(3, minutes=[["se situer", 15, 10], ["Mesurer", 45, 30], ["Danser", 20, None]]),
        session(2, minutes=[["Se situer", 10, 10], ["Mesurer", 0, 35]]),
        session(1, minutes=[["Se situer", 20, 10], ["Mesurer", 50, 35]]),
    ]

    first, second, third, fourth, gone = activities_of(SCRIPT, told)

    assert (first.title, first.planned, first.values, first.middle) == ("Se situer", 10, (10, 15, 20), 15)
    assert (first.least, first.most, first.skipped) == (10, 20, 0)
    assert (second.values, second.middle, second.skipped) == ((45, 50), 48, 1)
    assert (third.planned, third.values, third.middle) == (None, (), None)
    assert (fourth.planned, fourth.part(fourth.planned), first.part(25)) == (5, 10.0, 50.0)
    assert (gone.title, gone.is_current, gone.planned) == ("Danser", False, None)
    assert total_of([first, second, third]) == (45, 63)
    assert total_of([first, third]) is None


def test_no_mean_of_fewer_than_three() -> None:
    two = [session(ratings={"confiance": 4}), session(ratings={"confiance": 3, "plaisir": 1})]
    trust, pleasure, motivation, listening = ratings_of(two)
    assert (trust.counts, trust.total, trust.mean) == ((0, 0, 1, 1), 2, None)
    assert (pleasure.mean, motivation.total, listening.total) == (None, 0, 0)

    trust = ratings_of([*two, session(ratings={"confiance": 3})])[0]
    assert (trust.total, trust.mean) == (3, 3.3)
    assert trust.bars == [(1, 0, 0.0), (2, 0, 0.0), (3, 2, 100.0), (4, 1, 50.0)]


def test_words_say_whose_they_are() -> None:
    told = [session(2, words={"plaisir": "on a ri"}), session(1)]
    assert words_of(told)["plaisir"] == [("on a ri", told[0])]
    assert words_of(told)["confiance"] == []


def test_from_version_to_version() -> None:
    def played(version: int | None, minutes: int, *ratings: int) -> list[Session]:
        told = [[["Mesurer", minutes, 35], ["Se situer", 10, 10]]] * len(ratings)
        return [
            session(number, version=version, minutes=one, ratings={"confiance": rating})
            for number, (one, rating) in enumerate(zip(told, ratings, strict=True))
        ]

    newest, older, oldest, unknown = editions_of(
        [*played(None, 9, 1), *played(4, 35, 4, 4, 3), *played(2, 45, 3, 3, 3), *played(1, 45, 1, 1)]
    )

    assert [edition.version for edition in (newest, older, oldest, unknown)] == [4, 2, 1, None]
    minutes, trust = changes_between(newest, older)
    assert (minutes.kind, minutes.name, minutes.before, minutes.after) == ("minutes", "Mesurer", 45, 35)
    assert (trust.kind, trust.name, trust.before, trust.after) == ("rating", "confiance", 3, 3.7)
    assert (trust.former, trust.version) == (2, 4)
    assert changes_between(older, oldest) == []
    assert changes_between(oldest, unknown) == []


def test_places_stand_side_by_side_and_the_most_played_comes_first() -> None:
    here, far = Point(48.774, 2.009), Point(48.78, 2.2)
    told = [
        session(1, place="Parvis", at=here), session(2, place="parvis", at=None), session(3, place="Square", at=far),
        session(4, place="", territory="Nantes", territory_slug="nantes"),
        session(5, place="Papeete", at=Point(-17.5, -149.5)),
    ]  # fmt: skip

    places = places_of(told)

    assert next((place.name, len(place.sessions)) for place in places) == ("Parvis", 2)
    by_name = {place.name: place for place in places}
    assert by_name["Parvis"].x == here.x
    assert by_name["Square"].x == round(here.x + SIDE_BY_SIDE, 3)
    assert by_name["Square"].y == by_name["Parvis"].y
    assert (by_name["Nantes"].x, by_name["Papeete"].x) == (None, None)
    assert [place.number for place in places] == [1, 2, 3, 4]


RATINGS = st.dictionaries(st.sampled_from(["confiance", "plaisir"]), st.integers(1, 4))


@given(
    st.lists(st.builds(session, st.integers(1, 99), ratings=RATINGS, version=st.none() | st.integers(1, 3)))
)
def test_every_rating_counts_once(told: list[Session]) -> None:
    assert sum(rated.total for rated in ratings_of(told)) == sum(len(one.ratings) for one in told)
    assert sum(len(edition.sessions) for edition in editions_of(told)) == len(told)
    for rated in ratings_of(told):
        assert (rated.mean is None) == (rated.total < 3)


@pytest.mark.parametrize(
    ("place", "where"),
    [("Parvis", "Parvis, Trappes"), ("Gare de TRAPPES", "Gare de TRAPPES"), ("", "Trappes")],
)
def test_a_place_is_told_with_its_territory_once(place: str, where: str) -> None:
    assert session(1, place=place, territory="Trappes").where == where
