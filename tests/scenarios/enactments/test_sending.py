"""A retour sent by the device on which it was written: once, by who wrote it, or given back with what is wrong."""

import io

import pytest

from tests.scenarios.enactments.conftest import Client, Lived
from tests.wiki.attachments.samples import picture

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
JSON = {"Accept": "application/json"}
SOME = {
    "played_on": "2026-06-14", "version": "1", "audience": "public", "form_key": "k" * 24,
    "activity": ["Se situer", "Mesurer"], "planned": ["10 min", "35 min"], "lived": ["12", "0"],
}  # fmt: skip


@pytest.fixture
def door(lived: Lived) -> str:
    return f"{lived.path(lived.origin())}/raconter/envoi"


def test_what_is_sent_twice_is_told_once(lived: Lived, door: str, client_of: Client) -> None:
    """The answer of the first sending may have been lost; photos come after it."""
    device = client_of("membre")
    first = device.post(door, data=SOME, headers=JSON)
    again = device.post(door, data={**SOME, "worked": "Autre chose."}, headers=JSON)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    url = first.get_json()["url"]
    row = lived.row(lived.page_id(url))
    assert row is not None
    assert [lived_minutes for _title, lived_minutes, _planned in row.minutes] == [12, 0]
    photo = {"photos": (io.BytesIO(picture()), "a.jpg"), "agreement": "nobody", "photo_key": "p" * 24}
    assert device.post(f"{url}/photos", data=photo, headers=JSON).status_code == 201


def test_a_device_is_told_what_to_correct(door: str, client_of: Client) -> None:
    sent = {**SOME, "played_on": "jadis", "lived": ["abc", "0"]}
    refused = client_of("membre").post(door, data=sent, headers=JSON)

    assert refused.status_code == 422
    assert refused.content_type == "application/problem+json"
    assert set(refused.get_json()["errors"]) == {"played_on", "lived"}
    unknown = client_of("membre").post(door, data={**SOME, "version": "9"}, headers=JSON)
    assert set(unknown.get_json()["errors"]) == {"version"}


def test_it_asks_for_an_account_and_a_scenario(lived: Lived, door: str, client_of: Client) -> None:
    assert client_of("").post(door, data=SOME, headers=JSON).status_code == 401
    url = client_of("membre").post(door, data=SOME, headers=JSON).get_json()["url"]
    for path in ("/trappes/absente", url):
        assert client_of("membre").post(f"{path}/raconter/envoi", data=SOME, headers=JSON).status_code == 404


def test_the_token_of_the_session_is_asked_for(door: str, client_of: Client, app: object) -> None:
    """A page kept on the device holds an old one: the device takes the one of the session at hand."""
    device = client_of("membre")
    device.application.config["WTF_CSRF_ENABLED"] = True
    assert device.post(door, data=SOME, headers=JSON).status_code == 400
    token = device.get("/connexion/ici", headers=JSON).get_json()["csrf_token"]
    assert device.post(door, data=SOME, headers={**JSON, "X-CSRFToken": token}).status_code == 201


def test_the_form_and_the_page_to_lead_from_know_what_to_keep(lived: Lived, client_of: Client) -> None:
    walk = lived.path(lived.origin())
    lead, form = (client_of("").get(f"{walk}/{name}").text for name in ("animer", "raconter"))

    for page in (lead, form):
        assert 'data-worker="/animation-hors-ligne.js"' in page
        for name in ("lived", "main", "retours", "sprite"):
            assert f"/static/dist/{name}." in page
    assert f'href="{walk}/raconter?version=1"' in lead
    assert 'data-activity="Se situer"' in lead
    assert f'data-path="{walk}"' in form
    # Kept by a device, so nobody is sent elsewhere to sign in first.
    assert "Vous vous connecterez au moment" in form
