"""Comparing rendered pages: what is marked, what is refused, and that no HTML breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pages.rendered_diff import compare_parts, compare_rendered

TAGS = ["p", "div", "ul", "li", "table", "tr", "td", "a", "img", "br", "pre", "code", "span", "ins", "del"]
TAGS += ["body", "html", "head", "frameset", "script", "textarea"]
ODDITIES = ["&#1;", "&", "&#1", "&#xd800;", "&amp;", "<", "<!--", "-->", "<?x?>", "<a href='x'>"]
ODDITIES += ["<!doctype html>"]
pieces = st.one_of(
    st.text(max_size=4),
    st.sampled_from([f"<{slash}{tag}>" for tag in TAGS for slash in ("", "/")]),
    st.sampled_from(ODDITIES),
)
pages = st.lists(pieces, max_size=10).map("".join)


def unchanged(html: str) -> str:
    return html


@given(pages, pages)
def test_any_html_can_be_compared(old: str, new: str) -> None:
    assert isinstance(compare_rendered(old, new, unchanged), str)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("<p>a b c</p>", "<p>a x c</p>", "<p>a <ins>x</ins> <del>b</del> c</p>"),
        ("<p>a</p><p>b</p>", "<p>a</p><p>c</p>", "<p>a</p><p><ins>c</ins></p> <p><del>b</del></p>"),
        ("", "<p>a</p>", "<p><ins>a</ins></p> "),
        ("a &lt; b", "a &lt; b", "a &lt; b"),
        ("", "", ""),
        ('<p><a href="x">a</a></p>', '<p><a href="y">a</a></p>', '<p><a href="y">a</a></p>'),
        ("<a>a</a>", "<a>a</a>", "<a>a</a>"),
    ],
)
def test_marks(old: str, new: str, marked: str) -> None:
    assert compare_rendered(old, new, unchanged) == marked


def test_comments_and_control_characters_are_left_out() -> None:
    assert compare_rendered("<!-- a -->\x00x", "x&#1;<!-- b -->", unchanged) == "x"


def test_the_result_is_cleaned_last() -> None:
    assert compare_rendered("<p>a</p>", "<p>b</p>", str.upper) == "<P><INS>B</INS></P> <P><DEL>A</DEL></P>"


def test_too_much_change_is_not_compared() -> None:
    long = "<p>" + "mot " * 20_000 + "</p>"
    assert compare_rendered("<p>a</p>", long, unchanged) is None
    assert compare_rendered(long, long + "<p>a</p>", unchanged) is not None
    old, new = ("".join(f"<hr><h2>{n}</h2><p>{word * 20_000}</p>" for n in range(10)) for word in "ab")
    assert compare_rendered(old, new, unchanged) is None


def test_of_what_is_the_same_only_the_nearest_blocks_are_shown() -> None:
    same = [f"<p>{number}</p>" for number in range(8)]
    old, new = "".join(same), "".join([*same[:4], "<p>neuf</p>", *same[4:]])
    long = "<p>" + "mot " * 20_000 + "</p>"

    assert compare_parts(old, new, unchanged) == [
        3, "<p>3</p>", "<p><ins>neuf</ins></p> ", "<p>4</p>", 3,
    ]  # fmt: skip
    assert compare_parts("".join(same[:2]), "".join([*same[:2], "<p>neuf</p>"]), unchanged, around=2) == [
        "<p>0</p><p>1</p>", "<p><ins>neuf</ins></p> ",
    ]  # fmt: skip
    assert compare_parts("<p>a</p>", "<p>b</p>", str.upper) == ["<P><INS>B</INS></P> <P><DEL>A</DEL></P>"]
    assert compare_parts("<p>a</p>", long, unchanged) is None
