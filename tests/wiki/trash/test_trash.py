"""Delete and restore: what vanishes, for whom, and what comes back."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.reading import select as pick
from tests.reading import tree, words
from tests.wiki.trash.conftest import MARK, Trash, said
from wiki.accounts import service as accounts
from wiki.activity.models import Happening
from wiki.audit.models import AuditEntry
from wiki.config import Settings
from wiki.db import now
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.jobs.worker import begin, drain
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Permission
from wiki.trash import queries, service
from wiki.trash.models import TrashedPage

Client = Callable[..., FlaskClient]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EVERYBODY = ("", "nina", "membre", "referente", "ambassadeur", "relectrice", "curatrice", "admin")
ADDRESSES = ("", "/historique", "/liens", "/texte.md", "/version/1", "/comparer", "/modifier", "/supprimer")
LISTS = ("/recents", "/trappes", "/recherche?q=zinzolin", "/flux.atom", "/sitemap.xml", "/themes/climat")


def timeless(html: str) -> str:
    """A page without how long ago things were."""
    return re.sub("<time.*?</time>", "", html)


def told(answer: TestResponse, slug: str) -> tuple[int, str, list[str]]:
    """All that an answer tells but for the name that was asked."""
    headers = sorted(
        f"{name}: {value}" for name, value in answer.headers if name not in ("Date", "Set-Cookie")
    )
    return answer.status_code, answer.text.replace(slug, "?").replace(slug.capitalize(), "?"), headers


@sqlite_only
def test_a_deleted_page_is_for_others_as_if_it_had_never_been(
    app: Flask, client_of: Client, trash: Trash
) -> None:
    page_id = trash.page("Mare")
    trash.publish("# Guide\n\nVoir [[Mare]].\n", kind="page")
    assert "missing" not in client_of().get("/trappes/guide").text
    assert "Mare" in words(tree(client_of().get("/recherche?q=zinzolin").text))

    trash.delete(page_id, by="referente", reason="Doublon de la rivière")
    drain(app)

    for handle in ("", "membre", "referente", "relectrice", "admin"):
        browser = client_of(handle)
        may_restore = handle in ("referente", "admin")
        for suffix in ADDRESSES:
            gone, never = (told(browser.get(f"/trappes/{slug}{suffix}"), slug) for slug in ("mare", "zzzz"))
            assert (gone == never) != (may_restore and suffix == ""), (handle, suffix)
        for listing in LISTS:
            assert "mare" not in browser.get(listing).text, (handle, listing)
        assert "wiki-link missing" in browser.get("/trappes/guide").text


def test_restored_with_everything_it_had(app: Flask, client_of: Client, trash: Trash) -> None:
    page_id = trash.page("Mare")
    trash.edit(page_id, 1, f"# Mare\n\n{MARK}, version deux.\n")
    trash.publish("# Guide\n\nVoir [[Mare]].\n", kind="page")
    before = timeless(client_of().get("/trappes/mare/historique").text)
    trash.delete(page_id)
    drain(app)

    restored = trash.restore(page_id)
    drain(app)

    assert not restored.is_moved
    assert timeless(client_of().get("/trappes/mare/historique").text) == before
    assert "wiki-link missing" not in client_of().get("/trappes/guide").text
    assert "Mare" in words(tree(client_of().get("/recherche?q=zinzolin").text))
    with trash.write() as session:
        assert session.scalars(select(TrashedPage)).all() == []
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.kind == "page").order_by(AuditEntry.id)
        ).all()
        deleted, back = entries[-2:]
        assert (deleted.act, deleted.name, deleted.details) == (
            "page.deleted",
            "trappes/mare",
            {"reason": "Doublon"},
        )
        assert (back.act, back.name, back.thing_id) == ("page.restored", "trappes/mare", page_id)
        of_page = select(Happening.kind).where(Happening.page_id == page_id).order_by(Happening.id)
        kinds = session.scalars(of_page).all()
        assert kinds[-2:] == ["page.deleted", "page.restored"]


@sqlite_only
def test_the_address_is_free_for_a_new_page_and_the_old_one_comes_back_beside_it(
    client_of: Client, trash: Trash
) -> None:
    first = trash.page("Mare", indexed=False)
    trash.delete(first)
    second = trash.page("Mare", indexed=False)

    browser = client_of("referente")
    assert browser.get("/trappes/mare").status_code == 200
    answer = browser.post(f"/pages/corbeille/{first}/retablir", follow_redirects=True)

    assert answer.request.path == "/trappes/mare-2"
    assert "L'adresse de « Mare » était prise" in said(answer.text)
    trash.delete(second)
    trash.delete(first)
    assert not trash.restore(second).is_moved


@sqlite_only
def test_who_may_delete_and_who_may_restore_what(trash: Trash) -> None:
    mine, another = (
        trash.page("Mienne", by="membre", indexed=False),
        trash.page("Autre", by="referente", indexed=False),
    )
    for handle in ("", "nina", "relectrice", "ambassadeur"):
        with pytest.raises(Forbidden):
            trash.delete(mine, by=handle)
    with pytest.raises(Forbidden):
        trash.delete(another, by="membre")

    trash.delete(mine, by="membre", reason="Erreur")
    for handle in ("", "nina", "relectrice", "ambassadeur"):
        with pytest.raises(NotFound):
            trash.restore(mine, by=handle)
    trash.restore(mine, by="membre")

    # What was decided about somebody's page is not theirs to undo.
    trash.delete(mine, by="referente")
    with pytest.raises(NotFound):
        trash.restore(mine, by="membre")
    with pytest.raises(NotFound):
        trash.delete(mine, by="referente")
    trash.restore(mine, by="curatrice")
    with pytest.raises(NotFound):
        trash.restore(mine, by="curatrice")


@sqlite_only
def test_the_list_agrees_with_the_right_for_each_audience(trash: Trash) -> None:
    ids = {
        (audience, by): trash.page(f"{audience}, de {by}", by=by, audience=audience, indexed=False)
        for audience in ("public", "members", "territory", "draft")
        for by in ("membre", "referente")
    }
    for (_audience, by), page_id in ids.items():
        trash.delete(page_id, by=by)
    drafts = {page_id for (audience, _by), page_id in ids.items() if audience == "draft"}
    for handle in EVERYBODY:
        actor = trash.actor_of(handle)
        with trash.write() as session:
            listed = {row.page_id for row in queries.listing(session, actor)}
            rows = session.scalars(select(TrashedPage)).all()
            allowed = {row.page_id for row in rows if actor.rules.can(actor, Permission.PAGE_RESTORE, row)}
        assert len(rows) == len(ids)
        assert listed == allowed, handle
        own = ids.get(("draft", handle))
        assert listed & drafts == ({own} if own else set()), handle


@sqlite_only
def test_a_reason_is_asked_and_given_back_when_it_is_too_long(client_of: Client, trash: Trash) -> None:
    trash.page("Mare", indexed=False)
    browser = client_of("referente")
    page = said(browser.get("/trappes/mare/supprimer").text)
    assert "1 version" in page
    assert "Aucune autre page n'y mène" in page

    assert browser.post("/trappes/mare/supprimer", data={"reason": "  "}).status_code == 422
    long = browser.post("/trappes/mare/supprimer", data={"reason": "é" * 501})
    assert long.status_code == 422
    assert pick(tree(long.text), "#reason")[0].get("value") == "é" * 501
    for reason in ("", "é" * 501):
        with pytest.raises(Invalid):
            service.checked_reason(reason)


@sqlite_only
def test_what_a_person_is_told_before_and_after(client_of: Client, trash: Trash) -> None:
    page_id = trash.page("Mare", indexed=False)
    for number in range(22):
        trash.publish(f"# Guide {number}\n\nVoir [[Mare]].\n", kind="page", indexed=False)
    browser = client_of("referente")
    assert "/trappes/mare/supprimer" in browser.get("/trappes/mare/reglages").text
    asked = said(browser.get("/trappes/mare/supprimer").text)
    assert "22 pages y mènent" in asked
    assert "Toutes les voir" in asked

    answer = browser.post("/trappes/mare/supprimer", data={"reason": "Doublon"}, follow_redirects=True)
    assert answer.request.path == f"/pages/corbeille/{page_id}"
    told_after = said(answer.text)
    assert "« Mare » est dans la corbeille" in told_after
    assert "Raison : Doublon" in told_after
    notice = browser.get("/trappes/mare")
    assert (notice.status_code, notice.headers["Cache-Control"]) == (410, "no-store")
    assert "Supprimée par Referente" in said(notice.text)
    assert MARK in notice.text


@sqlite_only
def test_the_list_is_searched_paged_and_restored_from(
    client_of: Client, trash: Trash, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.trash.views.SLICE", 2)
    browser = client_of("referente")
    assert "La corbeille est vide" in said(browser.get("/territoires/trappes/corbeille").text)
    ids = [trash.page(title, indexed=False) for title in ("Mare une", "Étang deux", "Mare trois")]
    for page_id in ids:
        trash.delete(page_id)

    def titles(address: str) -> list[str]:
        return [words(label) for label in pick(tree(browser.get(address).text), ".choice-list label")]

    assert titles("/territoires/trappes/corbeille") == ["Mare trois", "Étang deux"]
    [older] = [link.get("href") for link in pick(tree(browser.get("/pages/corbeille").text), "a[rel=next]")]
    assert titles(older) == ["Mare une"]
    assert titles("/pages/corbeille?q=MARÉ") == ["Mare trois", "Mare une"]
    assert "ne porte ce titre" in said(browser.get("/pages/corbeille?q=lac").text)
    assert browser.get("/territoires/nantes/corbeille").status_code == 403
    assert browser.get("/territoires/nulle-part/corbeille").status_code == 404

    nothing = browser.post("/pages/corbeille", data={"territory": "trappes"}, follow_redirects=True)
    assert "Cochez d'abord" in said(nothing.text)
    chosen = {"territory": "trappes", "pages": [str(ids[0]), str(ids[2]), "x"]}
    back = browser.post("/pages/corbeille", data=chosen, follow_redirects=True)
    assert back.request.path == "/territoires/trappes/corbeille"
    assert "2 pages sont rétablies" in said(back.text)
    assert titles("/pages/corbeille") == ["Étang deux"]
    assert browser.post("/pages/corbeille").headers["Location"] == "/pages/corbeille"
    assert client_of("nina").post(f"/pages/corbeille/{ids[1]}/retablir").status_code == 404
    assert client_of("").post("/pages/corbeille").status_code == 401


@sqlite_only
def test_what_it_told_of_others_counts_no_more_and_again(app: Flask, client_of: Client, trash: Trash) -> None:
    trash.publish("# Lire\n\nUn scénario.\n", kind="scenario")
    played = trash.publish("# Joué\n\nOn a joué [[Lire]].\n", kind="enactment", by="referente")

    def times() -> bool:
        return "Joué 1 fois" in words(tree(client_of().get("/recherche?q=scenario").text))

    before = times()
    trash.delete(played)
    drain(app)
    assert not times()
    trash.restore(played)
    drain(app)
    assert times() == before


@sqlite_only
def test_drafts_go_with_their_owner_out_of_the_trash_too(
    app: Flask, trash: Trash, people: dict[str, int]
) -> None:
    kept, gone, lost = (
        trash.page(title, by=by, audience="draft", indexed=False)
        for title, by in (("Un", "referente"), ("Deux", "membre"), ("Trois", "ambassadeur"))
    )
    for page_id, by in ((kept, "referente"), (gone, "membre"), (lost, "ambassadeur")):
        trash.delete(page_id, by=by)
    with trash.write() as session:
        accounts.delete_account(session, people["membre"])
    with trash.write() as session:
        # A crash before the event was told.
        session.get_one(accounts.User, people["ambassadeur"]).deleted_at = now()
    assert pages_there(trash) == {kept, lost}
    begin(app)
    assert pages_there(trash) == {kept}


@pytest.mark.parametrize("days", [0, 30])
@sqlite_only
def test_the_trash_empties_itself_where_the_settings_say_so(app: Flask, trash: Trash, days: int) -> None:
    old, young = trash.page("Vieille", indexed=False), trash.page("Récente", indexed=False)
    for page_id in (old, young):
        trash.delete(page_id)
    with trash.write() as session:
        trashed = session.scalars(select(TrashedPage).where(TrashedPage.page_id == old)).one()
        trashed.deleted_at = now().replace(year=2020)
    settings: Settings = app.extensions["wiki.settings"]
    app.extensions["wiki.settings"] = Settings(data_dir=settings.data_dir, trash_days=days)

    drain(app)

    assert pages_there(trash) == ({young} if days else {old, young})
    with trash.write() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.act == "page.emptied")).all()
        assert [(entry.actor_id, entry.name) for entry in acts] == (
            [(None, "trappes/vieille")] if days else []
        )


def pages_there(trash: Trash) -> set[int]:
    with trash.write() as session:
        return set(session.scalars(select(Page.id)))


@sqlite_only
def test_who_was_writing_gets_the_words_back(client_of: Client, trash: Trash) -> None:
    page_id = trash.page("Mare", indexed=False)
    trash.delete(page_id)
    answer = client_of("membre").post(
        "/trappes/mare/modifier", data={"text": "# Mare\n\nMes mots.\n", "base": "1"}
    )
    assert answer.status_code == 404
    assert "Mes mots." in answer.text
    with trash.write() as session, pytest.raises(NotFound):
        pages.edit(session, trash.actor_of("membre"), pages.Edit(page_id, 1, "# Mare\n\nMes mots.\n"))
