"""Snippets show the words asked for, as written, in text that is not yet escaped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import terms
from search.plan import make_plan
from search.snippets import LENGTH, Piece, snippet

FILLER = "Un long début qui parle de tout autre chose. " * 20


def whole(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def marked(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_match]


@pytest.mark.parametrize(
    ("asked", "forms"),
    [
        ("evaluee", ["évaluation"]),
        ("formatrices", ["formateur·rice·s"]),
        ("eco renovation", ["éco-rénovations"]),
        ("écorénovation", ["éco-rénovations"]),
        ('"reste à faire"', ["reste", "faire"]),
        ("climat -évaluation", []),
        ("absent", []),
    ],
)
def test_matched_forms_are_marked_as_written(asked: str, forms: list[str]) -> None:
    text = FILLER + "Ici l’évaluation des éco-rénovations\npar les  formateur·rice·s reste à faire. " + FILLER
    assert marked(snippet(text, asked)) == forms


def test_the_window_is_where_most_of_the_words_are() -> None:
    text = "Le climat. " + FILLER + "Lire le climat en ville. " + FILLER
    pieces = snippet(text, "lire climat ville")
    assert marked(pieces) == ["Lire", "climat", "ville"]
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"


def test_markup_is_left_for_the_template_to_escape() -> None:
    pieces = snippet("Un <script>climat</script> & rien", "climat")
    assert whole(pieces) == "Un <script>climat</script> & rien"
    assert marked(pieces) == ["climat"]


def test_without_matches_the_beginning_is_shown() -> None:
    assert whole(snippet("Court.\n", "climat")) == "Court."
    assert snippet("", "climat") == ()
    assert whole(snippet(FILLER, "")).startswith("Un long début")
    assert len(whole(snippet("x" * 1000, "climat"))) <= LENGTH + 2


def test_a_text_full_of_matches_is_not_read_to_its_end() -> None:
    assert len(marked(snippet("climat " * 100_000, "climat"))) <= 40


def test_english_texts_are_read_in_english() -> None:
    assert marked(snippet("The learner learned.", "learning", "en")) == ["learned"]


@given(st.text(alphabet="climat eau-l'·e\n<&", max_size=600), st.text(alphabet="climat eau", max_size=20))
def test_a_snippet_is_a_stretch_of_the_text(body: str, asked: str) -> None:
    pieces = snippet(body, asked)
    text = whole(pieces).removeprefix("… ").removesuffix(" …")
    assert " ".join(text.split()) in " ".join(body.split())
    assert len(text) <= LENGTH + 60


def test_white_space_becomes_one_space_or_one_end_of_line_and_no_break_spaces_stay() -> None:
    pieces = snippet("Lire  le\n\n climat\u202f: mesurer «\u00a0ici\u00a0»", "climat")
    assert whole(pieces) == "Lire le\nclimat\u202f: mesurer «\u00a0ici\u00a0»"


def test_equivalents_are_marked_like_what_was_typed() -> None:
    groups = (("EHPAD", "maison de retraite"),)
    pieces = snippet("Deux maisons de retraite et un EHPAD.", "ehpad", equivalents=groups)
    assert marked(pieces) == ["maisons", "retraite", "EHPAD"]
    assert marked(snippet("Deux maisons de retraite.", "ehpad")) == []


@given(
    st.text(alphabet="climat éÉcoœ-' ·(e)\n\u00a0", max_size=400),
    st.sampled_from(["climat", "eco", "œil mat"]),
)
def test_only_forms_of_the_words_asked_for_are_marked(body: str, asked: str) -> None:
    wanted = make_plan(asked).terms
    for form in marked(snippet(body, asked)):
        assert not wanted.isdisjoint(terms(form)) or not wanted.isdisjoint(terms(f"éco {form}"))
