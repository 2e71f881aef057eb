"""Offers through the services: made, talked about, mended, taken, declined, removed; and what is left of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import factories
from tests.wiki.contributions.conftest import BOTH, LONGER, NOTED, TEXT, Offers
from wiki.accounts.events import AccountDeleted
from wiki.activity.models import Happening
from wiki.audit.models import AuditEntry
from wiki.contributions import acts, deciding, erasing, moving, queries, service
from wiki.contributions.following import hash_of, number_in
from wiki.contributions.models import Contribution, ContributionMessage
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.events import emit
from wiki.jobs.models import Job
from wiki.pages import service as pages
from wiki.pages.models import Page, Revision
from wiki.pages.settling import Unsettled
from wiki.permissions import Permission, can
from wiki.provenance.queries import credit
from wiki.provenance.service import record as take_credit

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def kinds(offers: Offers) -> list[tuple[str, dict[str, Any]]]:
    with offers.read() as session:
        rows = session.scalars(
            select(Happening).where(Happening.kind.startswith("edit.")).order_by(Happening.id)
        )
        return [(row.kind, row.details) for row in rows]


def mails(offers: Offers) -> list[str]:
    with offers.read() as session:
        jobs = session.scalars(select(Job).where(Job.kind == "mail.send").order_by(Job.id))
        return [job.payload["values"]["event"] for job in jobs]


@sqlite_only
def test_an_offer_changes_nothing_until_it_is_taken(offers: Offers) -> None:
    number = offers.offer(NOTED, summary="On  oublie\nl'heure")

    found = offers.found(number)
    assert (found.state, found.author_name, found.summary) == ("open", "Nina", "On oublie l'heure")
    assert offers.page().current.text == TEXT

    taken = offers.accept(number)

    assert (taken.state, taken.number) == ("accepted", 2)
    revision = offers.page().current
    assert revision.text == NOTED
    assert (revision.author_id, revision.approver_id) == (offers.people["nina"], offers.people["membre"])
    assert revision.summary == "On oublie l'heure"
    assert [kind for kind, _ in kinds(offers)] == ["edit.offered", "edit.answered"]
    assert kinds(offers)[1][1] == {"outcome": "accepted", "offerer_id": offers.people["nina"], "number": 2}


def test_taken_in_part_and_after_the_page_moved_on(offers: Offers) -> None:
    first, second = offers.offer(BOTH, by=""), offers.offer(TEXT.replace("On compare.", "On compare à midi."))
    offers.edit(TEXT.replace("un carnet", "un cahier"))

    taken = offers.accept(first, chosen=[1])
    offers.accept(second)

    assert taken.state == "partly"
    wanted = NOTED.replace("un carnet", "un cahier").replace("On compare.", "On compare à midi.")
    assert offers.page().current.text == wanted
    with offers.read() as session:
        guest = session.scalars(select(Revision).where(Revision.guest_name == "Élise")).one()
    assert (guest.author_id, guest.approver_id) == (None, offers.people["membre"])


@sqlite_only
def test_what_both_changed_is_for_a_person_to_settle(offers: Offers) -> None:
    number = offers.offer(NOTED)
    offers.edit(TEXT.replace("la température.", "le vent."))

    with pytest.raises(Unsettled) as asked:
        offers.accept(number)
    answers = {"conflit-1-choix": "texte", "conflit-1-texte": "On relève tout."}
    with pytest.raises(Unsettled):
        offers.accept(number, answers=answers, answered=1)
    taken = offers.accept(number, answers=answers, answered=2)

    assert len(asked.value.merge.conflicts) == 1
    assert taken.state == "accepted"
    assert "On relève tout." in offers.page().current.text


def test_what_the_page_says_already_is_closed_without_a_version(offers: Offers) -> None:
    number = offers.offer(NOTED)
    offers.edit(NOTED)

    assert (offers.accept(number).state, offers.found(number).number) == ("accepted", None)
    assert offers.page().current.number == 2


def test_edited_before_it_is_taken(offers: Offers) -> None:
    whole, other = offers.offer(NOTED), offers.offer(LONGER)

    def take(number: int, text: str, base: int, **said: Any) -> Contribution:
        asked = deciding.TakenUp(offers.page_id, number, "", base, text, **said)
        with offers.write() as session:
            return deciding.take_up(session, offers.actor("membre"), asked)

    assert take(whole, NOTED, 1).state == "accepted"
    better = NOTED.replace("2 h", "trois heures")
    assert take(other, better, 2, summary="Trois").state == "partly"

    revision = offers.page().current
    assert (revision.text, revision.summary) == (better, "Trois")
    assert revision.author_id == offers.people["nina"]
    with pytest.raises(Conflict):
        take(other, better, 3)


def test_declined_with_words_that_are_kept(offers: Offers) -> None:
    number = offers.offer(NOTED, by="", guest_email="elise@exemple.fr", locale="en")
    with offers.write() as session, pytest.raises(Invalid) as mute:
        deciding.decline(session, offers.actor("membre"), offers.page_id, number, " ")
    with offers.write() as session:
        deciding.ask(session, offers.actor("membre"), offers.page_id, number, "Pourquoi ?")
    with offers.write() as session:
        service.say(session, offers.actor(""), offers.follow(number).rpartition("/")[2], "Parce que.")
    with offers.write() as session:
        deciding.decline(session, offers.actor("referente"), offers.page_id, number, "Déjà dit")

    assert list(mute.value.errors) == ["message"]
    found = offers.found(number)
    assert (found.state, found.guest_email, found.network_hash) == ("declined", "", "")
    assert found.decided_by == offers.people["referente"]
    with offers.read() as session:
        said = queries.conversation(session, found)
    assert [(each.text, each.is_offerer) for each in said] == [
        ("Pourquoi ?", False), ("Parce que.", True), ("Déjà dit", False),
    ]  # fmt: skip
    assert mails(offers) == ["received", "message", "declined"]
    with pytest.raises(Conflict):
        offers.accept(number)


@sqlite_only
def test_mended_and_taken_back_by_who_offered_alone(offers: Offers) -> None:
    number = offers.offer(NOTED)

    def amend(by: str, text: str = BOTH, base: int = 1) -> None:
        with offers.write() as session:
            service.amend(session, offers.actor(by), number, base_number=base, text=text, summary="Mieux")

    for stranger in ("membre", "", "relectrice"):
        with pytest.raises(NotFound):
            amend(stranger)
    amend("nina")
    amend("nina")
    assert (offers.found(number).text, offers.found(number).summary) == (BOTH, "Mieux")
    assert [details["outcome"] for _kind, details in kinds(offers)] == ["", "amended"]
    with pytest.raises(Conflict):
        offers.accept(number, mark="")
    for text, base in ((TEXT, 1), (BOTH, 9), ("---\nthèmes: [Rien]\n---\n# T\n\nx\n", 1)):
        with pytest.raises(Invalid):
            amend("nina", text, base)
    with offers.write() as session:
        service.withdraw(session, offers.actor("nina"), number)
    with pytest.raises(Conflict):
        amend("nina")
    assert offers.found(number).state == "withdrawn"


def test_who_may_offer_and_who_decides(offers: Offers) -> None:
    page = offers.page()
    rights = {
        handle: (can(offers.actor(handle), Permission.PAGE_OFFER, page),
                 can(offers.actor(handle), Permission.CONTRIBUTION_DECIDE, page))
        for handle in ("", "nina", "membre", "referente", "relectrice", "curatrice")
    }  # fmt: skip
    assert rights == {
        "": (True, False), "nina": (True, False), "membre": (False, True), "referente": (False, True),
        "relectrice": (True, False), "curatrice": (False, True),
    }  # fmt: skip
    number = offers.offer(NOTED)
    with pytest.raises(Forbidden):
        offers.offer(NOTED, by="membre")
    with pytest.raises(Forbidden):
        offers.accept(number, by="nina")
    with offers.write() as session:
        page = session.get_one(Page, offers.page_id)
        page.protection = "referents"
    assert offers.offer(LONGER, by="membre")
    with pytest.raises(Forbidden):
        offers.accept(number, by="membre")
    with offers.read() as session:
        seen = {
            handle: len(queries.to_review(session, offers.actor(handle), None, None, 9))
            for handle in ("membre", "referente", "curatrice", "admin")
        }
    assert seen == {"membre": 0, "referente": 2, "curatrice": 2, "admin": 2}


@sqlite_only
def test_a_page_that_is_withdrawn_from_sight_takes_its_offers_along(offers: Offers) -> None:
    number = offers.offer(NOTED)
    with offers.write() as session:
        pages.settle(session, offers.actor("referente"), offers.page_id, kind="page", audience="territory")

    with pytest.raises(NotFound):
        offers.offer(LONGER)
    with pytest.raises(NotFound), offers.write() as session:
        service.amend(session, offers.actor("nina"), number, base_number=1, text=BOTH, summary="")
    with offers.read() as session:
        assert queries.to_review(session, offers.actor("curatrice"), None, None, 9) == []
        assert len(queries.to_review(session, offers.actor("admin"), None, None, 9)) == 1
        assert queries.count_to_review(session, offers.actor("membre"), offers.page().territory_id) == 1
        assert len(queries.mine(session, offers.actor("nina"), None, 9)) == 1
        with pytest.raises(Forbidden):
            queries.to_review(session, offers.actor("nina"), None, None, 9)


@sqlite_only
def test_what_cannot_be_offered(offers: Offers) -> None:
    def refused(text: str, **said: Any) -> list[str]:
        with pytest.raises(Invalid) as told:
            offers.offer(text, by="", **said)
        return sorted(told.value.errors)

    assert refused(TEXT) == ["text"]
    assert refused(" ") == ["text"]
    assert refused("---\nthèmes: [Rien]\n---\n# T\n\nx\n") == ["text"]
    assert refused("# ...\n\nx\n") == ["text"]
    assert refused(NOTED, base_number=0) == [""]
    assert refused(NOTED, guest_name=" ", guest_email="elise") == ["guest_email", "guest_name"]
    assert refused(NOTED, guest_name="http://achat.example") == ["guest_name"]


@sqlite_only
def test_the_same_form_offers_once_and_too_much_waits(
    offers: Offers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_OF_NETWORK", 1)
    monkeypatch.setattr(service, "MOST_OF_ONE", 1)
    first = offers.offer(NOTED, by="", form_key="a")

    assert offers.offer(NOTED, by="", form_key="a") == first
    with pytest.raises(Invalid):
        offers.offer(LONGER, by="", form_key="b")
    offers.offer(LONGER, by="", network="192.0.2.8")
    offers.offer(NOTED)
    with pytest.raises(Invalid):
        offers.offer(LONGER)
    monkeypatch.setattr(service, "MOST_OF_PAGE", 3)
    with pytest.raises(Invalid):
        offers.offer(LONGER, by="relectrice")


@sqlite_only
def test_messages_are_bounded(offers: Offers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MOST_MESSAGES", 1)
    number = offers.offer(NOTED)

    def say(text: str) -> None:
        with offers.write() as session:
            service.say(session, offers.actor("nina"), number, text)

    for text in ("", "x" * 2001):
        with pytest.raises(Invalid):
            say(text)
    say("Bonjour\r\nà tous")
    with pytest.raises(Invalid):
        say("Encore")


def test_spam_is_removed_and_leaves_a_line_in_the_log(offers: Offers) -> None:
    number = offers.offer(NOTED, by="")
    with offers.write() as session:
        deciding.ask(session, offers.actor("membre"), offers.page_id, number, "?")
    with offers.write() as session:
        deciding.remove(session, offers.actor("membre"), offers.page_id, number)

    with offers.read() as session:
        assert session.scalar(select(func.count()).select_from(Contribution)) == 0
        assert session.scalar(select(func.count()).select_from(ContributionMessage)) == 0
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "contribution.removed")).one()
    assert (entry.thing_id, entry.actor_id) == (number, offers.people["membre"])
    with pytest.raises(NotFound), offers.read() as session:
        queries.of_page(session, offers.page(), number)


def test_credit_names_who_offered_even_without_an_account(offers: Offers) -> None:
    offers.accept(offers.offer(NOTED, by=""))
    offers.accept(offers.offer(NOTED.replace("On compare", "On discute")))

    with offers.write() as session:
        nantes = factories.territory(session, "nantes")
        taker = offers.actor("curatrice")
        page = session.get_one(Page, offers.page_id)
        copy = pages.create(session, taker, pages.NewPage(nantes.id, "page", "public", TEXT, slug="copie"))
        take_credit(session, copy, page, 3, "adapted")
        third = pages.create(session, taker, pages.NewPage(nantes.id, "page", "public", TEXT, slug="tiers",
                                                          same_title_meant=True))  # fmt: skip
        take_credit(session, third, copy, 1, "adapted")
        told = credit(session, offers.actor(""), page)
        owed = [source.contributors for source in credit(session, offers.actor(""), third).sources]

    assert [person.name for person in told.contributors] == ["Referente", "Élise", "Nina"]
    assert [person.handle for person in told.contributors] == ["referente", "", "nina"]
    assert [[person.name for person in people] for people in owed] == [
        ["Curatrice"], ["Referente", "Nina", "Élise"],
    ]  # fmt: skip


def test_what_is_withdrawn_or_left_takes_its_copies_along(offers: Offers) -> None:
    early, taken = offers.offer(LONGER), offers.offer(NOTED)
    offers.accept(taken)
    late = offers.offer(NOTED.replace("On compare", "On discute"), by="relectrice")
    with offers.read() as session:
        assert erasing.count_open(session, offers.page_id) == 2
        first = session.scalars(select(Revision).where(Revision.number == 1)).one()
    with offers.write() as session:
        erasing.forget_version(session, first)
    with offers.read() as session:
        assert session.scalars(select(Contribution.id)).all() == [late]

    with offers.write() as session:
        session.get_one(factories.User, offers.people["relectrice"]).deleted_at = now()
        emit(session, AccountDeleted(offers.people["relectrice"]))
    with offers.read() as session:
        assert session.scalars(select(Contribution.id)).all() == []
    assert early


def test_offers_follow_a_page_into_another_and_back(offers: Offers) -> None:
    number = offers.offer(NOTED)
    with offers.write() as session:
        trappes = session.get_one(Page, offers.page_id).territory_id
        text = f"{TEXT}\n## Reste\n\nOui.\n"
        new = pages.NewPage(trappes, "page", "public", text, slug="autre", same_title_meant=True)
        other = pages.create(session, offers.actor("referente"), new).id
        moving.move(session, moving.open_ids(session, offers.page_id), other)
    with offers.write() as session:
        service.amend(session, offers.actor("nina"), number, base_number=1, text=BOTH, summary="")
        assert moving.open_ids(session, offers.page_id) == []
    moved, offers.page_id = offers.page_id, other
    assert offers.accept(number, chosen=[1]).state == "partly"
    assert offers.page().current.text == f"{NOTED}\n## Reste\n\nOui.\n"

    back = offers.offer(f"{LONGER}\n## Reste\n\nOui.\n")
    with offers.write() as session:
        moving.move(session, [back], moved)
    assert offers.found(back).page_id == moved


@sqlite_only
def test_who_may_only_read_for_a_while_takes_back_and_no_more(offers: Offers) -> None:
    number = offers.offer(NOTED)
    suspended = replace(offers.actor("nina"), suspended_until=now() + timedelta(days=1))

    with offers.write() as session:
        with pytest.raises(Forbidden):
            service.offer(session, suspended, service.Offer(offers.page_id, 1, LONGER))
        with pytest.raises(Forbidden):
            service.say(session, suspended, number, "Achetez !")
        with pytest.raises(Forbidden):
            service.amend(session, suspended, number, base_number=1, text=BOTH, summary="")
        assert service.withdraw(session, suspended, number).state == "withdrawn"


@sqlite_only
def test_an_offer_made_from_a_version_that_is_gone(offers: Offers) -> None:
    number = offers.offer(NOTED)
    offers.edit(LONGER)
    with offers.write() as session:
        session.get_one(Contribution, number).base_number = 99

    assert offers.accept(number).state == "accepted"
    assert offers.page().current.text == NOTED


@sqlite_only
def test_secret_addresses_open_one_offer_and_are_ours(offers: Offers) -> None:
    number, own = offers.offer(NOTED, by=""), offers.offer(LONGER)
    token = offers.follow(number).removeprefix("/propositions/")

    with offers.read() as session:
        assert number_in(token) == number
        assert number_in(token[:-1]) is None
        assert number_in("") is None
        assert hash_of("192.0.2.7") == offers.found(number).network_hash != hash_of("192.0.2.8")
        assert hash_of("") == ""
        assert queries.own(session, offers.actor(""), token).id == number
        assert queries.own(session, offers.actor("nina"), token).id == number
        # Neither a number nor the token of what an account offered opens anything to a visitor.
        for key in (number, own, offers.follow(own).removeprefix("/propositions/")):
            with pytest.raises(NotFound):
                queries.own(session, offers.actor(""), key)
