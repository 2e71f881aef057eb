"""The form that shows conflicts, from a merge to the choices; and the pieces of a comparison."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wiki.pages.conflicts import choices, questions
from wiki.pages.diff import compare
from wiki.pages.merge import merge, resolve

MERGE = merge("Un. Deux.\n\nFin.\n", "Un <b>. Deux.\n\nFin mienne.\n", "Une. Deux.\n\nFin autre.\n")


@pytest.fixture(scope="module")
def macros() -> Any:
    """The macros, translated into nothing but French."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[3] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)
    environment.globals["csrf"] = lambda: "jeton"
    return environment.get_template("pages/compare_parts.html").module


class FormReader(HTMLParser):
    """Reads a form as a browser sends it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._field = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "textarea":
            self._field = values["name"]
        elif tag == "input" and "checked" in values:
            self.sent[values["name"]] = values["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            text = self.sent.get(self._field, "").removeprefix("\n")
            self.sent[self._field] = text.replace("\n", "\r\n")
            self._field = ""

    def handle_data(self, data: str) -> None:
        if self._field:
            self.sent[self._field] = self.sent.get(self._field, "") + data


def form(macros: Any, submitted: dict[str, str], is_sent: bool = False) -> str:
    hidden = {"texte": "\nTout <mon> texte"}
    return str(macros.conflict_form(questions(MERGE, submitted), "/x", hidden, is_sent=is_sent))


def test_no_answer_yet() -> None:
    asked = questions(MERGE, {})
    assert [question.answer_field for question in asked] == ["conflit-1-choix", "conflit-2-choix"]
    assert [question.written for question in asked] == ["Une. Un <b>.", "Fin autre. Fin mienne."]
    assert choices(asked) is None


def test_answers_resolve_the_merge() -> None:
    submitted = {"conflit-1-choix": "theirs", "conflit-2-choix": "texte", "conflit-2-texte": "Fin commune."}
    given = choices(questions(MERGE, submitted))
    assert given is not None
    assert resolve(MERGE, given) == "Une. Deux.\n\nFin commune.\n"


def test_an_answer_nobody_offered_is_none() -> None:
    assert choices(questions(MERGE, {"conflit-1-choix": "x", "conflit-2-choix": "ours"})) is None


def test_everything_typed_comes_back(macros: Any) -> None:
    typed = {"conflit-1-choix": "texte", "conflit-1-texte": "\n\nÀ moi\n", "conflit-2-texte": "b</textarea>"}
    sent = FormReader(form(macros, typed)).sent
    assert sent == {
        "texte": "\r\nTout <mon> texte",
        "conflit-1-choix": "texte",
        "conflit-1-texte": "\r\n\r\nÀ moi\r\n",
        "conflit-2-texte": "b</textarea>",
    }


def test_a_missing_answer_is_named(macros: Any) -> None:
    html = form(macros, {"conflit-1-choix": "ours"}, is_sent=True)
    assert 'href="#conflit-2-choix"' in html
    assert 'href="#conflit-1-choix"' not in html
    assert html.count("Choisissez ce qui doit rester") == 1
    assert "error-summary" not in form(macros, {}, is_sent=False)


def test_side_by_side_says_in_words_what_changed(macros: Any) -> None:
    old = "Un <i>\n" + "même\n" * 9 + "fin\nà retirer"
    new = "Un <b>\n" + "même\n" * 9 + "fin\n\nautre chose\nneuf"
    html = str(macros.side_by_side(compare(old, new), "version 1", "version 2"))
    for expected in (
        "<caption>Différences entre « version 1 » et « version 2 »</caption>",
        '<th scope="col">version 1</th>',
        '<span class="visually-hidden">retiré</span>',
        '<span class="visually-hidden">modifié</span>',
        "<del><span",
        "4 lignes inchangées",
        "&lt;",
    ):
        assert expected in html


def test_sentences_statistics_and_text(macros: Any) -> None:
    comparison = compare("## A <b>\n\na", "## A <b>\n\na b")
    html = str(macros.change_sentences(comparison.sentences()))
    assert "<li>Section « A &lt;b&gt; » modifiée</li>" in html
    assert "1 mot ajouté" in str(macros.statistics(comparison.statistics))
    assert "-a\n+a b\n</pre>" in str(macros.unified(comparison))
