"""Mails of notices: one for all that is due, in two forms, stopped in one click."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.reading import tree, words
from tests.wiki.digests.conftest import Bodies, Post
from tests.wiki.notifications.conftest import Place
from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.db import now
from wiki.digests import service as digests
from wiki.discussion import service as discussion
from wiki.notifications.models import Notice
from wiki.pages import service as pages
from wiki.trash import service as trash
from wiki.watching import service as watching
from wiki.watching.models import Subscription, WatchSettings
from wiki.watching.service import Habits

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def changed(place: Place, *titles: str) -> list[int]:
    made = [place.page(title) for title in titles]
    place.drain()
    for page in made:
        place.edit(page, "## Sécurité\n\nPrévoir de l'eau.")
        place.edit(page, "Et un chapeau.")
    place.drain()
    return made


def test_a_digest_tells_what_changed_in_sentences_once(place: Place, post: Post, bodies: Bodies) -> None:
    changed(place, "Lire le climat", "Lire le vent")
    post.deliver()
    assert post.to("referente") == [], "not before its hour"

    post.comes_due()
    post.deliver()
    post.deliver()
    [mail] = post.to("referente")
    plain, html = bodies(mail)
    assert mail["Subject"] == "Du nouveau dans 2 pages"
    assert "* Lire le climat (Trappes)" in plain
    assert "Membre a fait 2 modifications." in plain
    assert "Section ajoutée" in plain or "Sécurité" in plain
    assert re.search(r"http://127\.0\.0\.1:8000/trappes/lire-le-climat/comparer\?de=1&a=3\n", plain)
    assert "Vous avez écrit dans cette page" in plain
    page = tree(html)
    assert "Lire le climat" in words(page)
    assert not page.xpath("//img"), "nothing is fetched when a mail is opened"
    assert {link.get("href").split("/")[2] for link in page.xpath("//a")} == {"127.0.0.1:8000"}


@sqlite_only
def test_its_headers_let_mail_programs_sort_and_stop(place: Place, post: Post, client_of: Any) -> None:
    changed(place, "Lire le climat")
    post.comes_due()
    post.deliver()
    [mail] = post.to("referente")
    stop = mail["List-Unsubscribe"].strip().strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<suivis.territoire-apprenant>"
    assert stop.startswith("http://127.0.0.1:8000/desabonnement/")
    assert stop in mail.get_body(("plain",)).get_content()

    place.app.config["WTF_CSRF_ENABLED"] = True
    browser = place.app.test_client()
    path = stop.removeprefix("http://127.0.0.1:8000")
    assert "Plus aucun de ces messages" in browser.get(path).text
    with place.write() as session:
        assert session.get_one(WatchSettings, place.people["referente"]).mail == "daily", (
            "a look changes nothing"
        )
    assert browser.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with place.write() as session:
        settings = session.get_one(WatchSettings, place.people["referente"])
        assert (settings.mail, settings.direct_mail) == ("never", "never")
    assert browser.post(f"{path}x").status_code == 404


@sqlite_only
def test_less_is_one_mail_a_week(place: Place, client_of: Any) -> None:
    place.follow("nina", "territory", 1, mail="once")
    links = place.app.extensions["wiki.digests.stop"]
    answer = client_of().post(f"/desabonnement/{links.make(place.people['nina'])}", data={"action": "moins"})
    assert "un message par semaine" in answer.text
    with place.write() as session:
        assert session.scalars(select(Subscription.mail)).all() == [""]
        assert session.get_one(WatchSettings, place.people["nina"]).direct_mail == "weekly"


@sqlite_only
def test_what_was_read_meanwhile_or_may_not_be_read_any_more_is_not_mailed(place: Place, post: Post) -> None:
    _first, second = changed(place, "Lire le climat", "Lire le vent")
    place.follow("nina", "page", second)
    place.edit(second, "Encore.")
    place.drain()
    with place.write() as session:
        session.execute(
            update(Notice).where(Notice.user_id == place.people["referente"]).values(read_at=now())
        )
        pages.settle(session, place.actor(session, "referente"), second, kind="page", audience="territory")
    post.comes_due()
    post.deliver()

    assert post.to("referente") == post.to("nina") == []
    with place.write() as session:
        assert session.scalars(select(Notice).where(Notice.mail_due.is_not(None))).all() == []


@sqlite_only
def test_too_many_mails_at_once_become_a_digest(
    place: Place, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "MOST_AT_ONCE", 2)
    place.follow("nina", "page", place.page(), mail="once")
    for number in range(4):
        with place.write() as session:
            tell(
                session, place.people["membre"], happens.THREAD_RESOLVED, page_id=1, about_id=number,
                user_ids=[place.people["nina"]],
            )  # fmt: skip
        place.drain()
        with place.write() as session:
            session.execute(
                update(Notice)
                .where(Notice.mail == "once", Notice.mail_due.is_not(None))
                .values(mail_due=now())
            )
        post.deliver()

    assert len(post.to("nina")) == 2
    put_off = [notice for notice in place.told("nina") if notice.mail_due is not None]
    assert [notice.mail for notice in put_off] == ["daily", "daily"]
    post.comes_due()
    post.deliver()
    assert len(post.to("nina")) == 3


@sqlite_only
def test_a_mail_at_once_waits_for_the_last_edit(place: Place) -> None:
    page = place.page()
    place.drain()
    place.follow("nina", "page", page, mail="once")
    for _ in range(2):
        place.edit(page, f"Encore, à {now()}.")
        place.drain()

    [notice] = place.told("nina")
    assert notice.mail_due == notice.at + timedelta(minutes=10)
    assert notice.count == 2


@sqlite_only
def test_people_read_their_own_language(place: Place, post: Post, bodies: Bodies) -> None:
    with place.write() as session:
        session.get_one(User, place.people["referente"]).locale = "en"
    changed(place, "Lire le climat")
    post.comes_due()
    post.deliver()

    [mail] = post.to("referente")
    assert mail["Content-Language"] == "en"
    assert '<html lang="en">' in bodies(mail)[1]


@sqlite_only
def test_somebody_without_an_account_any_more_gets_nothing(place: Place, post: Post) -> None:
    changed(place, "Lire le climat")
    with place.write() as session:
        session.get_one(User, place.people["referente"]).blocked_at = now()
    post.comes_due()
    post.deliver()
    assert post.to("referente") == []


@sqlite_only
def test_hours_of_quiet_and_digests_are_the_persons(place: Place) -> None:
    with place.write() as session:
        habits = Habits("daily", "once", 18, 4, 20, 8)
        watching.change_habits(session, place.actor(session, "referente"), habits)
    changed(place, "Lire le climat")
    [notice] = place.told("referente")
    due = notice.mail_due
    assert due is not None
    assert due.astimezone(datetime.now(UTC).astimezone().tzinfo) > now()
    assert due.minute == 0


@sqlite_only
def test_what_was_said_stands_in_the_mail_as_long_as_it_is_shown(
    place: Place, post: Post, bodies: Bodies
) -> None:
    page = place.page()
    other = place.page("Autre")
    place.drain()
    with place.app.test_request_context(), place.write() as session:
        actor = place.actor(session, "membre")
        thread = discussion.open_thread(session, actor, discussion.NewThread(page, "Et s'il **pleut** ?"))
        number = thread.id
    with place.app.test_request_context(), place.write() as session:
        discussion.answer(
            session, place.actor(session, "curatrice"), number, "Alors @nina apporte un parapluie."
        )
        trash.delete(session, place.actor(session, "admin"), other, "Doublon")
    post.deliver()
    post.comes_due()
    post.deliver()

    told = " ".join(bodies(mail)[0] for mail in post.to("referente"))
    assert re.search("Et s.il pleut", told)
    assert "« Doublon »" in told
    assert "parapluie" in bodies(post.to("nina")[0])[0]
    assert "parapluie" in bodies(post.to("membre")[0])[0]
