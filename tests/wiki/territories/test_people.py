"""Who belongs to a territory: asking, admitting, roles, naming, leaving."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import factories
from wiki.accounts.models import User
from wiki.db import now
from wiki.errors import Forbidden, Invalid
from wiki.permissions import Actor
from wiki.territories import memberships, queries
from wiki.territories.events import MembershipAsked, MembershipChanged
from wiki.territories.models import Membership, Territory

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ClientOf = Callable[[str], FlaskClient]
Write = Callable[[], AbstractContextManager[Session]]
TRAPPES = "/territoires/trappes"


@pytest.fixture
def ids(write: Write, people: dict[str, int]) -> dict[str, int]:
    """handle → id of the membership in Trappes; Nina asks to be admitted."""
    with write() as session:
        trappes = queries.by_slug(session, "trappes")
        session.add(Membership(user_id=people["nina"], territory_id=trappes.id, message="J'habite ici"))
        session.flush()
        found = session.query(Membership).all()
        return {each.user.handle: each.id for each in found}


def roles(write: Write) -> dict[str, str]:
    """The members of Trappes: handle → role, « ? » for who only asks."""
    with write() as session:
        found = session.query(Membership).order_by(Membership.id).all()
        return {each.user.handle: each.role if each.admitted_at else "?" for each in found}


def decide(client: FlaskClient, membership: int, action: str, role: str = "") -> int:
    answer = client.post(
        f"{TRAPPES}/membres/{membership}", data={"action": action, f"personne-{membership}-role": role}
    )
    return answer.status_code


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may_only_read_for_a_while_writes_to_no_referent(
    write: Write, client_of: ClientOf, people: dict[str, int]
) -> None:
    with write() as session:
        session.get_one(User, people["nina"]).suspended_until = now() + timedelta(hours=1)

    assert client_of("nina").post(f"{TRAPPES}/rejoindre", data={"message": "Achetez"}).status_code == 403
    assert "nina" not in roles(write)


@sqlite_only
def test_somebody_asks_waits_and_takes_it_back(app: Flask, write: Write, client_of: ClientOf) -> None:
    told: list[object] = []
    app.extensions["wiki.events"].listen(MembershipAsked, told.append)
    client = client_of("nina")
    assert "Envoyer ma demande" in client.get(f"{TRAPPES}/rejoindre").text

    for _ in range(2):
        answer = client.post(
            f"{TRAPPES}/rejoindre", data={"message": "J'anime un atelier"}, follow_redirects=True
        )
        assert "Votre demande pour rejoindre ce territoire attend une réponse" in answer.text
    assert len(told) == 1
    assert "J&#39;anime un atelier" in client.get(f"{TRAPPES}/rejoindre").text

    assert "Votre demande est retirée" in client.post(f"{TRAPPES}/quitter", follow_redirects=True).text
    assert "nina" not in roles(write)
    assert "Rejoindre ce territoire" in client.get("/trappes").text


@sqlite_only
def test_a_long_message_is_told_and_kept(client_of: ClientOf) -> None:
    answer = client_of("nina").post(f"{TRAPPES}/rejoindre", data={"message": "m" * 501})

    assert answer.status_code == 422
    assert "500 caractères" in answer.text
    assert "m" * 501 in answer.text


@sqlite_only
def test_a_visitor_signs_in_first(client_of: ClientOf) -> None:
    answer = client_of("").get(f"{TRAPPES}/rejoindre")

    assert answer.location == "/connexion?next=/territoires/trappes/rejoindre"
    assert client_of("").post(f"{TRAPPES}/quitter").status_code == 401


@sqlite_only
def test_a_member_sees_that_they_belong_and_leaves(write: Write, client_of: ClientOf) -> None:
    client = client_of("membre")
    assert "Vous en faites partie" in client.get("/trappes").text
    assert "Quitter ce territoire" in client.get(f"{TRAPPES}/rejoindre").text
    assert client.post(f"{TRAPPES}/rejoindre").status_code == 303

    assert "Vous ne faites plus partie" in client.post(f"{TRAPPES}/quitter", follow_redirects=True).text
    assert "membre" not in roles(write)
    client.post(f"{TRAPPES}/quitter")


@sqlite_only
def test_the_last_referent_stays_until_another_is_named(
    write: Write, client_of: ClientOf, ids: dict[str, int]
) -> None:
    client = client_of("referente")
    assert "dernière personne référente" in client.post(f"{TRAPPES}/quitter", follow_redirects=True).text
    for action, role in (("remove", ""), ("role", "member")):
        decide(client, ids["referente"], action, role)
        assert roles(write)["referente"] == "referent"

    decide(client_of("curatrice"), ids["membre"], "role", "referent")
    answer = client.post(
        f"{TRAPPES}/membres/{ids['referente']}",
        data={"action": "role", f"personne-{ids['referente']}-role": "ambassador"},
    )

    assert answer.location == "/trappes"
    assert roles(write)["referente"] == "ambassador"
    assert client.get("/trappes").status_code == 200


def test_the_referent_admits_refuses_and_changes_roles(
    app: Flask, write: Write, client_of: ClientOf, ids: dict[str, int]
) -> None:
    told: list[object] = []
    app.extensions["wiki.events"].listen(MembershipChanged, told.append)
    client = client_of("referente")
    page = client.get(f"{TRAPPES}/membres").text
    assert "J&#39;habite ici" in page
    assert "Nommer une personne" not in page

    for _ in range(2):
        assert decide(client, ids["nina"], "admit") == 303
    assert roles(write)["nina"] == "member"
    assert len(told) == 1
    assert decide(client, ids["nina"], "refuse") == 409
    for _ in range(2):
        assert decide(client, ids["nina"], "role", "ambassador") == 303
    assert roles(write)["nina"] == "ambassador"
    assert decide(client, ids["nina"], "role", "king") == 303
    assert decide(client, ids["nina"], "role", "referent") == 403
    assert roles(write)["nina"] == "ambassador"
    for _ in range(2):
        assert decide(client, ids["nina"], "remove") == 303
    assert "nina" not in roles(write)
    assert decide(client, ids["nina"], "admit") == 409
    assert decide(client, ids["nina"], "role", "member") == 409


@sqlite_only
def test_a_refused_request_is_gone(write: Write, client_of: ClientOf, ids: dict[str, int]) -> None:
    client = client_of("referente")

    for _ in range(2):
        assert decide(client, ids["nina"], "refuse") == 303

    assert "nina" not in roles(write)
    assert "Aucune demande n’attend" in client.get(f"{TRAPPES}/membres").text


@sqlite_only
def test_a_referent_does_not_remove_another(write: Write, client_of: ClientOf, ids: dict[str, int]) -> None:
    decide(client_of("curatrice"), ids["membre"], "role", "referent")
    client = client_of("referente")

    assert decide(client, ids["membre"], "remove") == 403
    assert decide(client, ids["membre"], "role", "member") == 403
    assert client.post(f"{TRAPPES}/quitter").status_code == 303
    assert roles(write)["membre"] == "referent"
    assert "referente" not in roles(write)


@sqlite_only
def test_who_stops_looking_after_the_members_is_led_out_of_their_list(
    client_of: ClientOf, ids: dict[str, int]
) -> None:
    decide(client_of("admin"), ids["membre"], "role", "referent")
    client = client_of("referente")

    answer = client.post(f"{TRAPPES}/membres/{ids['referente']}", data={"action": "remove"})

    assert answer.location == "/trappes"
    assert client.get(f"{TRAPPES}/membres").status_code == 403


@sqlite_only
def test_a_membership_of_another_territory_is_out_of_reach(client_of: ClientOf, ids: dict[str, int]) -> None:
    answer = client_of("curatrice").post(
        f"/territoires/nantes/membres/{ids['nina']}", data={"action": "admit"}
    )

    assert answer.status_code == 409


@sqlite_only
def test_others_decide_nothing(client_of: ClientOf, ids: dict[str, int], subtests: pytest.Subtests) -> None:
    for handle in ("nina", "membre", "ambassadeur", "relectrice"):
        client = client_of(handle)
        for action in ("admit", "refuse", "role", "remove"):
            with subtests.test(handle=handle, action=action):
                assert decide(client, ids["nina"], action, "member") == 403


@sqlite_only
def test_the_national_team_names_people(write: Write, client_of: ClientOf, ids: dict[str, int]) -> None:
    client = client_of("curatrice")
    for handle, role in (("@Relectrice", "referent"), ("nina", "ambassador"), ("membre", "ambassador")):
        data = {"nommer-handle": handle, "nommer-role": role}
        assert client.post(f"{TRAPPES}/membres", data=data).status_code == 303

    found = roles(write)
    assert (found["relectrice"], found["nina"], found["membre"]) == ("referent", "ambassador", "ambassador")


@sqlite_only
def test_who_is_named_must_have_an_account_in_use(write: Write, client_of: ClientOf) -> None:
    client = client_of("curatrice")
    with write() as session:
        factories.user(session, "partie", deleted_at=now())
    for handle in ("personne", "partie"):
        answer = client.post(f"{TRAPPES}/membres", data={"nommer-handle": handle, "nommer-role": "member"})
        assert answer.status_code == 422
        assert "Aucun compte n’a cet identifiant" in answer.text
        assert f'value="{handle}"' in answer.text


@sqlite_only
def test_a_referent_names_nobody(client_of: ClientOf) -> None:
    data = {"nommer-handle": "nina", "nommer-role": "member"}

    assert client_of("referente").post(f"{TRAPPES}/membres", data=data).status_code == 403


@sqlite_only
def test_a_territory_without_people_says_so(client_of: ClientOf) -> None:
    assert "Aucun membre pour l’instant" in client_of("admin").get("/territoires/nantes/membres").text
    page = client_of("").get("/nantes").text
    assert "l’équipe nationale s’en charge" in page
    assert "Personne n’y siège" in page


@sqlite_only
def test_the_services_refuse_what_no_form_offers(app: Flask, write: Write, people: dict[str, int]) -> None:
    rules = app.extensions["wiki.rules"]
    curator = Actor(user_id=people["curatrice"], site_role="curator", rules=rules)
    with write() as session:
        trappes = queries.by_slug(session, "trappes")
        with pytest.raises(Invalid):
            memberships.name_person(session, curator, trappes, "nina", "king")
        with pytest.raises(Forbidden):
            memberships.ask(session, Actor(rules=rules), trappes)


def test_two_referents_who_admit_at_once_admit_once(
    app: Flask, write: Write, people: dict[str, int], ids: dict[str, int]
) -> None:
    database, told = app.extensions["wiki.database"], []
    app.extensions["wiki.events"].listen(MembershipChanged, told.append)
    with write() as session:
        trappes = queries.by_slug(session, "trappes").id
    ready = threading.Barrier(2, timeout=60)

    def admit(handle: str) -> None:
        actor = Actor(people[handle], site_role="curator", rules=app.extensions["wiki.rules"])
        ready.wait()
        with database.transaction() as session:
            memberships.admit(session, actor, session.get_one(Territory, trappes), ids["nina"])

    together = [threading.Thread(target=admit, args=(handle,)) for handle in ("curatrice", "admin")]
    for each in together:
        each.start()
    for each in together:
        each.join()

    assert told == [MembershipChanged(trappes, people["nina"])]
    assert roles(write)["nina"] == "member"


def test_the_last_two_referents_cannot_leave_at_once(
    app: Flask, write: Write, people: dict[str, int]
) -> None:
    database, refused = app.extensions["wiki.database"], []
    with write() as session:
        trappes = queries.by_slug(session, "trappes")
        factories.membership(session, session.get_one(factories.User, people["nina"]), trappes, "referent")
        territory = trappes.id
    ready = threading.Barrier(2, timeout=60)

    def leave(handle: str) -> None:
        actor = Actor(people[handle], territories={territory: "referent"}, rules=app.extensions["wiki.rules"])
        ready.wait()
        try:
            with database.transaction() as session:
                memberships.leave(session, actor, session.get_one(Territory, territory))
        except Invalid:
            refused.append(handle)

    together = [threading.Thread(target=leave, args=(handle,)) for handle in ("nina", "referente")]
    for each in together:
        each.start()
    for each in together:
        each.join()

    assert len(refused) == 1
    assert list(roles(write).values()).count("referent") == 1


@sqlite_only
def test_an_account_that_proved_no_address_is_not_named(client_of: ClientOf, write: Write) -> None:
    with write() as session:
        factories.user(session, "pretendue").confirmed_at = None
    form = {"nommer-handle": "pretendue", "nommer-role": "referent"}

    assert client_of("curatrice").post(f"{TRAPPES}/membres", data=form).status_code == 422
    assert "pretendue" not in roles(write)
