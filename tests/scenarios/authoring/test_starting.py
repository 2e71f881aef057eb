"""A first script says what was answered and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.authoring.starting import Answers, first_script, shared_out
from scenarios.script.reading import parse

ANSWERS = Answers(
    territory="Trappes",
    place="Parvis : la gare",
    audience="Habitants",
    size="12 à 24",
    need="Il fait chaud",
    goal="Expliquer",
    minutes=90,
    duration="1 h 30",
    title="Lire le climat",
    steps=("Se situer", "Mesurer", "Partager", "Ranger"),
    author="Claire",
    language="fr",
)


def test_every_answer_has_its_place_and_the_time_adds_up() -> None:
    script = parse(first_script(ANSWERS))

    assert script.head["lieu"] == "Parvis : la gare"
    assert script.head["auteurs"] == ("Claire",)
    assert [(each.title, each.minutes) for each in script.activities] == [
        ("Se situer", 25), ("Mesurer", 25), ("Partager", 20), ("Ranger", 20),
    ]  # fmt: skip
    assert [each.text for each in script.objectives] == ["Expliquer"]
    assert "head:durée" not in {found.place for found in script.errors}


def test_what_is_not_answered_is_not_invented() -> None:
    text = first_script(replace(ANSWERS, place="", audience="", size="", need="", goal="", steps=()))

    assert not {"lieu", "public", "effectif", "besoins"} & set(parse(text).head)
    assert parse(text).objectives == parse(text).activities == ()


@given(st.integers(1, 3000), st.integers(0, 40))
def test_a_shared_time_adds_up_and_gives_everybody_some(minutes: int, parts: int) -> None:
    shares = shared_out(minutes, parts)

    assert len(shares) == parts
    if parts:
        assert sum(shares) == minutes
    if minutes >= parts:
        assert all(share > 0 for share in shares)


@pytest.mark.parametrize(
    ("minutes", "parts", "shares"), [(90, 3, [30, 30, 30]), (7, 3, [3, 2, 2]), (62, 2, [30, 32])]
)
def test_shares_are_round_where_they_can_be(minutes: int, parts: int, shares: list[int]) -> None:
    assert shared_out(minutes, parts) == shares
