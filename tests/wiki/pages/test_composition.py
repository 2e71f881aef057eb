"""The text of a new page is what its form says, and all of it."""

import pytest

from wiki.pages.composition import compose, skeleton
from wiki.pages.models import KINDS
from wiki.rendering.document import read


def composed(body: str, title: str = "Lire le climat", **values: object) -> str:
    return compose(body, title=title, territory="Trappes", **{"kind": "page", **values})  # type: ignore[arg-type]  # made up in tests


@pytest.mark.parametrize("kind", KINDS)
def test_a_skeleton_becomes_a_page_that_can_be_read(kind: str) -> None:
    text = composed(skeleton(kind), kind=kind, themes=["Climat"], tags=["eau", "cour d'école"])
    source = read(text, home="trappes")
    assert source.title == "Lire le climat"
    assert source.head.themes == ("Climat",)
    assert source.head.tags == ("eau", "cour d'école")
    assert (source.head.territory, source.head.language, source.head.licence) == (
        "Trappes",
        "fr",
        "CC-BY-SA-4.0",
    )
    assert source.head.get("format") == ("situation/1" if kind == "scenario" else "")
    assert not source.head.diagnostics
    assert text.endswith(skeleton(kind))


@pytest.mark.parametrize(
    "body",
    [
        "# Lire le climat\n\nTexte.\n",
        "Lire le climat\n===\n\nTexte.\n",
        "---\ntitre: Lire le climat\n---\nTexte.\n",
    ],
)
def test_a_title_that_is_there_already_is_not_said_twice(body: str) -> None:
    assert composed(body).endswith("Texte.\n")
    assert read(composed(body), home="").title == "Lire le climat"
    assert composed(body).lower().count("lire le climat") == 1


@pytest.mark.parametrize(
    "body", ["```\n# un commentaire\n```\n", "# Introduction\n\nTexte.\n", "Texte.\n", "🎉\n"]
)
def test_the_title_of_the_form_is_the_title_of_the_page(body: str) -> None:
    text = composed(body)
    assert read(text, home="").title == "Lire le climat"
    assert text.endswith(body)


def test_a_pasted_head_is_kept_and_completed() -> None:
    body = "---\nlicence: CC0-1.0\nthèmes: [Climat]\nlieu: Cour\n---\n\nTexte.\n"
    head = read(composed(body, themes=["Climat", "Citoyenneté"], tags=["eau"]), home="").head
    assert head.licence == "CC0-1.0"
    assert head.themes == ("Climat", "Citoyenneté")
    assert head.tags == ("eau",)
    assert head.get("lieu") == "Cour"
