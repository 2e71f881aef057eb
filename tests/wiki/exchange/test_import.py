"""`territoire import`, from the command line to the pages."""

import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.wiki.exchange.conftest import Import
from wiki.accounts.models import User
from wiki.exchange.folder import documents
from wiki.exchange.models import ImportRecord
from wiki.exchange.preparing import Choices
from wiki.exchange.service import Request, State, bring_in
from wiki.jobs.models import Job
from wiki.pages.models import Page, Revision
from wiki.pages.service import Edit, edit
from wiki.permissions import Actor
from wiki.territories.models import Territory

Write = Callable[[], object]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def state_of(session: Session) -> list[object]:
    """Everything that a run could change."""
    tables = (Page, Revision, ImportRecord, Job)
    counts = [session.scalar(select(func.count()).select_from(table)) for table in tables]
    return [*counts, *session.execute(select(ImportRecord.path, ImportRecord.digest, ImportRecord.number))]


def page_of(session: Session, path: str) -> Page:
    return session.scalars(
        select(Page).join(ImportRecord, ImportRecord.page_id == Page.id).where(ImportRecord.path == path)
    ).one()


def test_every_document_becomes_a_page(folder: Path, bring: Import, write: Write) -> None:
    result = bring(folder, "--theme", "climat")

    assert result.exit_code == 0
    assert "imported: deux.MD → /trappes/deux\n    read as Windows-1252\n" in result.output
    assert "4 imported, 0 renewed, 0 unchanged, 0 to settle by hand, 0 refused." in result.output
    with write() as session:
        pages = {page.slug: page for page in session.scalars(select(Page))}
        assert set(pages) == {"un-jeu-d-ete", "deux", "trois", "sources"}
        assert pages["un-jeu-d-ete"].kind == "tool"
        assert {page.audience for page in pages.values()} == {"public"}
        assert [theme.name for theme in pages["deux"].themes] == ["Climat"]
        author = session.get_one(User, pages["deux"].current.author_id)
        assert author.handle == "admin"
        assert "Déjà la mer." in pages["deux"].current.text


def test_a_second_run_changes_nothing_at_all(folder: Path, bring: Import, write: Write) -> None:
    bring(folder)
    with write() as session:
        before = state_of(session)

    result = bring(folder, "--theme", "Climat", "--kind", "project")

    assert "0 imported, 0 renewed, 4 unchanged" in result.output
    with write() as session:
        assert state_of(session) == before


@sqlite_only
def test_a_dry_run_tells_and_changes_nothing(folder: Path, bring: Import, write: Write) -> None:
    with write() as session:
        before = state_of(session)

    result = bring(folder, "--dry-run")

    assert "Nothing was changed; it would be: 4 imported" in result.output
    with write() as session:
        assert state_of(session) == before


@sqlite_only
def test_what_changed_in_the_folder_becomes_a_revision(folder: Path, bring: Import, write: Write) -> None:
    bring(folder)
    (folder / "un.md").write_text("# Un jeu d'été\n\nUn autre mot.\n", encoding="utf-8")

    result = bring(folder)

    assert "renewed: un.md → /trappes/un-jeu-d-ete" in result.output
    assert "0 imported, 1 renewed, 3 unchanged" in result.output
    with write() as session:
        page = page_of(session, "un.md")
        assert page.current.number == 2
        assert "Un autre mot." in page.current.text
    assert "0 renewed, 4 unchanged" in bring(folder).output


@sqlite_only
def test_a_change_of_credit_alone_is_a_change(folder: Path, bring: Import, write: Write) -> None:
    bring(folder)
    (folder / "SOURCES.md").write_text("| file | repository |\n|---|---|\n| un.md | z/y |\n")

    assert "1 renewed" in bring(folder).output
    with write() as session:
        assert "source: z/y" in page_of(session, "un.md").current.text


@sqlite_only
def test_bytes_that_change_without_changing_the_page_make_no_revision(
    folder: Path, bring: Import, write: Write
) -> None:
    bring(folder)
    (folder / "un.md").write_text("# Un jeu d'été\n\nLe mot et la chose.\n\n\n", encoding="utf-8")

    bring(folder)

    with write() as session:
        assert page_of(session, "un.md").current.number == 1
    assert "4 unchanged" in bring(folder).output


def test_a_page_edited_here_is_left_to_a_person(
    app: Flask, folder: Path, bring: Import, write: Write, people: dict[str, int]
) -> None:
    bring(folder)
    with write() as session:
        page = page_of(session, "un.md")
        admin = Actor(people["admin"], site_role="admin", rules=app.extensions["wiki.rules"])
        edit(session, admin, Edit(page.id, 1, page.current.text + "\nDit ici.\n"))
    (folder / "un.md").write_text("# Un jeu d'été\n\nDit ailleurs.\n", encoding="utf-8")

    for _ in range(2):
        result = bring(folder)
        assert result.exit_code == 0
        assert "to settle by hand: un.md → /trappes/un-jeu-d-ete" in result.output
    with write() as session:
        assert "Dit ici." in page_of(session, "un.md").current.text
        assert page_of(session, "un.md").current.number == 2


@sqlite_only
def test_two_documents_of_one_title_are_two_pages(tmp_path: Path, bring: Import) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("# Rapport\n\nMot.\n")

    result = bring(tmp_path)

    assert "imported: b.md → /trappes/rapport-2\n    another page of this territory has the same title" in (
        result.output
    )


def test_what_cannot_be_kept_is_refused_and_the_rest_goes_on(tmp_path: Path, bring: Import) -> None:
    (tmp_path / "a.md").write_bytes("été à la mer\n".encode() + b"perdu \xff\n")
    (tmp_path / "b.md").write_bytes(b"# Nul\n\nun \x00 ici\n")
    (tmp_path / "c.md").write_text("x" * 1_100_000)
    (tmp_path / "d.md").write_text("# Bon\n\nMot.\n")
    (tmp_path / ("e" * 240 + ".md")).write_text("# Nom long\n")
    (tmp_path / "d0.md").write_text("\n\n")
    deep = tmp_path / ("f" * 250) / ("g" * 250)
    deep.mkdir(parents=True)
    (deep / "h.md").write_text("# Profond\n")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/i\xff.md")).write_text("# Nom d'ailleurs\n")

    result = bring(tmp_path)

    assert result.exit_code == 1
    assert "2 imported, 0 renewed, 0 unchanged, 0 to settle by hand, 6 refused." in result.output
    assert "refused: a.md\n    La ligne 2 contient un caractère illisible" in result.output
    assert result.output.count("the name of the file is too long or cannot be read") == 2


def test_hidden_files_images_and_tables_of_sources_are_no_documents(folder: Path) -> None:
    found = documents(folder)

    assert [document.path for document in found] == [
        "deux.MD",
        "sous/SOURCES.md",
        "sous/trois.markdown",
        "un.md",
    ]


@sqlite_only
def test_an_author_writes_only_where_they_belong(folder: Path, bring: Import, write: Write) -> None:
    refused = bring(folder, "--author", "membre", territory="nantes")
    taken = bring(folder, "--author", "membre", "--audience", "draft", "--kind", "project")

    assert refused.exit_code == 1
    assert "the author does not write in this territory" in refused.output
    assert "4 imported" in taken.output
    with write() as session:
        page = page_of(session, "un.md")
        assert (page.kind, page.audience) == ("project", "draft")


@sqlite_only
def test_choices_that_mean_nothing_are_refused_before_anything_happens(
    folder: Path, bring: Import, write: Write
) -> None:
    for options, said in (
        (["--theme", "Climmat"], "no such theme: Climmat (perhaps Climat)"),
        (["--theme", "zzz"], "no such theme: zzz"),
        (["--author", "personne"], "name somebody who has an account"),
        (["--territory", "atlantide"], "no territory has the address 'atlantide'"),
    ):
        result = bring(folder, *options)
        assert result.exit_code == 2, options
        assert said in result.output
    with write() as session:
        assert session.scalar(select(func.count()).select_from(Page)) == 0


@sqlite_only
def test_without_an_administrator_an_author_must_be_named(folder: Path, bring: Import, write: Write) -> None:
    with write() as session:
        for person in session.scalars(select(User).where(User.site_role == "admin")):
            person.site_role = ""

    assert "name somebody who has an account" in bring(folder).output


def test_what_another_run_just_brought_in_is_left_alone(
    app: Flask, folder: Path, bring: Import, write: Write, people: dict[str, int]
) -> None:
    bring(folder)
    admin = Actor(people["admin"], site_role="admin", rules=app.extensions["wiki.rules"])
    document = next(found for found in documents(folder) if found.path == "un.md")
    with write() as session:
        trappes = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        request = Request(admin, trappes.id, "public", Choices("Trappes", [], "auto", "", frozenset()))
        outcome = bring_in(session, request, document, document.read())

    assert (outcome.state, outcome.page) == (State.UNCHANGED, "trappes/un-jeu-d-ete")


@sqlite_only
def test_an_import_that_was_killed_goes_on_where_it_was(
    app: Flask, tmp_path: Path, bring: Import, write: Write
) -> None:
    many = 25
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(many):
        (folder / f"{number:03}.md").write_text(f"# Page {number}\n\nLe mot {number}.\n" * 20)
    # A child of this process has loaded the product; neither may use a connection of the other.
    app.extensions["wiki.database"].dispose()
    process = multiprocessing.get_context("fork").Process(target=bring, args=[folder])
    process.start()
    deadline = time.monotonic() + 180
    while imported(app) < 3 and process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.join()
    done = imported(app)
    result = bring(folder)

    assert done >= 3
    assert f"{many - done} imported, 0 renewed, {done} unchanged" in result.output
    with write() as session:
        assert session.scalar(select(func.count()).select_from(Page)) == many
        assert session.scalar(select(func.count()).select_from(Revision)) == many


def imported(app: Flask) -> int:
    with app.extensions["wiki.database"].reader() as session:
        return session.scalar(select(func.count()).select_from(ImportRecord)) or 0
