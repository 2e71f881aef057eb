import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering import markdown
from wiki.rendering.document import SUMMARY_LENGTH, Heading, read, shortened
from wiki.rendering.rules.wikilinks import LinkTarget

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[4] / "shared"))
REAL = [*sorted((SHARED / "data/practices").glob("*.md")), *sorted((SHARED / "examples").glob("*.md"))]
NARROW = "\u202f"


class TestTitle:
    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("Intro\n\n# L'*eau* `x`\n", "L’eau x"),
            ("---\ntitre: De la tête\n---\n# Du texte", "Du texte"),
            ("---\ntitre: L'eau\n---\nTexte", "L’eau"),
            ("---\ntitre: L'eau\nlangue: en\n---\nTexte", "L'eau"),
            ("\n- **Premier** point\n- autre", "Premier point"),
            ("> # Cité\n", "Cité"),
            ("Titre souligné\n====\n", "Titre souligné"),
            ("# 🌍", "🌍"),
            ("", ""),
        ],
    )
    def test_title(self, text: str, title: str) -> None:
        assert read(text, home="trappes").title == title

    def test_a_long_title_is_cut(self) -> None:
        assert len(read("# " + "mot " * 100, home="t").title) <= 201


class TestFacts:
    def test_the_first_paragraph_is_the_summary(self) -> None:
        source = read("# T\n\n![](a.png)\n\n> cité\n\nUn *beau*\nrésumé.\n\nSuite", home="t")
        assert source.summary == "Un beau résumé."

    def test_a_summary_can_stand_in_a_list(self) -> None:
        assert read("# T\n\n- un\n- deux", home="t").summary == "un"
        assert read("# T", home="t").summary == ""

    def test_plain_text_has_every_word_but_the_title(self) -> None:
        table = "| a | b |\n|---|---|\n| c | d |"
        text = (
            f"# T\n\nUn **mot**  \n`code` ![image](a.png)\n\n{table}\n\n```\nbloc\n```\n\nx[^1]\n\n[^1]: note"
        )
        source = read(text, home="t")
        assert source.plain.split() == ["Un", "mot", "code", "image", *"abcd", "bloc", "x", "note"]
        assert source.words == 11

    def test_words_are_words(self) -> None:
        assert read("Aujourd'hui, l'après-midi : quoi ?", home="t").words == 3

    def test_links_once_each(self) -> None:
        source = read("[[A]] [[a]] [[nantes/B#Où ?|là]]\n\n- [[A]]\n\n`[[C]]`", home="trappes")
        assert source.links == (
            LinkTarget("trappes/a", "A"),
            LinkTarget("trappes/a", "a"),
            LinkTarget("nantes/b", "là", "ou"),
        )

    def test_headings_and_contents(self) -> None:
        source = read("# T\n## Un\n### Deux\n#### Trop\n## L'un & l'autre\n### Fin", home="t")
        assert source.headings == (
            Heading(2, "Un", "un"),
            Heading(3, "Deux", "deux"),
            Heading(4, "Trop", "trop"),
            Heading(2, "L’un & l’autre", "l-un-l-autre"),
            Heading(3, "Fin", "fin"),
        )
        assert source.html(()).toc == (
            '<ul class="toc"><li><a href="#s-un">Un</a><ul><li><a href="#s-deux">Deux</a></li></ul></li>'
            '<li><a href="#s-l-un-l-autre">L’un &amp; l’autre</a><ul><li><a href="#s-fin">Fin</a></li></ul>'
            "</li></ul>"
        )

    def test_no_contents_for_one_heading(self) -> None:
        assert read("# T\n## Un", home="t").html(()).toc == ""

    def test_the_head_is_no_text(self) -> None:
        source = read("---\nlieu: Parvis\n---\nTexte", home="t")
        assert (source.plain, source.html(()).html) == ("Texte", "<p>Texte</p>\n")

    def test_red_links_follow_what_exists(self) -> None:
        source = read("[[A]]", home="t")
        assert 'class="wiki-link missing"' in source.html(()).html
        assert 'class="wiki-link"' in source.html({"t/a"}).html

    def test_the_same_paragraph_in_two_territories(self) -> None:
        assert 'href="/nantes/a"' in read("[[A]]", home="nantes").html(()).html
        assert 'href="/caen/a"' in read("[[A]]", home="caen").html(()).html

    def test_shortened(self) -> None:
        assert shortened("un  deux\ntrois", 7) == "un…"
        assert shortened("un, deux", 6) == "un…"
        assert shortened("abcdefgh", 4) == "abc…"
        assert shortened(" un ", 4) == "un"


LIMITS = {
    "quotes": ">" * 10_000,
    "stars": "*" * 10_000 + "a",
    "nested emphasis": "*a " * 3_000,
    "nested strong": "*" * 200 + "a" + "*" * 200,
    "nested tags": "<sub>" * 100 + "a" + "</sub>" * 100,
    "unclosed tags": "<sub>" * 5_000,
    "brackets": "[" * 50_000,
    "links": "[a](" * 20_000,
    "titles": '[a](b "' * 10_000,
    "wiki links": "[[" * 50_000,
    "lists": "".join(" " * depth + "- a\n" for depth in range(300)),
    "long list": "- a\n" * 3_000,
    "long table": "|a|\n|-|\n" + "|b|\n" * 3_000,
    "long line": "mot & " * 8_000,
    "headings": "## a\n" * 3_000,
    "passages": "<details>\n" * 3_000,
    "passages and their ends": "<details>\n" * 300 + "</details>\n" * 300,
    "footnotes": "[^a]: [^a]\n\n" * 2_000 + "[^a]",
    "brackets in the head": "---\na: " + "[" * 100_000 + "\n---\n",
    "keys": "---\n" + "a: b\n" * 50_000 + "---\n",
    "NUL": "\0" * 100_000,
    "surrogates": "a\ud800" * 50_000,
    "5 MB": "Bonjour le monde ! " * 260_000,
}


class TestTotality:
    @pytest.mark.timed
    @pytest.mark.parametrize("text", LIMITS.values(), ids=LIMITS.keys())
    def test_limits(self, text: str) -> None:
        started = time.process_time()
        source = read(text, home="t")
        rendered = source.html(())
        # Generous: a run takes at most a second or two; what this finds takes minutes.
        assert time.process_time() - started < 20
        assert (rendered.html + source.plain).encode() is not None
        assert len(source.summary) <= SUMMARY_LENGTH + 1

    @given(st.text() | st.text(alphabet="#*_[]()<>|`~!:-=&\\\n \ta1'\"«».^{}\0\ud800"))
    def test_any_text(self, text: str) -> None:
        source = read(text, home="t")
        rendered = source.html(())
        assert (
            rendered.html + rendered.toc + source.plain + source.title + source.summary
        ).encode() is not None

    def test_a_long_text_is_shown_as_it_is_written(self) -> None:
        source = read("*a* <b> " * (markdown.MAX_MARKED // 8 + 1), home="t")
        html = source.html(()).html
        assert html.startswith('<pre tabindex="0"><code>*a* &lt;b&gt; ')
        assert "[…]" in html

    def test_a_wide_list_is_shown_as_plain_text(self) -> None:
        html = read("- un *mot*\n" * (markdown.MAX_CHILDREN + 1), home="t").html(()).html
        assert html.startswith('<pre tabindex="0"><code>un *mot*\nun *mot*\n')


@pytest.mark.skipif(not REAL, reason=f"no real documents in {SHARED} (set SHARED_DIR)")
class TestRealDocuments:
    @pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:40])
    def test_every_word_is_kept(self, path: Path) -> None:
        source = read(path.read_text(), home="trappes")
        html = source.html(()).html
        assert source.title
        assert source.summary
        assert source.head.diagnostics == ()
        assert source.words > 100
        assert html.count("<p>") == html.count("</p>")
        assert "<h1" not in html


class TestElementsWithoutEnd:
    """Whoever may ask for a preview may send any text: none may hold the process up."""

    @pytest.mark.timed
    @pytest.mark.parametrize(
        "text",
        [
            "# a\n" * 70_000,
            "a\n=\n" * 70_000,
            "".join(f"x[^{number}]\n\n[^{number}]: a\n\n" for number in range(12_000)),
            "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + ("|a" * 500 + "|\n") * 60,
        ],
        ids=["headings", "underlined", "footnotes", "cells"],
    )
    def test_they_are_shown_as_written(self, text: str) -> None:
        began = time.process_time()
        shown = read(text, home="trappes").html(frozenset()).html
        # Generous: it takes a second at most; cleaned one by one, they would take minutes.
        assert time.process_time() - began < 20
        assert shown.startswith("<pre")

    def test_an_ordinary_long_page_keeps_its_marks(self) -> None:
        text = "# Titre\n\n" + "## Partie\n\n- **un** point\n- un autre\n\nDu texte, assez long.\n\n" * 1_000
        assert "<h2" in read(text, home="trappes").html(frozenset()).html
