"""Which search texts are counted: none that could tell of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.searchlog.models import MAX_TEXT, AskedText
from wiki.searchlog.privacy import is_program, kept_form


def test_there_is_no_room_for_who_asked() -> None:
    assert set(AskedText.__table__.columns.keys()) == {"day", "text", "asked", "empty", "total"}


@pytest.mark.parametrize(
    "typed",
    [
        "marie.durand@exemple.fr",
        "écrire à marie@exemple",
        "06 12 34 56 78",
        "+33.6.12.34.56.78",
        "1 84 12 75 123 456 78",
        "4970 1012",
        "https://exemple.fr/x",
        "www.exemple.fr",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJzdWIi",
        "12 rue des Lilas",
        "3 bis, allée des Roses",
        "x" * (MAX_TEXT + 1),
        "climat " * 40,
        "",
        " \t",
        "\x00\u0007",
    ],
)
def test_what_may_tell_of_a_person_is_not_kept(typed: str) -> None:
    assert kept_form(typed) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Éco-Rénovation   à Trappes ", "éco-rénovation à trappes"),
        ("territoire @pprenant", "territoire @pprenant"),
        ("L'@pprenance", "l'@pprenance"),
        ("accord de 2015", "accord de 2015"),
        ("jardin de rue", "jardin de rue"),
        ("CO2", "co2"),
    ],
)
def test_ordinary_words_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert kept_form(typed) == kept


@given(st.text(max_size=300))
def test_what_is_kept_is_short_and_counted_as_it_stands(typed: str) -> None:
    kept = kept_form(typed)
    assert len(kept) <= MAX_TEXT
    assert kept == " ".join(kept.split())
    assert sum(map(str.isdigit, kept)) <= 6


@pytest.mark.parametrize(
    "agent", ["", "Googlebot/2.1", "curl/8.0", "Mozilla/5.0 (compatible; YandexBot/3.0)"]
)
def test_programs_are_known(agent: str) -> None:
    assert is_program(agent)


def test_browsers_are_people() -> None:
    assert not is_program("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
