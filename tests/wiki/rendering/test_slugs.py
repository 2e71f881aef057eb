import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering.slugs import MAX_SLUG, fold, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Lire le climat de son quartier", "lire-le-climat-de-son-quartier"),
        ("L'eau à Belle-Île", "l-eau-a-belle-ile"),
        ("L’œuvre de Lætitia", "l-oeuvre-de-laetitia"),
        ("Territoire @pprenant", "territoire-apprenant"),
        ("Straße & Łódź", "strasse-lodz"),
        ("CEC 4 : 1 h 30", "cec-4-1-h-30"),
        ("🌍🌱", ""),
        ("", ""),
        ("mot " * 40, "-".join(["mot"] * 20)),
        ("a" * 200, "a" * MAX_SLUG),
        ("a" * MAX_SLUG + " suite", "a" * MAX_SLUG),
    ],
)
def test_slug(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text())
def test_a_slug_is_clean_and_its_own_slug(title: str) -> None:
    slug = slugify(title)
    assert len(slug) <= MAX_SLUG
    assert slug.isascii()
    assert slug == slug.lower().strip("-")
    assert slugify(slug) == slug


@pytest.mark.parametrize("written", ["Mots-clés", "MOTS-CLES", "mots-cle\u0301s", " mots-clés "])
def test_fold_forgets_how_a_word_is_written(written: str) -> None:
    assert fold(written) == "mots-cles"


def test_fold_knows_one_apostrophe() -> None:
    assert fold("L’ÉCOLE  d'ici") == "l'ecole d'ici"
