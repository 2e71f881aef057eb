"""`territoire demo` on an empty wiki, on a full one, and stopped half-way."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.demonstration import content, loader
from scenarios.demonstration.people import FILE_NAME, PEOPLE
from scenarios.demonstration.retours import sessions_told
from tests.scenarios.demonstration.conftest import Filled, demo
from wiki.accounts.models import User
from wiki.accounts.service import authenticate
from wiki.config import Settings
from wiki.db import now
from wiki.jobs.models import Job
from wiki.pages.models import Page, RenderedRevision, Revision
from wiki.territories.models import CollegeSeat, Membership, Territory

Write = Callable[[], object]


def number_of(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_every_page_says_exactly_what_its_file_says(filled: Filled) -> None:
    told = {f"{page.territory}/{page.slug}": page for page in content.pages()}
    with filled.reading() as session:
        pages = {page.path: page for page in session.scalars(select(Page))}
        assert {page.kind for path, page in pages.items() if path not in told} == {"enactment"}
        for path, demo in told.items():
            page = pages[path]
            text = loader.dated(demo.versions[-1].text, demo.played, page.current.created_at)
            assert page.current.text == text
            assert (page.kind, page.audience) == (demo.kind, demo.audience)


def test_every_version_is_there_without_a_gap(filled: Filled) -> None:
    with filled.reading() as session:
        handles = {user.id: user.handle for user in session.scalars(select(User))}
        for told in content.pages():
            revisions = session.scalars(
                select(Revision)
                .join(Page, Revision.page_id == Page.id)
                .join(Territory, Page.territory_id == Territory.id)
                .where(Territory.slug == told.territory, Page.slug == told.slug)
                .order_by(Revision.number)
            ).all()
            assert [revision.number for revision in revisions] == list(range(1, len(told.versions) + 1))
            assert [(r.text, handles[r.author_id], r.summary) for r in revisions] == [
                (
                    loader.dated(version.text, told.played, revision.created_at),
                    version.author,
                    version.summary,
                )
                for version, revision in zip(told.versions, revisions, strict=True)
            ]
            assert revisions[0].page.created_at == revisions[0].created_at


def test_pages_are_rendered_indexed_and_link_to_one_another(filled: Filled) -> None:
    with filled.reading() as session:
        current = select(Page.current_id)
        html = session.scalars(
            select(RenderedRevision.html).where(RenderedRevision.revision_id.in_(current))
        ).all()
        assert len(html) == len(content.pages()) + len(sessions_told())
        assert any('class="wiki-link"' in page for page in html)
        assert number_of(session, Job) == 0


def test_every_territory_has_its_college(filled: Filled) -> None:
    with filled.reading() as session:
        assert number_of(session, Territory) == 16
        assert number_of(session, CollegeSeat) == sum(
            len(sheet["college"]) for sheet in content.territories()
        )


def test_pages_are_found_by_their_words(filled: Filled) -> None:
    answer = filled.app.test_client().get("/recherche", query_string={"q": "thermomètre fraîcheur"})

    assert "/trappes/lire-le-climat-de-son-quartier-mesurer-un-ilot-de-fraicheur" in answer.text


def test_every_page_answers(filled: Filled) -> None:
    visitor = filled.app.test_client()
    with filled.reading() as session:
        paths = {page.path: page.audience for page in session.scalars(select(Page))}

    answers = {path: visitor.get(f"/{path}").status_code for path in paths}

    assert answers == {path: 200 if audience == "public" else 404 for path, audience in paths.items()}


def test_each_account_opens_with_its_password(filled: Filled) -> None:
    accounts = filled.accounts()

    assert [email for _, email, _ in accounts] == [person.email for person in PEOPLE]
    assert len({password for _, _, password in accounts}) == len(PEOPLE)
    with filled.reading() as session:
        for role, email, password in accounts:
            assert role
            assert authenticate(session, email, password).confirmed_at is not None


def test_only_the_owner_reads_the_accounts(filled: Filled) -> None:
    assert stat.S_IMODE((filled.folder / FILE_NAME).stat().st_mode) == 0o600


def test_people_have_the_roles_they_are_shown_with(filled: Filled) -> None:
    with filled.reading() as session:
        rows = session.execute(
            select(User.handle, Membership.role, Territory.slug)
            .join(Membership, Membership.user_id == User.id)
            .join(Territory, Membership.territory_id == Territory.id)
            .where(Membership.admitted_at.is_not(None))
        )
        memberships = {tuple(row) for row in rows}
        site_roles = {user.handle: user.site_role for user in session.scalars(select(User))}
    assert {("claire", "referent", "trappes"), ("amina", "member", "trappes")} <= memberships
    assert ("yann", "referent", "nantes") in memberships
    assert len([row for row in memberships if row[0] == "pascal"]) == 6
    assert (site_roles["marc"], site_roles["nadia"], site_roles["helene"]) == ("admin", "curator", "reviewer")


@pytest.mark.usefixtures("small")
def test_a_second_run_changes_nothing(app: Flask, settings: Settings, write: Write) -> None:
    demo(app)
    accounts = (settings.data_dir / FILE_NAME).read_bytes()
    with write() as session:
        before = number_of(session, Revision), number_of(session, Membership), number_of(session, CollegeSeat)
        page = session.scalars(select(Page)).first()
        assert page is not None
        page.kind, page_id = "project", page.id

    said = demo(app)

    assert "No account was missing" in said
    assert (settings.data_dir / FILE_NAME).read_bytes() == accounts
    with write() as session:
        assert session.get_one(Page, page_id).kind == "project"  # as people left it
        assert before == (
            number_of(session, Revision),
            number_of(session, Membership),
            number_of(session, CollegeSeat),
        )


def test_if_empty_fills_an_empty_wiki_and_leaves_a_full_one(
    loaded_once: tuple[Path, str], loaded: Filled
) -> None:
    first, second = loaded_once[1], demo(loaded.app, "--if-empty")

    accounts = loaded.accounts()
    assert all(role in first and password in first for role, _, password in accounts)
    assert not any(password in second for _, _, password in accounts)
    assert FILE_NAME in second


def test_if_empty_is_silent_where_there_are_no_demonstration_accounts(loaded: Filled) -> None:
    (loaded.folder / FILE_NAME).unlink()

    assert demo(loaded.app, "--if-empty") == ""


def test_accounts_made_again_replace_only_their_own_line(loaded: Filled) -> None:
    before = {email: password for _, email, password in loaded.accounts()}
    with loaded.writing() as session:
        helene = session.scalars(select(User).where(User.handle == "helene")).one()
        helene.email = "ailleurs@example.org"

    said = demo(loaded.app)

    after = {email: password for _, email, password in loaded.accounts()}
    assert {email for email in before if before[email] != after[email]} == {"helene@example.org"}
    assert after["helene@example.org"] in said
    assert before["marc@example.org"] not in said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("small")
def test_a_load_that_is_stopped_leaves_nothing(app: Flask, settings: Settings, write: Write) -> None:
    # Nobody writes a file where a folder stands: the last step before the commit fails.
    (settings.data_dir / FILE_NAME).mkdir(parents=True)

    result = app.test_cli_runner().invoke(args=["demo"])

    assert isinstance(result.exception, OSError)
    with write() as session:
        assert loader.is_empty(session)
        assert number_of(session, User) == 0
    (settings.data_dir / FILE_NAME).rmdir()
    assert "Demonstration accounts" in demo(app)


def test_the_demonstration_begins_before_its_oldest_page() -> None:
    oldest = max(version.days_ago for page in content.pages() for version in page.versions)

    assert loader.begun_at() < now() - timedelta(days=oldest + 1)


def test_one_scenario_was_played_in_several_places_and_versions(filled: Filled) -> None:
    page = "/trappes/lire-le-climat-de-son-quartier-mesurer-un-ilot-de-fraicheur"
    text = filled.app.test_client().get(f"{page}/retours").text

    assert "5\xa0territoires" in text or "5 territoires" in text
    assert "Version\xa04" in text or "Version 4" in text
