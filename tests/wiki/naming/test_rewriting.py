"""Links follow a page to its new name, and nothing else of a text changes."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.naming.rewriting import Rename, rewritten
from wiki.rendering.head import read_head
from wiki.rendering.markdown import parse
from wiki.rendering.slugs import slugify

RENAMED = Rename(
    "trappes/lire-le-climat", "trappes/observer-le-climat", "Lire le climat", "Observer le climat"
)
MOVED = Rename("trappes/lire-le-climat", "nantes/lire-le-climat", "Lire le climat", "Lire le climat")
READDRESSED = Rename("trappes/lire-le-climat", "trappes/climat", "Lire le climat", "Lire le climat")
ODD = Rename("trappes/lire-le-climat", "trappes/a-b", "Lire le climat", "A/B [1] #2")

CASES = [
    # (what happened, where the text stands, before, after)
    (RENAMED, "trappes", "Voir [[Lire le climat]].", "Voir [[Observer le climat]]."),
    (RENAMED, "trappes", "[[lire le CLIMAT]]", "[[Observer le climat]]"),
    (RENAMED, "trappes", "[[lire-le-climat]]", "[[observer-le-climat]]"),
    (RENAMED, "trappes", "[[Lire le climat|ici]]", "[[Observer le climat|ici]]"),
    (RENAMED, "trappes", "[[Lire le climat#Étape 2]]", "[[Observer le climat#Étape 2]]"),
    (RENAMED, "trappes", "[[ Lire le climat #b|ici]]", "[[Observer le climat#b|ici]]"),
    (RENAMED, "nantes", "[[Trappes/Lire le climat]]", "[[trappes/Observer le climat]]"),
    (RENAMED, "nantes", "[[Lire le climat]]", "[[Lire le climat]]"),
    (MOVED, "trappes", "[[Lire le climat]] [[Autre]]", "[[nantes/Lire le climat]] [[Autre]]"),
    (MOVED, "nantes", "[[trappes/Lire le climat]]", "[[Lire le climat]]"),
    (MOVED, "trappes", "[[lire-le-climat|x]]", "[[nantes/lire-le-climat|x]]"),
    (READDRESSED, "trappes", "[[Lire le climat]]", "[[climat|Lire le climat]]"),
    (READDRESSED, "trappes", "| a |\n|---|\n| [[Lire le climat]] |", "| a |\n|---|\n| [[climat\\|Lire le climat]] |"),
    (READDRESSED, "trappes", "| a |\n|---|\n| [[Lire le climat\\|x]] |", "| a |\n|---|\n| [[climat\\|x]] |"),
    (ODD, "trappes", "[[Lire le climat]]", "[[a-b|Lire le climat]]"),
    (RENAMED, "nantes", "[a](/trappes/lire-le-climat)", "[a](/trappes/observer-le-climat)"),
    (RENAMED, "nantes", "[a](/trappes/lire-le-climat/x?y=1#z)", "[a](/trappes/observer-le-climat/x?y=1#z)"),
    (RENAMED, "nantes", '[a](</trappes/lire-le-climat> "t")', '[a](</trappes/observer-le-climat> "t")'),
    (RENAMED, "nantes", "[a][b]\n\n[b]: /trappes/lire-le-climat", "[a][b]\n\n[b]: /trappes/observer-le-climat"),
    (RENAMED, "nantes", "[a](/trappes/lire-le-climat-2)", "[a](/trappes/lire-le-climat-2)"),
    (RENAMED, "nantes", "Dans /trappes/lire-le-climat", "Dans /trappes/lire-le-climat"),
    (RENAMED, "trappes", "`[[Lire le climat]]` [[Lire le climat]]", "`[[Lire le climat]]` [[Observer le climat]]"),
    (RENAMED, "trappes", "```\n[[Lire le climat]]\n```\n", "```\n[[Lire le climat]]\n```\n"),
    (RENAMED, "trappes", "    [a](/trappes/lire-le-climat)\n", "    [a](/trappes/lire-le-climat)\n"),
    (RENAMED, "trappes", "- > [[Lire le climat]]\n", "- > [[Observer le climat]]\n"),
    (RENAMED, "trappes", "[[ /trappes/lire-le-climat ]]", "[[ /trappes/lire-le-climat ]]"),
    (RENAMED, "trappes", "zqq0x zqvq [[Lire le climat]]", "zqq0x zqvq [[Observer le climat]]"),
    (
        RENAMED, "nantes", "---\nadapté de: trappes/lire-le-climat@3\nx: trappes/lire-le-climat\n---\n\n# T\n",
        "---\nadapté de: trappes/observer-le-climat@3\nx: trappes/lire-le-climat\n---\n\n# T\n",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rename", "home", "before", "after"), CASES)
def test_links_follow(rename: Rename, home: str, before: str, after: str) -> None:
    assert rewritten(before, [rename], home=home) == after
    assert rewritten(after, [rename], home=home) == after


def test_a_text_that_moves_names_its_old_territory() -> None:
    text = "[[Autre page]] [[Autre page#a|là]] [[nantes/Lieu]] [[Lire le climat]]"
    moved = rewritten(text, [MOVED], home="trappes", new_home="nantes")
    assert moved == "[[trappes/Autre page]] [[trappes/Autre page#a|là]] [[nantes/Lieu]] [[Lire le climat]]"


NAMES = [
    "Lire le climat",
    "lire-le-climat",
    "trappes/Lire le climat",
    "Autre",
    "nantes/Autre",
    "a`b",
    "*é*",
    " ",
]
PIECES = st.one_of(
    st.builds("[[{}]]".format, st.sampled_from(NAMES)),
    st.builds("[[{}|{}]]".format, st.sampled_from(NAMES), st.sampled_from(["ici", "`x`", "a|b", ""])),
    st.builds("[[{}#{}]]".format, st.sampled_from(NAMES), st.sampled_from(["Étape 2", "b"])),
    st.sampled_from(
        [
            "[a](/trappes/lire-le-climat)", "[a](/trappes/lire-le-climat#b)", "/trappes/lire-le-climat", "`", "``",
            "```\n", "\n", "\n\n", "    ", "- ", "> ", "| ", " |", "\n|---|---|\n", "\\", "*", "**", "[", "]", "](",
            "<", ">", "# ", "<details>\n", "</details>\n", "mot", " ", "[^1]", "\n[^1]: ", "![", "zqq", "\t", "<!--",
        ]
    ),
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)


@given(TEXTS, st.sampled_from([RENAMED, MOVED, READDRESSED, ODD]), st.sampled_from(["trappes", "nantes"]))
def test_nothing_but_links_changes(text: str, rename: Rename, home: str) -> None:
    after = rewritten(text, [rename], home=home)
    assert masked(shape(after, home), rename) == masked(shape(text, home), rename)


@given(TEXTS, st.sampled_from(["trappes", "nantes"]))
def test_there_and_back(text: str, home: str) -> None:
    """Where nothing was at the new name before, the way back leads every link where it led."""
    there = rewritten(text, [RENAMED], home=home)
    back = rewritten(there, [RENAMED.inverse], home=home)
    assert targets(shape(back, home)) == targets(shape(text, home))


@given(TEXTS)
def test_a_text_moved_leads_where_it_led(text: str) -> None:
    moved = rewritten(text, [], home="trappes", new_home="nantes")
    assert targets(shape(moved, "nantes")) == targets(shape(text, "trappes"))


Shape = list[tuple[str, str, str]]


def shape(text: str, home: str) -> Shape:
    body = text[read_head(text).body_start :]
    return list(_walk(parse(body, home=home, french=False)))


def _walk(tokens: Sequence[Any]) -> Any:
    for token in tokens:
        if token.type == "wiki_link_open":
            target = token.meta["target"]
            yield token.type, target.path, target.fragment
        else:
            address = str(token.attrs.get("href", ""))
            content = "" if token.type == "inline" else token.content
            yield token.type, address, content
        yield from _walk(token.children or ())


def masked(told: Shape, rename: Rename) -> Shape:
    """Targets that were renamed as they are now, and names that readers see in their place left out."""
    after = list[tuple[str, str, str]]()
    for kind, address, content in told:
        if kind == "wiki_link_open" and address == rename.former_path:
            address = rename.path
        elif kind == "link_open":
            address = re.sub(rf"^/{rename.former_path}(?=#|$)", f"/{rename.path}", address)
        elif kind == "text" and after and after[-1][:2] == ("wiki_link_open", rename.path):
            content = "" if slugify(content) in NAMED else content
        after.append((kind, address, content))
    return after


NAMED = {"lire-le-climat", "observer-le-climat", "climat", "a-b"}


def targets(told: Shape) -> list[str]:
    return [address for kind, address, _ in told if kind in ("wiki_link_open", "link_open")]
