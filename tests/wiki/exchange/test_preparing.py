"""What is done to a document: a title, a full head, and every word still there."""

from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from wiki.exchange.credits import Credit
from wiki.exchange.folder import Document
from wiki.exchange.heads import mended
from wiki.exchange.kinds import kind_of
from wiki.exchange.language import language_of
from wiki.exchange.links import links_to_files, target
from wiki.exchange.preparing import Choices, Prepared, prepare
from wiki.rendering.diagnostics import Severity
from wiki.rendering.head import Head, read_head

CHOICES = Choices("Trappes", ["Climat"], "auto", "CC-BY-SA-4.0", frozenset({"a.md", "b.md", "sous/c.md"}))


def no_theme(names: Sequence[str]) -> Collection[str]:
    return [name for name in names if name != "Climat"]


def prepared(text: str, credit: Credit | None = None, path: str = "a.md") -> Prepared:
    return prepare(Document(path, Path(path), credit or Credit()), text.encode(), CHOICES, no_theme)


def test_a_bare_text_gets_what_its_head_lacks() -> None:
    made = prepared("# Titre\n\nLe mot et la chose.\n")

    assert made.text == (
        "---\nthèmes: [Climat]\nterritoire: Trappes\nlangue: fr\nlicence: CC-BY-SA-4.0\n---\n\n"
        "# Titre\n\nLe mot et la chose.\n"
    )
    assert (made.kind, made.notes) == ("page", ())


def test_what_a_head_says_stays() -> None:
    head = "---\nterritory: trappes\nthemes: [Climat]\nlicence: CC0-1.0\nlang: en\nauthor: Ana\n---\n# T\n"

    assert prepared(head).text == head


def test_credit_is_written_into_the_head() -> None:
    credit = Credit("x/y", "Jeu/README.md", "12ab", "CC BY-SA (stated in file)", "activité")
    made = prepared("Le mot.\n", credit)
    head = read_head(made.text)

    assert head.get("source") == "x/y/Jeu/README.md@12ab"
    assert (head.licence, head.authors, made.kind) == ("CC BY-SA", ("x",), "scenario")
    assert "\n# Jeu\n" in made.text


def test_named_authors_come_before_the_owner_of_the_repository() -> None:
    assert read_head(prepared("# T\n\nAuteur : Ana\n", Credit("x/y")).text).authors == ("Ana",)
    assert read_head(prepared("# T\n\nmot\n", Credit("x/y", authors="Ana, Luc")).text).authors == (
        "Ana",
        "Luc",
    )


def test_unknown_themes_become_tags() -> None:
    made = prepared("---\nthèmes: [Climat, Lune]\ntags: mer\n---\n# T\n")

    assert read_head(made.text).themes == ("Climat",)
    assert read_head(made.text).tags == ("mer", "Lune")
    assert "unknown themes kept as tags: Lune" in made.notes


def test_only_unknown_themes_leave_room_for_the_given_one() -> None:
    assert read_head(prepared("---\nthemes: Lune\n---\n# T\n").text).themes == ("Climat",)


def test_another_territory_is_told() -> None:
    assert (
        "the head names another territory, kept as written: Nantes"
        in prepared("---\nterritoire: Nantes\n---\n# T\n").notes
    )


def test_links_to_files_are_told() -> None:
    text = "# T\n\n![i](img/x.png) [b](../b.md#la) [h](https://x.fr) [d](#d) [m](mailto:a@b.fr) [r](/r) [[Page]]\n"
    made = prepared(text, path="sous/c.md")

    assert made.notes == (
        "link kept as written, to a file that was not imported: img/x.png",
        "link kept as written, to a page of its own: ../b.md#la",
    )


def test_links_to_files_are_found_once_each() -> None:
    assert list(links_to_files("[a](x%20y.pdf) ![b](x%20y.pdf)\n")) == ["x y.pdf"]
    assert target("sous/c.md", "../b.md#la") == "b.md"
    assert target("c.md", "sous/d.md") == "sous/d.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# T\n", "# T\n"),
        ("---\nprojet: Un: deux\n---\n# T\n", '---\nprojet: "Un: deux"\n---\n# T\n'),
        ("---\na: &b c\nd: *b\n---\n# T\n", '---\na: "&b c"\nd: "*b"\n---\n# T\n'),
        ("---\na: 1\nrien\n---\n# T\n", "~~~yaml\na: 1\nrien\n~~~\n\n# T\n"),
        ("---\na: 1\n~~~~\n---\n# T\n", "~~~~~yaml\na: 1\n~~~~\n~~~~~\n\n# T\n"),
        ("---\na: 1\na: 2\n---\n# T\n", "~~~yaml\na: 1\na: 2\n~~~\n\n# T\n"),
    ],
)
def test_a_head_is_mended_or_kept_as_text(text: str, expected: str) -> None:
    made, note = mended(text)

    assert made == expected
    assert bool(note) == (made != text)
    assert not [found for found in read_head(made).diagnostics if found.severity is Severity.ERROR]


def test_a_head_of_faults_without_end_is_kept_as_text() -> None:
    lines = "".join(f"cle{number}: a: b\n" for number in range(80))

    made, note = mended(f"---\n{lines}---\n# T\n")

    assert note == "head that cannot be read kept as text"
    assert all(f"cle{number}: " in made for number in range(80))


@pytest.mark.parametrize(
    ("stated", "head", "body", "kind"),
    [
        ("fiche méthode", {}, "", "approach"),
        ("fiche méthode + retour", {}, "", "approach"),
        ("activité", {}, "", "scenario"),
        ("retour d'expérience", {}, "", "enactment"),
        ("Outil", {}, "", "tool"),
        ("tool", {"type": "projet"}, "", "tool"),
        ("", {"type": "projet"}, "", "project"),
        ("inconnu", {}, "", "page"),
        ("", {"format": "situation/1"}, "", "scenario"),
        ("", {}, "## Déroulé\n\n### Activité : Jouer\n", "scenario"),
        ("", {}, "Mot.\n", "page"),
    ],
)
def test_the_kind_of_a_document(stated: str, head: dict[str, str], body: str, kind: str) -> None:
    assert kind_of(stated, Head(values=dict(head)), body) == kind


@pytest.mark.parametrize(
    ("text", "code"), [("Le mot et la chose", "fr"), ("The word and the thing", "en"), ("1, 2, 3", "fr")]
)
def test_the_language_of_a_text(text: str, code: str) -> None:
    assert language_of(text) == code
