"""Unicode forms, in a time that grows with the text alone."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering.characters import normalised
from wiki.rendering.rules.addresses import without_trailing
from wiki.rendering.slugs import fold

MARKS = "\u0300\u0316"


@given(st.text())
def test_text_of_people_gets_its_usual_form(text: str) -> None:
    for form in ("NFC", "NFKC", "NFKD"):
        assert normalised(text, form) == unicodedata.normalize(form, text)


def test_thirty_marks_on_a_letter_stay_as_they_are() -> None:
    text = "a" + MARKS * 15
    assert normalised(text) == unicodedata.normalize("NFC", text)


def test_no_mark_is_lost_of_the_thousands_that_nobody_means() -> None:
    once = normalised("b" + MARKS * 100)
    assert sorted(once.replace("\u034f", "")) == sorted("b" + MARKS * 100)
    assert normalised(once) == once


@pytest.mark.timed
@pytest.mark.parametrize("work_out", [normalised, fold])
def test_a_heap_of_marks_holds_nobody_up(work_out: object) -> None:
    began = time.process_time()
    assert callable(work_out)
    work_out("a" + MARKS * 200_000)
    assert time.process_time() - began < 20


@pytest.mark.timed
@pytest.mark.parametrize("heap", ["." * 100_000 + "x", ".)" * 20_000, "&a;" * 50_000 + "x", "&a;" * 50_000])
def test_a_heap_of_punctuation_after_an_address_holds_nobody_up(heap: str) -> None:
    began = time.process_time()
    without_trailing("http://" + heap)
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("http://a.fr/b.", "http://a.fr/b"),
        ("http://a.fr/b&gt;&quot;.", "http://a.fr/b"),
        ("http://a.fr/b&x;y", "http://a.fr/b&x;y"),
        ("http://a.fr/(b).)", "http://a.fr/(b)"),
        ("http://a.fr/b;;", "http://a.fr/b"),
        ("http://a.fr/b&.;", "http://a.fr/b&"),
    ],
)
def test_the_punctuation_of_the_sentence_is_no_part_of_an_address(written: str, address: str) -> None:
    assert without_trailing(written) == address
