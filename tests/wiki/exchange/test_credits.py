"""Credit is kept: from a table of sources, else from the text."""

import pytest

from wiki.exchange.credits import (
    Credit,
    credits_below,
    licence_name,
    read_sources,
    stated_authors,
    stated_licence,
)

TABLE = """# Sources

Voici.

| Fichier | Dépôt | Chemin | Version | Licence | octets |
|---|:---:|---|---|---|---:|
| `a.md` | x/y | A/README.md | 12ab | CC BY 4.0 | 12 |
| b.md | x/y |

| autre | tableau |
|---|---|
| 1 | 2 |
"""


def test_a_table_of_sources_is_read_by_the_names_of_its_columns() -> None:
    assert read_sources(TABLE) == {
        "a.md": Credit(repository="x/y", path="A/README.md", commit="12ab", licence="CC BY 4.0"),
        "b.md": Credit(repository="x/y"),
    }


def test_credits_are_found_from_the_folder_that_is_imported() -> None:
    assert set(credits_below({"": TABLE, "sous/dossier": TABLE})) == {
        "a.md",
        "b.md",
        "sous/dossier/a.md",
        "sous/dossier/b.md",
    }


@pytest.mark.parametrize(
    ("credit", "source", "owner"),
    [
        (Credit("x/y", "A/b.md", "12ab"), "x/y/A/b.md@12ab", "x"),
        (Credit("x/y", "A/b.md"), "x/y/A/b.md", "x"),
        (Credit("x/y"), "x/y", "x"),
        (Credit(commit="12ab"), "", ""),
    ],
)
def test_where_a_text_was_found(credit: Credit, source: str, owner: str) -> None:
    assert (credit.source, credit.owner) == (source, owner)


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("CC BY-SA (repo README: default unless stated otherwise in the file)", "CC BY-SA"),
        ("CC BY (stated in file)", "CC BY"),
        ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("cc-by-sa-3.0", "CC-BY-SA-3.0"),
        ("Creative Commons BY SA v4.0", "CC-BY-SA-4.0"),
        ("CC0", "CC0-1.0"),
        ("Creative Commons Zero", "CC0-1.0"),
        ("etalab-2.0", "etalab-2.0"),
        ("Licence ouverte", "Licence ouverte"),
        ("", ""),
    ],
)
def test_a_licence_has_its_identifier_only_when_its_version_is_stated(stated: str, name: str) -> None:
    assert licence_name(stated) == name


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("*Copyright 2020 - Licence: cc-by-sa*\n", "CC BY-SA"),
        ("Elle est distribuée sous licence CC-BY.", "CC BY"),
        ("License: CC BY 4.0", "CC-BY-4.0"),
        ("Photo par X sous licence Creative Commons BY", ""),
        ("Rien.", ""),
    ],
)
def test_the_licence_that_a_text_gives_itself(text: str, licence: str) -> None:
    assert stated_licence(text) == licence


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("# T\n\n**Auteurs :** Ana Ba, Luc Do et [Zoé É](http://x.fr)\n", ["Ana Ba", "Luc Do", "Zoé É"]),
        ("Autrice : Ana\n", ["Ana"]),
        ("*Écrit par Ana Ba.*\n", ["Ana Ba"]),
        ("Author: Ana & Luc\n", ["Ana", "Luc"]),
        ("> par Ana Ba et Luc Do\n", ["Ana Ba", "Luc Do"]),
        ("Photo par [John](http://x.fr)\n", []),
        ("par le programmeur. Il sait\n", []),
        ("Auteurs\n\nPersonne.\n", []),
    ],
)
def test_the_authors_whom_a_text_names(text: str, authors: list[str]) -> None:
    assert stated_authors(text) == authors
