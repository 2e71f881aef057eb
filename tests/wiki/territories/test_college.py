"""The editor of the local college."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from wiki.errors import Invalid
from wiki.permissions import Actor
from wiki.territories import queries, service
from wiki.territories.categories import LABELS, ActorCategory

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ClientOf = Callable[[str], FlaskClient]
Write = Callable[[], AbstractContextManager[Session]]
COLLEGE = "/territoires/trappes/college"


def add(client: FlaskClient, name: str, category: str = "families") -> None:
    answer = client.post(COLLEGE, data={"nouveau-category": category, "nouveau-name": name})
    assert answer.status_code == 303


def seats(write: Write) -> dict[str, tuple[int, str]]:
    """The college in order: name → (id, category)."""
    with write() as session:
        found = queries.college(queries.by_slug(session, "trappes"))
        return {seat.name: (seat.id, seat.category) for row in found for seat in row.seats}


def test_all_fourteen_categories_have_a_name() -> None:
    assert len(ActorCategory) == 14
    assert set(LABELS) == set(ActorCategory)


def test_seats_are_added_changed_moved_and_removed(write: Write, client_of: ClientOf) -> None:
    client = client_of("referente")
    for name in ("Premiers", "Deuxièmes", "Troisièmes"):
        add(client, name)
    add(client, "Le lycée", "academic")
    ids = {name: id_ for name, (id_, _) in seats(write).items()}
    assert list(ids) == ["Le lycée", "Premiers", "Deuxièmes", "Troisièmes"]

    client.post(f"{COLLEGE}/{ids['Troisièmes']}", data={"action": "up"})
    client.post(f"{COLLEGE}/{ids['Premiers']}", data={"action": "up"})
    client.post(f"{COLLEGE}/{ids['Deuxièmes']}", data={"action": "down"})
    assert list(seats(write)) == ["Le lycée", "Premiers", "Troisièmes", "Deuxièmes"]

    client.post(f"{COLLEGE}/{ids['Premiers']}", data={"action": "down"})
    assert list(seats(write)) == ["Le lycée", "Troisièmes", "Premiers", "Deuxièmes"]

    seat = ids["Premiers"]
    typed = {f"siege-{seat}-category": "elected", f"siege-{seat}-name": "Le conseil"}
    assert client.post(f"{COLLEGE}/{seat}", data=typed).status_code == 303
    assert seats(write)["Le conseil"] == (seat, "elected")

    for _ in range(2):
        assert client.post(f"{COLLEGE}/{seat}", data={"action": "remove"}).status_code == 303
    assert "Le conseil" not in seats(write)


@sqlite_only
@pytest.mark.parametrize(
    ("category", "name", "told"),
    [
        ("families", "", "À remplir"),
        ("families", "a" * 201, "200 caractères"),
        ("martians", "Zorg", "nouveau-category-error"),
    ],
)
def test_a_new_seat_that_cannot_be_used_is_shown_again(
    client_of: ClientOf, category: str, name: str, told: str
) -> None:
    answer = client_of("referente").post(COLLEGE, data={"nouveau-category": category, "nouveau-name": name})

    assert answer.status_code == 422
    assert told in answer.text
    assert name in answer.text


@sqlite_only
def test_a_changed_seat_that_cannot_be_used_is_shown_again_opened(write: Write, client_of: ClientOf) -> None:
    client = client_of("referente")
    add(client, "Premiers")
    seat = seats(write)["Premiers"][0]
    for name in ("", "b" * 201):
        typed = {f"siege-{seat}-category": "elected", f"siege-{seat}-name": name}
        answer = client.post(f"{COLLEGE}/{seat}", data=typed)

        assert answer.status_code == 422
        assert '<details class="filters" open>' in answer.text
        assert name in answer.text
    assert "Premiers" in seats(write)


@sqlite_only
def test_a_seat_that_is_gone_cannot_be_changed(client_of: ClientOf) -> None:
    client = client_of("referente")

    typed = {"siege-99-category": "elected", "siege-99-name": "Quelqu'un"}

    assert client.post(f"{COLLEGE}/99", data=typed).status_code == 409
    assert client.post(f"{COLLEGE}/99", data={}).status_code == 200


@sqlite_only
def test_an_empty_seat_leads_to_its_form(client_of: ClientOf) -> None:
    client = client_of("referente")

    assert 'href="/territoires/trappes/college?categorie=craft#ajouter"' in client.get(COLLEGE).text
    assert '<option selected value="craft">' in client.get(f"{COLLEGE}?categorie=craft").text


@sqlite_only
@pytest.mark.parametrize(("handle", "status"), [("", 401), ("membre", 403)])
def test_others_cannot_touch_the_college(client_of: ClientOf, handle: str, status: int) -> None:
    client = client_of(handle)
    for action in ("save", "up", "remove"):
        assert client.post(f"{COLLEGE}/1", data={"action": action}).status_code == status


@sqlite_only
def test_the_service_knows_the_fourteen_categories_only(app: Flask, write: Write, people: object) -> None:
    curator = Actor(user_id=1, site_role="curator", rules=app.extensions["wiki.rules"])
    with write() as session:
        trappes = queries.by_slug(session, "trappes")
        with pytest.raises(Invalid) as refusal:
            service.add_seat(session, curator, trappes, service.Seat("martians", ""))

    assert set(refusal.value.errors) == {"category", "name"}
