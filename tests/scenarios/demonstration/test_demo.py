"""`territoire demo` on an empty wiki, on a full one, and stopped half-way."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from scenarios.demonstration import content, loader
from scenarios.demonstration.people import FILE_NAME, PEOPLE
from wiki.accounts.models import User
from wiki.accounts.service import authenticate
from wiki.config import Settings
from wiki.db import now
from wiki.jobs.models import Job
from wiki.pages.models import Page, RenderedRevision, Revision
from wiki.territories.models import Membership, Territory

Write = Callable[[], object]


def demo(app: Flask, *arguments: str) -> str:
    """Run the command, which must succeed, and return what it said."""
    result = app.test_cli_runner().invoke(args=["demo", *arguments])
    assert result.exception is None, result.output
    return str(result.output)


def written(settings: Settings) -> list[list[str]]:
    lines = (settings.data_dir / FILE_NAME).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


@pytest.fixture
def filled(app: Flask) -> str:
    """A wiki with the demonstration; what the command said."""
    return demo(app)


@pytest.mark.usefixtures("filled")
def test_every_page_says_exactly_what_its_file_says(write: Write) -> None:
    told = {f"{page.territory}/{page.slug}": page for page in content.pages()}
    with write() as session:
        pages = {page.path: page for page in session.scalars(select(Page))}
        assert pages.keys() == told.keys()
        for path, page in pages.items():
            assert page.current.text == told[path].versions[-1].text
            assert (page.kind, page.audience) == (told[path].kind, told[path].audience)


@pytest.mark.usefixtures("filled")
def test_every_version_is_there_without_a_gap(write: Write) -> None:
    with write() as session:
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
                (version.text, version.author, version.summary) for version in told.versions
            ]
            assert revisions[0].page.created_at == revisions[0].created_at


@pytest.mark.usefixtures("filled")
def test_pages_are_rendered_indexed_and_link_to_one_another(write: Write) -> None:
    with write() as session:
        current = select(Page.current_id)
        html = session.scalars(
            select(RenderedRevision.html).where(RenderedRevision.revision_id.in_(current))
        ).all()
        assert len(html) == len(content.pages())
        assert any('class="wiki-link"' in page for page in html)
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_each_account_opens_with_its_password(
    app: Flask, filled: str, settings: Settings, write: Write
) -> None:
    accounts = written(settings)

    assert [email for _, email, _ in accounts] == [person.email for person in PEOPLE]
    assert len({password for _, _, password in accounts}) == len(PEOPLE)
    with write() as session:
        for role, email, password in accounts:
            assert role in filled
            assert password in filled
            assert authenticate(session, email, password).confirmed_at is not None


@pytest.mark.usefixtures("filled")
def test_only_the_owner_reads_the_accounts(settings: Settings) -> None:
    assert stat.S_IMODE((settings.data_dir / FILE_NAME).stat().st_mode) == 0o600


@pytest.mark.usefixtures("filled")
def test_people_have_the_roles_they_are_shown_with(write: Write) -> None:
    with write() as session:
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


@pytest.mark.usefixtures("filled")
def test_a_second_run_changes_nothing(app: Flask, settings: Settings, write: Write) -> None:
    before = (settings.data_dir / FILE_NAME).read_bytes()
    with write() as session:
        revisions = session.scalar(select(func.count()).select_from(Revision))

    said = demo(app)

    assert "No account was missing" in said
    assert (settings.data_dir / FILE_NAME).read_bytes() == before
    with write() as session:
        assert session.scalar(select(func.count()).select_from(Revision)) == revisions


@pytest.mark.usefixtures("filled")
def test_a_page_that_people_changed_stays_as_they_left_it(app: Flask, write: Write) -> None:
    with write() as session:
        page = session.scalars(select(Page)).first()
        assert page is not None
        page.kind, page_id = "project", page.id

    demo(app)

    with write() as session:
        assert session.get_one(Page, page_id).kind == "project"


def test_if_empty_fills_an_empty_wiki_and_leaves_a_full_one(app: Flask, settings: Settings) -> None:
    first, second = demo(app, "--if-empty"), demo(app, "--if-empty")

    passwords = [password for _, _, password in written(settings)]
    assert all(password in first for password in passwords)
    assert not any(password in second for password in passwords)
    assert FILE_NAME in second


def test_if_empty_says_nothing_where_there_are_no_demonstration_accounts(
    app: Flask, settings: Settings
) -> None:
    demo(app)
    (settings.data_dir / FILE_NAME).unlink()

    assert demo(app, "--if-empty") == ""


def test_accounts_made_again_replace_only_their_own_line(
    app: Flask, filled: str, settings: Settings, write: Write
) -> None:
    before = {email: password for _, email, password in written(settings)}
    with write() as session:
        helene = session.scalars(select(User).where(User.handle == "helene")).one()
        helene.email = "ailleurs@example.org"

    said = demo(app)

    after = {email: password for _, email, password in written(settings)}
    assert {email for email in before if before[email] != after[email]} == {"helene@example.org"}
    assert after["helene@example.org"] in said
    assert before["marc@example.org"] not in said


def test_a_load_that_is_stopped_leaves_nothing(app: Flask, settings: Settings, write: Write) -> None:
    # Nobody writes into a file where a folder stands: the last step before the commit fails.
    (settings.data_dir / FILE_NAME).mkdir(parents=True)

    result = app.test_cli_runner().invoke(args=["demo"])

    assert isinstance(result.exception, OSError)
    with write() as session:
        assert loader.is_empty(session)
        assert session.scalar(select(func.count()).select_from(User)) == 0
    Path(settings.data_dir / FILE_NAME).rmdir()
    demo(app)


def test_the_demonstration_begins_before_its_oldest_page() -> None:
    oldest = max(version.days_ago for page in content.pages() for version in page.versions)

    assert loader.begun_at() < now() - timedelta(days=oldest + 1)
