"""*Modifications à vérifier*: what waits, what is seen, what is undone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select as select_rows
from sqlalchemy.orm import Session

from tests.reading import select, tree, words
from tests.wiki.notifications.conftest import app
from wiki.accounts.queries import actor_of
from wiki.audit.models import AuditEntry
from wiki.db import now
from wiki.errors import Forbidden, NotFound
from wiki.jobs.worker import drain
from wiki.pages import service as pages
from wiki.pages.models import Page, Revision
from wiki.patrol import queries, service
from wiki.patrol.models import CLASHED, DELETED, REFUSED, SEEN, UNCHANGED, UNDONE, EditToReview, RollbackPage
from wiki.permissions import Actor
from wiki.territories.models import Membership, Territory

__all__ = ["app"]

Client = Callable[..., FlaskClient]
Write = Callable[[], Any]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEXT = "# L'eau\n\nUn.\n\nDeux.\n\nTrois.\n"


class Vandalism:
    """The member writes, others write, the referent looks."""

    def __init__(self, app: Flask, write: Write, people: dict[str, int]) -> None:
        self.app, self.write, self.people = app, write, people

    def actor(self, session: Session, handle: str) -> Actor:
        return actor_of(session, self.people[handle], self.app.extensions["wiki.rules"])

    def page(self, title: str, by: str = "referente", text: str = TEXT, **values: Any) -> int:
        with self.write() as session:
            place = session.scalars(select_rows(Territory).where(Territory.slug == "trappes")).one()
            new = pages.NewPage(place.id, "page", "public", text.replace("L'eau", title), **values)
            return pages.create(session, self.actor(session, by), new).id

    def edit(self, page_id: int, by: str, old: str, new: str) -> None:
        with self.write() as session:
            page = session.get_one(Page, page_id)
            text = page.current.text.replace(old, new)
            pages.edit(session, self.actor(session, by), pages.Edit(page_id, page.current.number, text))

    def text(self, page_id: int) -> str:
        with self.write() as session:
            return session.get_one(Page, page_id).current.text

    def work(self) -> None:
        with self.app.app_context():
            drain(self.app)

    def waiting(self) -> list[tuple[int, int, bool]]:
        with self.write() as session:
            found = queries.waiting(session, self.actor(session, "referente"))
            return [(edit.revision.page_id, edit.revision.number, edit.is_first) for edit in found]


@pytest.fixture
def scene(app: Flask, write: Write, people: dict[str, int]) -> Vandalism:
    return Vandalism(app, write, people)


def test_edits_of_members_wait_and_those_of_referents_do_not(scene: Vandalism, client_of: Client) -> None:
    page = scene.page("L'eau")
    scene.edit(page, "membre", "Un.", "Un, autrement.")
    scene.edit(page, "curatrice", "Deux.", "Deux, autrement.")
    scene.work()

    assert scene.waiting() == [(page, 2, True)]
    shown = client_of("referente").get("/verification").text
    assert len(select(tree(shown), ".badge-first")) == 1
    assert [words(place) for place in select(tree(shown), ".patrol-page label")] == ["L’eau"]

    scene.work()
    assert scene.waiting() == [(page, 2, True)]


@sqlite_only
def test_after_three_seen_edits_the_next_are_no_first_ones(scene: Vandalism, client_of: Client) -> None:
    page = scene.page("L'eau")
    for word in ("a", "b", "c"):
        scene.edit(page, "membre", "Un.", f"Un. {word}")
    scene.work()
    seen = boxes(client_of("referente").get("/verification").text)
    data = {"edit": [seen[0]], "shown": [*seen, "x"], "action": "all"}
    answer = client_of("referente").post("/verification", data=data, follow_redirects=True)
    assert "3 modifications marquées comme vues." in answer.text
    assert "Rien à vérifier" in answer.text

    scene.edit(page, "membre", "Deux.", "Deux. d")
    scene.work()

    assert scene.waiting() == [(page, 5, False)]
    assert "Rien à vérifier" in client_of("referente").get("/verification?premieres=1").text


def boxes(html: str) -> list[str]:
    return [str(box.get("value")) for box in select(tree(html), "input[name=edit]")]


@sqlite_only
def test_what_was_brought_in_with_old_dates_does_not_wait(scene: Vandalism, write: Write) -> None:
    page = scene.page("L'eau")
    with write() as session:
        found = session.get_one(Page, page)
        pages.add_revision(
            session, found, TEXT + "\nQuatre.", [], author_id=scene.people["membre"],
            created_at=now() - timedelta(days=3),
        )  # fmt: skip
    scene.work()

    assert scene.waiting() == []


@sqlite_only
def test_a_proposal_that_was_taken_up_has_been_seen(scene: Vandalism, write: Write) -> None:
    page = scene.page("L'eau")
    with write() as session:
        found = session.get_one(Page, page)
        offered = pages.Edit(
            page, 1, found.current.text + "\nQuatre.\n", offerer=pages.Offerer(scene.people["nina"])
        )
        pages.edit(session, scene.actor(session, "referente"), offered)
    scene.work()

    assert scene.waiting() == []


@sqlite_only
def test_filters_by_territory_and_person(scene: Vandalism, client_of: Client) -> None:
    page = scene.page("L'eau")
    scene.edit(page, "membre", "Un.", "Un, autrement.")
    scene.edit(page, "ambassadeur", "Deux.", "Deux, autrement.")
    scene.work()
    client = client_of("curatrice")

    assert len(boxes(client.get("/verification").text)) == 2
    assert len(boxes(client.get("/verification?personne=membre").text)) == 1
    assert len(boxes(client.get("/verification?personne=inconnu").text)) == 2
    assert boxes(client.get("/verification?territoire=nantes").text) == []
    first = boxes(client.get("/verification").text)[0]
    assert len(boxes(client.get(f"/verification?avant={first}").text)) == 1


@sqlite_only
def test_nothing_ticked_says_so(scene: Vandalism, client_of: Client) -> None:
    answer = client_of("referente").post("/verification", data={}, follow_redirects=True)

    assert "Cochez les modifications" in answer.text


def test_a_referent_elsewhere_neither_sees_nor_marks(scene: Vandalism, write: Write) -> None:
    page = scene.page("L'eau")
    scene.edit(page, "membre", "Un.", "Un, autrement.")
    scene.work()
    with write() as session:
        nantes = session.scalars(select_rows(Territory).where(Territory.slug == "nantes")).one()
        session.add(Membership(user_id=scene.people["nina"], territory_id=nantes.id, role="referent",
                               admitted_at=now()))  # fmt: skip
    with write() as session:
        elsewhere = scene.actor(session, "nina")
        edit = session.scalars(select_rows(EditToReview)).one()
        assert queries.waiting(session, elsewhere) == []
        assert service.mark_seen(session, elsewhere, [edit.revision_id]) == 0
        with pytest.raises(Forbidden):
            service.mark_seen(session, scene.actor(session, "membre"), [edit.revision_id])

    assert scene.waiting() == [(page, 2, True)]


@sqlite_only
def test_one_edit_undone_while_later_ones_stay(scene: Vandalism, client_of: Client) -> None:
    page = scene.page("L'eau")
    scene.edit(page, "membre", "Un.", "Achetez.")
    scene.edit(page, "referente", "Trois.", "Trois, et quatre.")
    scene.work()
    client = client_of("referente")
    asked = client.get("/trappes/l-eau/annuler/2")
    assert "Annuler ce que la version 2 a changé" in asked.text

    answer = client.post("/trappes/l-eau/annuler/2", follow_redirects=True)

    assert "Le reste est intact" in answer.text
    assert scene.text(page) == TEXT.replace("Trois.", "Trois, et quatre.")
    assert scene.waiting() == []
    again = client.post("/trappes/l-eau/annuler/2", follow_redirects=True)
    assert "Il ne restait rien de la version 2" in again.text


@sqlite_only
def test_an_edit_that_others_built_on_is_not_undone_blindly(scene: Vandalism, client_of: Client) -> None:
    page = scene.page("L'eau")
    scene.edit(page, "membre", "Un.", "Achetez ici.")
    scene.edit(page, "referente", "Achetez ici.", "N'achetez rien ici.")

    answer = client_of("referente").post("/trappes/l-eau/annuler/2")

    assert answer.status_code == 409
    assert "/trappes/l-eau/comparer?de=1" in answer.text
    assert "N'achetez rien ici." in scene.text(page)


@sqlite_only
def test_the_first_version_and_versions_that_are_not_there(scene: Vandalism, client_of: Client) -> None:
    scene.page("L'eau")
    client = client_of("referente")

    assert client.get("/trappes/l-eau/annuler/1").status_code == 303
    assert client.get("/trappes/l-eau/annuler/7").status_code == 404
    assert client.post("/trappes/l-eau/annuler/7").status_code == 404
    first = client.post("/trappes/l-eau/annuler/1", follow_redirects=True)
    assert "supprimez plutôt la page" in first.text


@sqlite_only
def test_forty_edits_undone_in_one_action(scene: Vandalism, client_of: Client, write: Write) -> None:
    kept = [scene.page(f"Page {number}") for number in range(19)]
    for page in kept:
        scene.edit(page, "membre", "Un.", "Achetez !")
        scene.edit(page, "membre", "Deux.", "Vendez !")
    scene.edit(kept[0], "referente", "Trois.", "Trois, et quatre.")
    own = scene.page("Achetez", by="membre")
    scene.edit(own, "membre", "Un.", "Encore.")
    client = client_of("referente")
    asked = client.get("/personnes/membre/annulation")
    assert "20 pages concernées" in asked.text

    answer = client.post("/personnes/membre/annulation", data={"since": "", "reason": "Publicité"})
    assert "Annulation en cours" in client.get(answer.location).text
    scene.work()

    assert scene.text(kept[0]) == TEXT.replace("L'eau", "Page 0").replace("Trois.", "Trois, et quatre.")
    assert {scene.text(page).split("\n\n", 1)[1] for page in kept[1:]} == {TEXT.split("\n\n", 1)[1]}
    assert client_of("").get("/trappes/achetez").status_code == 404
    told = client.get(answer.location).text
    assert "fait. L’historique" in told
    assert "page mise à la corbeille" in told
    with write() as session:
        outcomes = session.scalars(select_rows(RollbackPage.outcome)).all()
        assert sorted(outcomes) == [DELETED, *[UNDONE] * 19]
        entry = session.scalars(select_rows(AuditEntry).where(AuditEntry.act == "edits.undone")).one()
        assert (entry.thing_id, entry.details["reason"]) == (scene.people["membre"], "Publicité")
        states = set(session.scalars(select_rows(EditToReview.state)))
        assert states == {UNDONE}

    # The job may run again: nothing is undone twice.
    before = scene.text(kept[1])
    with write() as session:
        service.finish_rollback(session, 1)
    scene.work()
    assert scene.text(kept[1]) == before


def test_what_cannot_be_undone_is_told(scene: Vandalism, client_of: Client, write: Write) -> None:
    clashing, undone_before, protected = (scene.page(title) for title in ("A", "B", "C"))
    for page in (clashing, undone_before, protected):
        scene.edit(page, "membre", "Un.", "Achetez ici.")
    scene.edit(clashing, "referente", "Achetez ici.", "N'achetez rien ici.")
    scene.edit(undone_before, "referente", "Achetez ici.", "Un.")
    with write() as session:
        session.get_one(Page, protected).protection = "curators"

    client = client_of("referente")
    answer = client.post("/personnes/membre/annulation", data={"since": "jour", "reason": ""})
    scene.work()

    with write() as session:
        rows = session.scalars(select_rows(RollbackPage)).all()
        assert {row.page_id: row.outcome for row in rows} == {
            clashing: CLASHED, undone_before: UNCHANGED, protected: REFUSED,
        }  # fmt: skip
    assert "à reprendre à la main" in client.get(answer.location).text
    assert client_of("curatrice").get(answer.location).status_code == 200


@sqlite_only
def test_what_became_of_pages_is_told_of_those_that_one_may_read(
    scene: Vandalism, client_of: Client, write: Write
) -> None:
    scene.page("Ouverte", by="membre")
    scene.page("Gardée", by="membre")
    reserved, emptied = scene.page("Réservée"), scene.page("Secrète", by="membre")
    scene.edit(reserved, "membre", "Un.", "Achetez.")
    with write() as session:
        for page in (reserved, emptied):
            session.get_one(Page, page).audience_key = "territory:1"
    asked = client_of("admin").post("/personnes/membre/annulation", data={"since": "", "reason": "Pub"})
    scene.work()

    def told(handle: str) -> set[str]:
        shown = client_of(handle).get(asked.location).text
        return {title for title in ("Ouverte", "Gardée", "Réservée", "Secrète") if title in shown}

    assert told("admin") == {"Ouverte", "Gardée", "Réservée", "Secrète"}
    assert told("curatrice") == {"Ouverte", "Gardée"}


@sqlite_only
def test_a_text_that_was_withdrawn_does_not_come_back_as_its_notice(
    scene: Vandalism, client_of: Client, write: Write
) -> None:
    page = scene.page("L'eau")
    scene.edit(page, "referente", "Un.", "Un, autrement.")
    scene.edit(page, "membre", "Deux.", "Achetez.")
    with write() as session:
        before = session.scalars(
            select_rows(Revision).where(Revision.page_id == page, Revision.number == 2)
        ).one()
        before.text, before.withdrawn_at = "Cette version a été retirée.", now()
    client = client_of("referente")

    assert client.get("/trappes/l-eau/annuler/3").status_code == 404
    assert client.post("/trappes/l-eau/annuler/3").status_code == 409
    client.post("/personnes/membre/annulation", data={"since": "", "reason": ""})
    scene.work()
    with write() as session:
        assert session.scalars(select_rows(RollbackPage.outcome)).all() == [CLASHED]
    assert "Achetez." in scene.text(page)


@sqlite_only
def test_nothing_to_undo_and_nonsense(scene: Vandalism, client_of: Client) -> None:
    client = client_of("referente")

    assert "Rien à annuler" in client.get("/personnes/nina/annulation").text
    assert client.post("/personnes/nina/annulation", data={"since": "jour"}).status_code == 422
    assert client.post("/personnes/nina/annulation", data={"since": "hier"}).status_code == 422
    assert client.get("/personnes/personne/annulation").status_code == 404
    assert client.get("/verification/annulations/7").status_code == 404


@sqlite_only
def test_a_rollback_is_its_askers_and_stops_with_their_account(
    scene: Vandalism, client_of: Client, write: Write
) -> None:
    page = scene.page("L'eau")
    scene.edit(page, "membre", "Un.", "Achetez.")
    with write() as session:
        started = service.start_rollback(
            session, scene.actor(session, "referente"), scene.people["membre"], since=None, reason=""
        )
        number = started.id
        nantes = session.scalars(select_rows(Territory).where(Territory.slug == "nantes")).one()
        session.add(Membership(user_id=scene.people["nina"], territory_id=nantes.id, role="referent",
                               admitted_at=now()))  # fmt: skip
    with write() as session:
        session.get_one(Membership, 1)
        from_elsewhere = scene.actor(session, "nina")
        with pytest.raises(NotFound):
            queries.rollback(session, from_elsewhere, number)
    with write() as session:
        asker = session.get_one(service.Rollback, number).actor
        asker.blocked_at = now()
    scene.work()

    assert "Achetez." in scene.text(page)


@sqlite_only
def test_seen_edits_are_kept_with_who_saw_them(scene: Vandalism, write: Write) -> None:
    page = scene.page("L'eau")
    scene.edit(page, "membre", "Un.", "Un, autrement.")
    scene.work()
    with write() as session:
        edit = session.scalars(select_rows(EditToReview)).one()
        assert service.mark_seen(session, scene.actor(session, "curatrice"), [edit.revision_id]) == 1
    with write() as session:
        edit = session.scalars(select_rows(EditToReview)).one()
        assert (edit.state, edit.decided_by) == (SEEN, scene.people["curatrice"])


@sqlite_only
def test_doors(scene: Vandalism, client_of: Client) -> None:
    page = scene.page("L'eau")
    scene.edit(page, "membre", "Un.", "Un, autrement.")
    scene.work()
    client = client_of("referente")

    assert "/trappes/l-eau/annuler/2" in client.get("/trappes/l-eau/version/2").text
    assert "/annuler/" not in client.get("/trappes/l-eau/version/1").text
    assert "/annuler/" not in client_of("").get("/trappes/l-eau/version/2").text
    assert "/personnes/membre/annulation" in client.get("/personnes/membre").text
    assert "annulation" not in client.get("/personnes/referente").text
    assert "annulation" not in client_of("nina").get("/personnes/membre").text
    assert "1 modification à vérifier" in client.get("/trappes").text
