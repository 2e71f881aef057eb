"""Passages follow a text: unrelated edits never lose one, a rewritten one is found, a deleted one is told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.discussion.anchoring import (
    MAX_QUOTE,
    Anchor,
    Place,
    anchor_at,
    common_length,
    locate,
)
from wiki.discussion.pagetext import PageText, page_text

COURSE = """<p>On relève la température de l’air dans la cour, à midi, puis à l'ombre du préau.</p>
<h2>Matériel</h2><ul><li>un thermomètre par groupe</li><li>une feuille de relevés</li></ul>
<h2>Déroulé</h2><p>Chaque groupe choisit un lieu. Il note ce qu’il sent avant de mesurer.</p>
<p>Ensemble, on compare les relevés et on cherche ce qui explique les écarts.</p>"""

LIST = """<li>un thermomètre par groupe</li><li>une feuille de relevés</li></ul>
<h2>Déroulé</h2><p>Chaque groupe choisit un lieu. Il note"""

REWRITTEN = "<li>un crayon rouge, une gomme,</li><li>une feuille de relevés</li></ul><p>Puis"


def anchor_of(text: PageText, words: str) -> Anchor:
    start = text.text.index(words)
    return anchor_at(text, Place(start, start + len(words)))


def found(words: str, html: str, before: str = COURSE) -> str | None:
    """Where words of a text stand in another."""
    text = page_text(html)
    place = locate(anchor_of(page_text(before), words), text)
    return text.text[place.start : place.end] if place else None


@pytest.mark.parametrize(
    ("words", "old", "new", "expected"),
    [
        ("relève la température de l’air", "l’air", "l'air", "relève la température de l'air"),
        ("relève la température de l’air", "température", "<b>température</b>", "relève la température de l’air"),
        ("Il note ce qu’il sent avant de mesurer", "sent avant", "sent et voit, avant",
         "Il note ce qu’il sent et voit, avant de mesurer"),
        ("on compare les relevés et on cherche ce qui explique les écarts", "cherche ce qui explique",
         "se demande ce qui explique", "on compare les relevés et on se demande ce qui explique les écarts"),
        ("thermomètre", "<ul><li>un", "<p>Prévoir large.</p><ul><li>un", "thermomètre"),
        ("Matériel", "<p>On relève", "<p>Matériel : rien. On relève", "Matériel"),
        ("un lieu", "choisit un lieu", "choisit le lieu", "lieu"),
        ("thermomètre", "thermomètre par groupe", "carnet par groupe", None),
        ("Il note ce qu’il sent avant de mesurer", "Il note ce qu’il sent avant de mesurer", "", None),
        ("une feuille de relevés", LIST, REWRITTEN,
         "une feuille de relevés"),
        ("une feuille de relevés", "<li>une feuille de relevés</li>", "", None),
    ],
)  # fmt: skip
def test_a_passage_in_a_text_that_changed(words: str, old: str, new: str, expected: str | None) -> None:
    assert old in COURSE

    assert found(words, COURSE.replace(old, new, 1)) == expected


def test_of_equal_words_those_with_the_same_around_are_meant() -> None:
    twice = "<p>Le matin, on mesure la cour deux fois.</p><p>Le soir, on mesure la cour encore.</p>"
    text = page_text(twice)
    start = text.text.rindex("mesure la cour")
    second = anchor_at(text, Place(start, start + len("mesure la cour")))

    place = locate(second, page_text(f"<p>Rien.</p>{twice}"))

    assert place is not None
    assert place.start > text.text.index("encore") - 20


def test_of_places_that_cannot_be_told_apart_the_nearest_is_meant() -> None:
    line = "<p>On compare les relevés et on en parle ensemble longuement.</p>"
    text = page_text(line * 5)
    middle = [index for index in range(len(text.text)) if text.text.startswith("compare", index)][2]
    anchor = anchor_at(
        text, Place(middle, middle + len("compare les relevés et on en parle ensemble longuement"))
    )

    assert locate(anchor, text) == Place(middle, middle + len(anchor.exact))


def test_a_passage_moved_whole_is_found_where_it_went() -> None:
    sentence = "<p>Ensemble, on compare les relevés et on cherche ce qui explique les écarts.</p>"

    moved = found(
        "on compare les relevés et on cherche ce qui explique les écarts",
        sentence + COURSE.replace(sentence, ""),
    )

    assert moved == "on compare les relevés et on cherche ce qui explique les écarts"


def test_what_has_no_words_is_nowhere() -> None:
    text = page_text(COURSE)

    assert locate(Anchor("… !"), text) is None
    assert locate(Anchor("température"), PageText("")) is None


def test_a_long_passage_is_anchored_by_its_beginning() -> None:
    text = PageText(" ".join(f"mot{number}" for number in range(500)))

    anchor = anchor_at(text, Place(0, len(text.text)))

    assert len(anchor.exact) <= MAX_QUOTE
    assert text.text.startswith(anchor.exact)
    assert anchor.suffix.split()[0] == f"mot{len(anchor.exact.split())}"
    assert len(anchor_at(PageText("a" * 2000), Place(0, 2000)).exact) == MAX_QUOTE


COMMON = ["le", "la", "de", "un", "et", "cour", "midi", "groupe", "relevé", "mesure"]
SENTENCES = [
    " ".join(COMMON[(start * step) % 10] for step in range(1, 4 + start % 9)) for start in range(1, 40)
]
sentence = st.sampled_from(SENTENCES)
paragraphs = st.lists(sentence, min_size=1, max_size=8)
passage = st.integers(1, 30).map(lambda length: " ".join(f"x{number}" for number in range(length)))


@given(
    own=passage, near=st.tuples(sentence, sentence), around=st.tuples(paragraphs, paragraphs),
    anew=st.tuples(paragraphs, paragraphs),
)  # fmt: skip
def test_edits_elsewhere_never_lose_a_passage(
    own: str, near: tuple[str, str], around: tuple[list[str], list[str]], anew: tuple[list[str], list[str]]
) -> None:
    """Everything but its sentence is written anew; of a passage of many words all but the passage itself."""
    line = own if own.count(" ") >= 7 else f"{near[0]} {own} {near[1]}"
    old, new = ("\n".join([*before, line, *after]) for before, after in (around, anew))
    text = PageText(new)

    place = locate(anchor_of(PageText(old), own), text)

    assert place is not None
    assert text.text[place.start : place.end] == own


@given(own=passage, around=st.tuples(paragraphs, paragraphs))
def test_a_deleted_passage_is_told(own: str, around: tuple[list[str], list[str]]) -> None:
    old = PageText("\n".join([*around[0], own, *around[1]]))

    assert locate(anchor_of(old, own), PageText("\n".join([*around[0], *around[1]]))) is None


@given(
    exact=st.text(max_size=60),
    prefix=st.text(max_size=20),
    suffix=st.text(max_size=20),
    text=st.text(max_size=300),
)
def test_any_anchor_in_any_text_gives_a_place_in_it_or_none(
    exact: str, prefix: str, suffix: str, text: str
) -> None:
    place = locate(Anchor(exact, prefix, suffix), PageText(text))

    assert place is None or 0 <= place.start < place.end <= len(text)


@pytest.mark.timed
@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("la " * 120, "la le " * 60_000),
        ("la le un " * 40, "un le la " * 40_000),
        ("a b c d e f g h " * 15, "h g f e d c b a " * 20_000),
        (" ".join(f"m{n}" for n in range(120)), " ".join(f"m{n % 7}" for n in range(100_000))),
    ],
)
def test_the_time_is_bounded_whatever_is_looked_for(quote: str, text: str) -> None:
    started = time.process_time()

    locate(Anchor(quote, "le la", "un une"), PageText(text))

    # Generous: what this finds takes minutes.
    assert time.process_time() - started < 20


@given(
    left=st.lists(st.sampled_from("abc"), max_size=12), right=st.lists(st.sampled_from("abc"), max_size=12)
)
def test_the_common_length_is_that_of_the_textbook(left: list[str], right: list[str]) -> None:
    row = [0] * (len(right) + 1)
    for one in left:
        last = row[:]
        for at, other in enumerate(right):
            row[at + 1] = last[at] + 1 if one == other else max(row[at], last[at + 1])

    assert common_length(left, right) == row[-1]


def test_the_words_of_a_page_and_its_sections() -> None:
    text = page_text(
        "<p>Un <em>mot</em>.</p>\n<h2>Deux\u202f!</h2><div><p>trois<br>quatre</p></div><ul><li>cinq</li></ul>six"
    )

    assert text.text == "Un mot.\nDeux !\ntrois\nquatre\ncinq\nsix"
    assert text.headings == ((8, "Deux !"),)
    assert [text.section_at(offset) for offset in (0, 8, 20)] == ["", "Deux !", "Deux !"]
    assert page_text(" ") == PageText("")
