"""Administrators see what waits and what was given up, and decide; nobody else does either."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from wiki.db import Database
from wiki.errors import Forbidden
from wiki.jobs import queries, service
from wiki.jobs.models import Job
from wiki.permissions import VISITOR

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ClientOf = Callable[[str], FlaskClient]
Jobs = Callable[[], list[Job]]
OTHERS = ["nina", "membre", "referente", "ambassadeur", "relectrice", "curatrice"]


@pytest.fixture
def dead(database: Database, enqueue: Callable[..., None], jobs: Jobs) -> int:
    """A job that was given up, beside one that waits."""
    enqueue("mail.send", 1)
    (job,) = jobs()
    with database.transaction() as session:
        session.execute(update(Job).values(state="dead", attempts=8, error="<b>SMTP</b> refused"))
    enqueue("pages.render", 2, 3)
    return job.id


def test_an_administrator_reads_what_was_given_up_and_what_waits(client_of: ClientOf, dead: int) -> None:
    text = client_of("admin").get("/admin/travaux").text

    assert "&lt;b&gt;SMTP&lt;/b&gt; refused" in text
    assert "mail.send" in text
    assert "<code>pages.render</code>\u00a0: 2" in text


def test_a_job_can_be_tried_again(client_of: ClientOf, dead: int, jobs: Jobs) -> None:
    answer = client_of("admin").post(f"/admin/travaux/{dead}", data={"action": "retry"})

    assert (answer.status_code, answer.location) == (303, "/admin/travaux")
    job = jobs()[0]
    assert (job.id, job.state, job.attempts) == (dead, "waiting", 0)


def test_a_job_can_be_forgotten(client_of: ClientOf, dead: int, jobs: Jobs) -> None:
    answer = client_of("admin").post(
        f"/admin/travaux/{dead}", data={"action": "discard"}, follow_redirects=True
    )

    assert "abandonné" in answer.text
    assert dead not in [job.id for job in jobs()]


def test_only_what_was_given_up_can_be_decided(client_of: ClientOf, dead: int, jobs: Jobs) -> None:
    browser = client_of("admin")
    before = [(job.id, job.state, job.due_at) for job in jobs()]
    for job_id in [job.id for job in jobs() if job.state == "waiting"] + [9999]:
        for action in ("retry", "discard"):
            browser.post(f"/admin/travaux/{job_id}", data={"action": action})

    assert [(job.id, job.state, job.due_at) for job in jobs()] == before


def test_a_decision_that_is_not_offered_changes_nothing(client_of: ClientOf, dead: int, jobs: Jobs) -> None:
    answer = client_of("admin").post(f"/admin/travaux/{dead}", data={"action": "explode"})

    assert answer.status_code == 400
    assert dead in [job.id for job in jobs()]


@pytest.mark.parametrize("action", ["retry", "discard"])
def test_nobody_else_reads_or_decides(client_of: ClientOf, dead: int, jobs: Jobs, action: str) -> None:
    for handle in OTHERS:
        browser = client_of(handle)
        assert browser.get("/admin/travaux").status_code == 403
        assert browser.post(f"/admin/travaux/{dead}", data={"action": action}).status_code == 403
    visitor = client_of("")
    assert visitor.get("/admin/travaux").status_code == 401
    assert visitor.post(f"/admin/travaux/{dead}", data={"action": action}).status_code == 401

    assert [job.state for job in jobs()] == ["dead", "waiting", "waiting"]


def test_an_empty_table_says_so(client_of: ClientOf) -> None:
    text = client_of("admin").get("/admin/travaux").text

    assert "Aucun travail abandonné" in text


def test_the_service_itself_refuses(database: Database) -> None:
    with database.reader() as session:
        for act in (queries.given_up, queries.waiting_by_kind):
            with pytest.raises(Forbidden):
                act(session, VISITOR)
        for decide in (service.retry, service.discard):
            with pytest.raises(Forbidden):
                decide(session, VISITOR, 1)
