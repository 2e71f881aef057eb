"""Texts as they are kept, and refusals in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.errors import Invalid
from wiki.pages.checks import MAX_TEXT_BYTES, check_themes, check_title, readable, tidy_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc\n"),
        ("\n\n a\n\n", " a\n"),
        ("e\u0301te\u0301", "\u00e9t\u00e9\n"),
        ("x" * MAX_TEXT_BYTES, "x" * MAX_TEXT_BYTES + "\n"),
    ],
)
def test_a_text_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert tidy_text(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n\t\n", "a\x00", "a\ufffd", "é" * (MAX_TEXT_BYTES // 2 + 1)])
def test_what_cannot_be_kept_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        tidy_text(typed)


@given(st.text(st.characters(exclude_categories=[])))
def test_every_text_is_kept_or_refused_and_can_be_shown_again(typed: str) -> None:
    readable(typed).encode()
    assert len(readable(typed)) == len(typed)
    try:
        kept = tidy_text(typed)
    except Invalid:
        return
    assert tidy_text(kept) == kept
    assert readable(kept) == kept


def test_titles_are_words_in_any_alphabet() -> None:
    for title in ("a", "7", "Привет", "水"):
        check_title(title, "title")
    for title in ("", "🎉", "—…"):
        with pytest.raises(Invalid):
            check_title(title, "title")


def test_unknown_themes_are_named_with_what_was_perhaps_meant() -> None:
    check_themes({})
    with pytest.raises(Invalid) as error:
        check_themes({"Climta": ["Climat", "Climatologie"], "Xyz": []})
    told = str(error.value.errors["text"])
    assert "Climta" in told
    assert "Climat, Climatologie" in told
    assert "Xyz" in told
