"""A title is found where people put it; no word is lost or said twice."""

from pathlib import PurePosixPath

import pytest

from wiki.exchange.titles import title_of_file, with_title
from wiki.rendering.document import read

FILE = PurePosixPath("dossier/ma_fiche-1.md")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Titre\n\nMot.\n", "# Titre\n\nMot.\n"),
        ("#Titre\n\nMot.\n", "#Titre\n\nMot.\n"),
        ("Titre\n=====\n\nMot.\n", "Titre\n=====\n\nMot.\n"),
        ("Mot.\n\n# Titre\n", "Mot.\n\n# Titre\n"),
        ("##Titre\n\nMot.\n", "# Titre\n\nMot.\n"),
        ("##\xa0Titre\n\nMot.\n", "# Titre\n\nMot.\n"),
        ("Titre\n-----\n\nMot.\n", "Titre\n=====\n\nMot.\n"),
        ("**Titre**\n\nMot.\n", "# **Titre**\n\nMot.\n"),
        ("  __Titre__\n\nMot.\n", "# __Titre__\n\nMot.\n"),
        ("---\ntitle: Titre\nlieu: ici\n---\n\nMot.\n", "---\nlieu: ici\n---\n# Titre\n\nMot.\n"),
        ("---\nlieu: ici\n---\n## Titre\n", "---\nlieu: ici\n---\n# Titre\n"),
    ],
)
def test_the_title_becomes_the_only_first_heading(text: str, expected: str) -> None:
    made, _note = with_title(text, FILE)

    assert made == expected
    assert read(made, home="").title == "Titre"
    assert read(made, home="").plain.count("Titre") == 0


@pytest.mark.parametrize(
    "text",
    [
        "Mot.\n",
        "## Objectifs\n\nMot.\n",
        "A quoi ça sert ?\n---\n\nMot.\n",
        "**Gras** et maigre\n\nMot.\n",
        "maigre et **gras**\n",
        "**Un** et **deux**\n",
        "**Deux\nlignes**\n",
        "- liste\n",
        "# \n\nMot.\n",
        "",
        "***\n",
        "x" * 400_000,
    ],
)
def test_without_a_title_the_file_gives_its_name(text: str) -> None:
    made, note = with_title(text, FILE)

    assert made.startswith("# Ma fiche 1\n\n")
    assert text.lstrip("\n") in made
    assert note == "title taken from the file name: Ma fiche 1"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("ArbresDeDecision/README.md", "Arbres de decision"),
        ("ADNEtARN/index.md", "Adnet ARN"),
        ("a/vote_pondéré.md", "Vote pondéré"),
        ("a/Deux Mots.md", "Deux Mots"),
        ("README.md", "README"),
        ("jeu2Cartes.markdown", "Jeu2 cartes"),
    ],
)
def test_a_file_name_read_as_a_title(path: str, title: str) -> None:
    assert title_of_file(PurePosixPath(path)) == title
