"""Calls for scenarios: who sees which, on which day, who is told, and what the national team does with them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scenarios.calls import queries, service, tasks
from scenarios.calls.models import Call
from tests.wiki.pages.conftest import Pages
from wiki.accounts.queries import actor_of
from wiki.activity.models import Happening
from wiki.audit.models import AuditEntry
from wiki.days import today
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.jobs.worker import drain
from wiki.notifications.models import Notice
from wiki.notifications.queries import told
from wiki.notifications.wording import address, reason, sentence, title
from wiki.permissions import VISITOR
from wiki.themes.models import Theme
from wiki.watching import service as watching
from wiki.watching.subjects import Subject

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def wiki(app: Flask, people: dict[str, int]) -> Pages:
    return Pages(app, people, [])


def themes(wiki: Pages, *names: str) -> frozenset[int]:
    with wiki.look() as session:
        return frozenset(session.scalars(select(Theme.id).where(Theme.name.in_(names or ("Climat",)))))


def wanted(wiki: Pages, opens: int = 0, closes: int = 30, **values: Any) -> service.Wanted:
    """A call that opens and closes so many days from today."""
    with wiki.look():
        day = today()
    filled = {
        "title": "Apprendre avec l'eau", "introduction": "Nous cherchons **des fontaines**.", "asked_by": "La nation",
        "theme_ids": themes(wiki), "opens_on": day + timedelta(days=opens), "closes_on": day + timedelta(days=closes),
    }  # fmt: skip
    return service.Wanted(**{**filled, **values})


def write(wiki: Pages, opens: int = 0, closes: int = 30, *, published: bool = True, **values: Any) -> int:
    actor, asked = wiki.actor("curatrice"), wanted(wiki, opens, closes, **values)
    with wiki.write() as session:
        made = service.create(session, actor, asked)
        if published:
            service.publish(session, actor, made.id)
        return made.id


def call(wiki: Pages, call_id: int) -> Call:
    with wiki.look() as session:
        found = session.get_one(Call, call_id)
        assert found.theme_ids
        return found


def happened(wiki: Pages) -> list[str]:
    with wiki.look() as session:
        return [one for one in session.scalars(select(Happening.kind)) if one.startswith("call.")]


@sqlite_only
def test_both_days_are_of_the_call_in_the_time_of_paris(wiki: Pages) -> None:
    found = Call(
        published_at=datetime.now(UTC),
        closed_at=None,
        opens_on=date(2026, 11, 2),
        closes_on=date(2026, 11, 30),
    )
    with wiki.look():
        states = [queries.state_of(found, date(2026, 11, day)) for day in (1, 2, 30)]
        assert [*states, queries.state_of(found, date(2026, 12, 1))] == ["coming", "open", "open", "past"]


def test_open_calls_are_those_of_the_day_what_closes_first_comes_first(wiki: Pages) -> None:
    late = write(wiki, closes=40, title="Tard")
    soon = write(wiki, closes=0, title="Aujourd'hui")
    write(wiki, opens=1, title="Demain")
    write(wiki, opens=-9, closes=9, title="Brouillon", published=False)

    with wiki.look() as session:
        assert [found.id for found in queries.open_calls(session)] == [soon, late]


@sqlite_only
def test_a_draft_is_known_to_the_national_team_alone(
    wiki: Pages, client_of: Callable[[str], FlaskClient]
) -> None:
    draft = call(wiki, write(wiki, published=False))
    for handle, status in (("", 404), ("referente", 404), ("curatrice", 200)):
        browser = client_of(handle)
        assert browser.get(draft.path).status_code == status
        assert browser.get(f"/appels/{draft.id}").status_code == (302 if status == 200 else 404)
        assert ("Apprendre avec" in browser.get("/appels").text) == (status == 200)
    with wiki.look() as session, pytest.raises(NotFound):
        queries.call_at(session, VISITOR, draft.slug)
    assert "Apprendre avec" not in client_of("").get("/appels/flux.atom").text


@sqlite_only
def test_only_the_national_team_writes_calls(wiki: Pages) -> None:
    actor, asked = wiki.actor("referente"), wanted(wiki)
    with wiki.write() as session, pytest.raises(Forbidden):
        service.create(session, actor, asked)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"asked_by": "x" * 161}, "asked_by"),
        ({"introduction": ""}, "introduction"),
        ({"introduction": "x" * 20_001}, "introduction"),
        ({"theme_ids": frozenset()}, "themes"),
        ({"opens_on": None}, "opens_on"),
        ({"closes_on": None}, "closes_on"),
        ({"closes_on": date(2020, 1, 1)}, "closes_on"),
        ({"closes_on": date(2036, 1, 1)}, "closes_on"),
    ],
)
@sqlite_only
def test_what_is_wrong_is_said_beside_its_field(wiki: Pages, values: dict[str, Any], field: str) -> None:
    actor, asked = wiki.actor("curatrice"), wanted(wiki, **values)
    with wiki.write() as session, pytest.raises(Invalid) as refused:
        service.create(session, actor, asked)

    assert field in refused.value.errors


def test_followers_of_its_themes_hear_of_it_once_on_the_day_it_opens(wiki: Pages) -> None:
    (climate,) = themes(wiki)
    with wiki.write() as session:
        family = session.get_one(Theme, climate).family_id
        for handle, kind, number in (("nina", "theme", climate), ("membre", "family", family)):
            subject = Subject(kind, number, "", "", "")
            person = actor_of(session, wiki.people[handle], wiki.app.extensions["wiki.rules"])
            watching.follow(session, person, subject, level="all", mail="")
    made = write(wiki, opens=1, closes=30)
    with wiki.write() as session:
        assert service.tell_of_the_day(session, today()) == 0
        assert service.tell_of_the_day(session, today() + timedelta(days=1)) == 1
        assert service.tell_of_the_day(session, today() + timedelta(days=2)) == 0
    drain(wiki.app)

    with wiki.look() as session:
        notices = session.scalars(
            select(Notice).where(Notice.kind == "call.opened").order_by(Notice.id)
        ).all()
        lines = told(session, VISITOR, notices)
        assert {line.notice.user_id for line in lines} == {wiki.people["nina"], wiki.people["membre"]}
        assert {title(line) for line in lines} == {"Apprendre avec l'eau"}
        assert {address(line) for line in lines} == {f"/appels/{made}"}
        assert {sentence(line) for line in lines} == {"Un appel à scénarios est ouvert"}
        assert {reason(line.notice) for line in lines} == {
            "Vous suivez l’un de ses thèmes", "Vous suivez la famille de l’un de ses thèmes"
        }  # fmt: skip


@sqlite_only
def test_the_national_team_is_reminded_once_when_it_has_closed(wiki: Pages) -> None:
    write(wiki, closes=0)
    with wiki.write() as session:
        service.tell_of_the_day(session, today() + timedelta(days=1))
        service.tell_of_the_day(session, today() + timedelta(days=2))
    drain(wiki.app)

    assert happened(wiki) == ["call.opened", "call.closed"]
    with wiki.look() as session:
        reminded = session.scalars(select(Notice.user_id).where(Notice.kind == "call.closed")).all()
    assert reminded == [wiki.people["curatrice"]]


@sqlite_only
def test_each_new_day_is_looked_at_by_the_worker(wiki: Pages) -> None:
    write(wiki, opens=-3, closes=3)
    with wiki.app.app_context():
        assert tasks.tell_of_today() == 0
    with wiki.write() as session:
        session.scalars(select(Call)).one().told_at = None
    with wiki.app.app_context():
        assert tasks.tell_of_today() == 1


def test_two_who_change_it_at_once_do_not_write_over_each_other(wiki: Pages) -> None:
    made = call(wiki, write(wiki))
    actor, asked = wiki.actor("curatrice"), wanted(wiki, title="Autrement")
    with wiki.write() as session:
        service.change(session, actor, made.id, made.version, asked)
    with wiki.write() as session, pytest.raises(Conflict):
        service.change(session, actor, made.id, made.version, asked)

    # What was published keeps its address.
    assert (call(wiki, made.id).title, call(wiki, made.id).slug) == ("Autrement", made.slug)


@sqlite_only
def test_a_conflict_gives_back_what_was_typed(wiki: Pages, client_of: Callable[[str], FlaskClient]) -> None:
    made = call(wiki, write(wiki))
    browser = client_of("curatrice")
    form = {
        "title": "Le mien", "introduction": "Mes mots.", "themes": list(themes(wiki)), "opens_on": "2026-11-26",
        "closes_on": "2027-02-01", "version": str(made.version - 1),
    }  # fmt: skip
    answer = browser.post(f"{made.path}/modifier", data=form)
    assert answer.status_code == 409
    assert "Le mien" in answer.text
    assert f'value="{made.version}"' in answer.text
    again = browser.post(f"{made.path}/modifier", data={**form, "version": str(made.version)})
    assert again.status_code == 303
    assert call(wiki, made.id).title == "Le mien"


@sqlite_only
def test_it_is_closed_extended_and_the_log_says_so(
    wiki: Pages, client_of: Callable[[str], FlaskClient]
) -> None:
    made = call(wiki, write(wiki))
    browser = client_of("curatrice")
    assert browser.post(f"{made.path}/cloture").status_code == 303
    assert "Clos depuis le" in browser.get(made.path).text
    assert browser.post(f"{made.path}/cloture").status_code == 409
    assert browser.post(f"{made.path}/prolonger", data={"closes_on": "2020-01-01"}).status_code == 422
    assert "2020" in browser.post(f"{made.path}/prolonger", data={"closes_on": "2020-13-99"}).text
    later = (made.closes_on + timedelta(days=5)).isoformat()
    assert browser.post(f"{made.path}/prolonger", data={"closes_on": later}).status_code == 303
    assert browser.post(f"{made.path}/prolonger", data={"closes_on": later}).status_code == 422
    assert browser.get(f"{made.path}/publier").status_code == 409
    with wiki.look() as session:
        assert queries.state_of(session.get_one(Call, made.id)) == "open"
        acts = session.scalars(select(AuditEntry.act).where(AuditEntry.kind == "call")).all()
    assert acts == ["call.written", "call.published", "call.closed", "call.extended"]


@sqlite_only
def test_a_draft_is_written_published_or_thrown_away_in_the_browser(
    wiki: Pages, client_of: Callable[[str], FlaskClient]
) -> None:
    browser = client_of("curatrice")
    form = {
        "title": "2026", "introduction": "## Pourquoi\n\nPour *voir*.", "themes": list(themes(wiki)),
        "opens_on": "2026-01-01", "closes_on": "2026-01-31", "form_key": "une-fois",
    }  # fmt: skip
    assert "Choisissez au moins un thème" in browser.post("/appels/nouveau", data={**form, "themes": []}).text
    first = browser.post("/appels/nouveau", data=form)
    assert browser.post("/appels/nouveau", data=form).location == first.location == "/appels/appel-2026"
    assert "<em>voir</em>" in browser.get(first.location).text
    # Its last day is over.
    assert browser.post(f"{first.location}/publier").status_code == 422
    assert browser.post(f"{first.location}/suppression").status_code == 303
    assert browser.get(first.location).status_code == 404


@sqlite_only
def test_open_ones_are_shown_at_home_and_on_their_themes(
    wiki: Pages, client_of: Callable[[str], FlaskClient]
) -> None:
    browser = client_of("")
    assert "appels-ouverts" not in browser.get("/").text
    made = call(wiki, write(wiki, closes=1))
    for path, shown in (("/", True), ("/themes/climat", True), ("/themes/citoyennete", False)):
        page = browser.get(path).text
        assert (made.path in page) == shown, path
        assert ("dernier jour demain" in page) == shown, path
    assert "Apprendre avec l&#39;eau" in browser.get("/appels/flux.atom").text


@sqlite_only
def test_past_calls_are_paged_by_key(wiki: Pages, client_of: Callable[[str], FlaskClient]) -> None:
    with wiki.write() as session:
        for number in range(21):
            day = date(2026, 3, 1 + number)
            session.add(
                Call(slug=f"passe-{number}", title=f"Passé {number:02}", introduction="x", opens_on=day,
                     closes_on=day, published_at=datetime.now(UTC))
            )  # fmt: skip
    first = client_of("").get("/appels").text
    assert ["Passé 20" in first, "Passé 01" in first, "Passé 00" in first] == [True, True, False]
    with wiki.look() as session:
        last = session.scalars(select(Call.id).where(Call.title == "Passé 01")).one()
    assert "Passé 00" in client_of("").get(f"/appels?avant={last}").text


@sqlite_only
def test_what_cannot_be_done_is_a_conflict_and_what_is_not_there_is_not_found(wiki: Pages) -> None:
    actor, made = wiki.actor("curatrice"), write(wiki)
    draft = write(wiki, published=False, title="nouveau")
    assert call(wiki, draft).slug == "appel-nouveau"
    refused = [
        (service.publish, (999,), NotFound), (service.extend, (draft, date(2100, 1, 1)), Conflict),
        (service.extend, (made, None), Invalid), (service.extend, (made, date(2100, 1, 1)), Invalid),
        (service.discard, (made,), Conflict), (service.close, (draft,), Conflict),
    ]  # fmt: skip
    for act, arguments, error in refused:
        with wiki.write() as session, pytest.raises(error):
            act(session, actor, *arguments)
    with wiki.write() as session:
        # Said twice, it is published once.
        published_at = service.publish(session, actor, made).published_at
    assert published_at == call(wiki, made).published_at


@sqlite_only
def test_two_of_one_title_have_two_addresses_and_a_draft_follows_its_title(wiki: Pages) -> None:
    first, second = write(wiki), write(wiki, published=False)
    assert [call(wiki, one).slug for one in (first, second)] == [
        "apprendre-avec-l-eau",
        "apprendre-avec-l-eau-2",
    ]
    actor, asked = wiki.actor("curatrice"), wanted(wiki, title="Autre chose")
    with wiki.write() as session:
        service.change(session, actor, second, 1, asked)
    assert call(wiki, second).slug == "autre-chose"


@sqlite_only
def test_links_to_pages_that_one_may_not_read_show_as_those_that_are_not_there(
    wiki: Pages, client_of: Callable[[str], FlaskClient]
) -> None:
    wiki.create("# Ouverte\n\nUn texte.\n")
    wiki.create("# Interne\n\nUn texte.\n", audience="territory")
    words = "[[trappes/ouverte]], [[trappes/interne]], [[trappes/absente]] <script>alert(1)</script>"
    made = call(wiki, write(wiki, introduction=words))
    for reader, missing in (("", 2), ("membre", 1)):
        page = client_of(reader).get(made.path).text
        assert page.count("wiki-link missing") == missing
        assert "alert(1)</script>" not in page


@sqlite_only
def test_the_forms_of_the_national_team_give_back_what_is_wrong(
    wiki: Pages, client_of: Callable[[str], FlaskClient]
) -> None:
    made = call(wiki, write(wiki))
    browser = client_of("curatrice")
    form = {
        "title": "x", "introduction": "x", "themes": list(themes(wiki)), "opens_on": "2026-12-01",
        "closes_on": "2026-11-01", "version": str(made.version),
    }  # fmt: skip
    for path in ("/appels/nouveau", f"{made.path}/modifier"):
        assert "Le dernier jour vient avant le premier" in browser.post(path, data=form).text
        assert browser.get(path).status_code == 200
    assert browser.get(f"{made.path}/prolonger").status_code == 200
    draft = call(wiki, write(wiki, published=False, title="À venir", opens=5))
    assert browser.get(f"{draft.path}/prolonger").status_code == 409
    assert browser.post(f"{draft.path}/publier").status_code == 303
    assert "Cet appel ouvre le" in client_of("").get(draft.path).text
