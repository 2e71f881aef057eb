"""What is offered while one types, and what was probably meant: never a word that the asker may not find."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Document
from search.lexicon import Lexicon
from search.postings import postings_of
from search.suggesting import Holds, correct, suggest

PUBLIC = frozenset({"public"})
MINE = frozenset({"public", "draft:7"})
PAGES = (
    Document("1", "Le jardin partagé", "Des jardins, des formations évaluées, une éco-rénovation @pprenante"),
    Document("2", "Jardin secret", "Un licenciement au jardin", audience="draft:7"),
    Document("3", "Cuisiner au jardin", "Ateliers de jardinage et formation"),
)


def holds(pages: Sequence[Document], audience: frozenset[str]) -> Holds:
    """What an index with these pages answers to this audience."""
    there: set[str] = set()
    for page in pages:
        if page.audience in audience:
            postings = postings_of(page)
            fields = (
                getattr(postings, name)
                for name in ("title", "head", "summary", "body")
                if hasattr(postings, name)
            )
            there.update(term for field in fields for term, _ in field)
    return lambda terms: not there.isdisjoint(terms)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    kept = Lexicon(":memory:")
    kept.learn(PAGES)
    return kept


def offered(lexicon: Lexicon, text: str, audience: frozenset[str] = PUBLIC, limit: int = 8) -> list[str]:
    return [found.text for found in suggest(lexicon, text, audience, holds(PAGES, audience), limit)]


def meant(lexicon: Lexicon, text: str, audience: frozenset[str] = PUBLIC) -> str | None:
    return correct(lexicon, text, audience, holds(PAGES, audience))


def test_words_come_first_while_one_is_typed_then_titles(lexicon: Lexicon) -> None:
    assert offered(lexicon, "jar")[0] == "jardin"
    assert offered(lexicon, "jar")[-2:] == ["Le jardin partagé", "Cuisiner au jardin"]
    assert offered(lexicon, "le jar") == ["Le jardin partagé", "le jardin"]
    assert offered(lexicon, "cuis jar")[0] == "Cuisiner au jardin"


def test_titles_carry_the_id_of_their_page(lexicon: Lexicon) -> None:
    found = suggest(lexicon, "cuisiner au", PUBLIC, holds(PAGES, PUBLIC))
    assert [(one.kind, one.id) for one in found] == [("title", "3")]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("Ateliers et form", "Ateliers et formation"),
        ('"jardin part', '"jardin partagé'),
        ("l’evalu", "l’évaluées"),
        ("éco-rén", "éco-rénovation"),
        ("cuisine -form", "cuisine -formation"),
        ("@pprena", "apprenante"),
        ("FORMA", "formation"),
    ],
)
def test_what_stands_before_the_last_word_stays_as_typed(
    lexicon: Lexicon, typed: str, completed: str
) -> None:
    assert completed in offered(lexicon, typed)


@pytest.mark.parametrize(
    "typed", ["", " ", "j", '"', "-", "@", "''", "2026", "zzz", "partagé", "\x00", "« »"]
)
def test_nothing_is_offered_for_nothing(lexicon: Lexicon, typed: str) -> None:
    assert [text for text in offered(lexicon, typed) if text != "Le jardin partagé"] == []


def test_no_title_holds_what_must_not_occur(lexicon: Lexicon) -> None:
    assert offered(lexicon, "jardin -cuisin") == ["jardin -cuisiner"]
    assert offered(lexicon, '-"jardin part') == ['-"jardin partagé']
    assert offered(lexicon, "-cuisiner jardin part") == ["Le jardin partagé", "-cuisiner jardin partagé"]


def test_each_kind_leaves_room_for_the_other(lexicon: Lexicon) -> None:
    assert offered(lexicon, "jar", limit=2) == ["jardin", "Le jardin partagé"]
    assert offered(lexicon, "jar", limit=0) == []


def test_only_the_audience_is_offered_its_words_and_titles(lexicon: Lexicon) -> None:
    assert offered(lexicon, "lic") == []
    assert offered(lexicon, "secr") == []
    assert offered(lexicon, "lic", MINE) == ["licenciement"]
    assert offered(lexicon, "secr", MINE) == ["secret", "Jardin secret"]
    assert meant(lexicon, "licenciment") is None
    assert meant(lexicon, "licenciment", MINE) == "licenciement"


def test_words_of_a_page_withdrawn_are_not_offered_though_they_are_kept(lexicon: Lexicon) -> None:
    left = holds(PAGES[:2], PUBLIC)
    assert "Cuisiner au jardin" in offered(lexicon, "cuis")
    assert [one.text for one in suggest(lexicon, "atel", PUBLIC, left)] == []
    assert correct(lexicon, "cuisinner", PUBLIC, left) is None
    assert meant(lexicon, "cuisinner") == "cuisiner"


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("jadrin", "jardin"),
        ("Le jadrin", "Le jardin"),
        ('"jadrin partagé" -formtion', '"jardin partagé" -formtion'),
        ('-"jadrin partagé" cuisinner', '-"jadrin partagé" cuisiner'),
        ("d'atteliers de cuisinner", "d'ateliers de cuisiner"),
        ("éco-rénovatoin", "éco-rénovation"),
        ("jadrin xyzzyx", "jardin xyzzyx"),
        ("evaluee jadrin", "evaluee jardin"),
    ],
)
def test_words_nobody_holds_are_put_right_and_the_rest_stays(
    lexicon: Lexicon, typed: str, better: str
) -> None:
    assert meant(lexicon, typed) == better


@pytest.mark.parametrize(
    "typed", ["", "jardin", "evaluee", "ecorenovation", "éco rénovation", "avec", "xyzzyx", "jar", '"']
)
def test_what_is_held_or_unknown_is_not_corrected(lexicon: Lexicon, typed: str) -> None:
    assert meant(lexicon, typed) is None


@given(st.text("jardinéco- \"'@«»", max_size=30))
def test_nothing_typed_is_an_error_and_nothing_hidden_is_told(lexicon: Lexicon, typed: str) -> None:
    for text in (*offered(lexicon, typed), meant(lexicon, typed) or ""):
        assert "secret" not in text
        assert "licenciement" not in text
