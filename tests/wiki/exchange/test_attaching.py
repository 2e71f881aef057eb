"""Files beside a document come in with its page."""

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.wiki.attachments import samples
from tests.wiki.exchange.conftest import Import
from wiki.attachments.models import File
from wiki.exchange.attaching import attach, files_beside, with_addresses
from wiki.exchange.models import ImportRecord
from wiki.pages.models import Page, Revision
from wiki.pages.service import Edit, edit
from wiki.permissions import Actor

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEXT = """# La cour

![Les élèves](photos/ma%20cour.jpg "Photo : A") et ![](<photos/ma cour.jpg>), [la fiche][f].

[f]: fiche.pdf
[Un autre](autre.md), [absent](rien.pdf), [dehors](../../secret.txt), [un jeu](jeu.exe), `![](photos/ma%20cour.jpg)`
"""


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    made = tmp_path / "documents"
    (made / "sous" / "photos").mkdir(parents=True)
    (made / "sous" / "cour.md").write_text(TEXT, encoding="utf-8")
    (made / "sous" / "autre.md").write_text("# Autre\n", encoding="utf-8")
    (made / "sous" / "photos" / "ma cour.jpg").write_bytes(samples.picture())
    (made / "sous" / "fiche.pdf").write_bytes(samples.pdf())
    (made / "sous" / "jeu.exe").write_bytes(b"MZ")
    return made


@sqlite_only
def test_pictures_and_documents_come_with_the_text(
    documents: Path, bring: Import, write: Any, app: Flask
) -> None:
    dry = bring(documents, "--dry-run")
    assert "files brought in" not in dry.output

    result = bring(documents)

    assert result.exit_code == 0, result.output
    assert "files brought in: 2" in result.output
    assert "jeu.exe: « jeu.exe » est d'un type" in result.output.replace("\xa0", " ").replace("’", "'")
    assert "to a file that was not imported: rien.pdf" in result.output
    assert "ma cour.jpg" not in result.output
    with write() as session:
        page = session.scalars(select(Page).where(Page.slug == "la-cour")).one()
        text = page.current.text
        assert '![Les élèves](/fichiers/1/ma-cour.jpg "Photo : A") et ![](/fichiers/1/ma-cour.jpg)' in text
        assert "[f]: /fichiers/2/fiche.pdf" in text
        assert "[dehors](../../secret.txt)" in text
        assert (page.current.number, page.current.minor) == (2, True)
        files = session.scalars(select(File).order_by(File.id)).all()
        assert [(file.name, file.alt) for file in files] == [("ma-cour.jpg", "Les élèves"), ("fiche.pdf", "")]
        # What was brought in once is not brought in again.
        revisions = len(session.scalars(select(Revision.id)).all())
    again = bring(documents)
    assert "files brought in" not in again.output
    with write() as session:
        assert len(session.scalars(select(Revision.id)).all()) == revisions
        assert len(session.scalars(select(File.id)).all()) == 2

    (documents / "sous" / "cour.md").write_text(TEXT + "\nEncore.\n", encoding="utf-8")
    renewed = bring(documents)
    assert "renewed: sous/cour.md" in renewed.output
    with write() as session:
        page = session.scalars(select(Page).where(Page.slug == "la-cour")).one()
        assert "Encore." in page.current.text
        assert "/fichiers/1/ma-cour.jpg" in page.current.text
        assert len(session.scalars(select(File.id)).all()) == 2


@sqlite_only
def test_a_page_that_somebody_changed_is_left_alone(
    documents: Path, bring: Import, write: Any, app: Flask, people: dict[str, int]
) -> None:
    bring(documents)
    curator = Actor(people["curatrice"], site_role="curator", rules=app.extensions["wiki.rules"])
    with write() as session:
        record = session.scalars(select(ImportRecord).where(ImportRecord.path == "sous/cour.md")).one()
        edit(session, curator, Edit(record.page_id, 2, "# La cour\n\n![](photos/ma%20cour.jpg)\n"))
        territory_id = record.territory_id
    with app.app_context():
        for path in ("sous/cour.md", "nulle-part.md"):
            assert attach(curator, territory_id, documents, path).addresses == frozenset()


def test_only_files_of_the_folder(documents: Path) -> None:
    (documents / "sous" / "lien.txt").symlink_to(documents.parent / "secret.txt")
    text = (
        "[a](lien.txt) [b](../../secret.txt) [c](/etc/passwd) [d](.) [e](x%00y) [f](fiche.pdf) [g]("
        + "x" * 5000
        + ")"
    )
    assert list(files_beside(documents, "sous/cour.md", text)) == ["fiche.pdf"]


@sqlite_only
def test_a_file_that_cannot_be_read_is_told(
    documents: Path, bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, **options: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("wiki.attachments.shelf.Shelf.taking", refuse)
    assert "fiche.pdf: Permission denied" in bring(documents).output
    assert os.access(documents, os.R_OK)


def test_nothing_but_addresses_changes() -> None:
    text = "---\ntitre: '](a.png)'\n---\n[x](a.png) ![](a.png 't') (a.png) a.png [y](b.png)"
    assert with_addresses(text, {"a.png": "/f"}) == (
        "---\ntitre: '](a.png)'\n---\n[x](/f) ![](/f 't') (a.png) a.png [y](b.png)"
    )
