"""Photos of a retour: nobody sees one before somebody says what was agreed, nor after that is withdrawn."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from scenarios.photos.labels import agreement_label
from scenarios.photos.models import PhotoConsent
from scenarios.photos.queries import MOST_PHOTOS
from scenarios.photos.service import hold_back
from tests.wiki.attachments.samples import exif, picture
from wiki.activity.models import Happening
from wiki.attachments.models import Blob, File
from wiki.attachments.queries import words_by_page
from wiki.audit.models import AuditEntry
from wiki.db import read_session
from wiki.jobs.worker import drain
from wiki.pages import service as pages
from wiki.pages.service import NewPage
from wiki.permissions import Actor
from wiki.territories.models import Territory

Client = Callable[[str], FlaskClient]
Send = Callable[..., TestResponse]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PATH = "/trappes/retour-du-square"
JSON = {"Accept": "application/json"}


@pytest.fixture
def told(app: Flask, write: Any, people: dict[str, int]) -> Callable[[str, str], None]:
    """`told("enactment", "# Retour\\n")` — a page of the member of Trappes that everybody reads."""

    def create(kind: str, text: str) -> None:
        with write() as session:
            place = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
            rules = app.extensions["wiki.rules"]
            actor = Actor(people["membre"], "membre", territories={place.id: "member"}, rules=rules)
            pages.create(session, actor, NewPage(place.id, kind, "public", text, as_found=True))

    return create


@pytest.fixture
def retour(told: Callable[[str, str], None]) -> str:
    """A retour of Trappes that everybody reads."""
    told("enactment", "# Retour du square\n\nNous l'avons joué.\n")
    return PATH


@pytest.fixture
def send(client_of: Client, retour: str) -> Send:
    """`send(agreement="nobody")` sends a photo as a device does."""

    def post(
        data: bytes | None = None, *, by: str = "membre", name: str = "photo.jpg", **fields: str
    ) -> TestResponse:
        content = io.BytesIO(picture() if data is None else data)
        return client_of(by).post(
            f"{retour}/photos", data={"photos": (content, name), **fields}, headers=JSON
        )

    return post


def told_of_files(write: Any) -> int:
    """How often followers of the page heard of a new file."""
    with write() as session:
        return len(session.scalars(select(Happening).where(Happening.kind == "file.added")).all())


def seen_by(client: FlaskClient, url: str) -> int:
    return client.get(url, buffered=True).status_code


def test_a_photo_is_shown_with_what_was_agreed_and_erased_when_that_is_withdrawn(
    app: Flask, client_of: Client, send: Send, write: Any
) -> None:
    original = picture(size=(400, 300), exif=exif())
    sent = send(original, agreement="parents", agreement_words="Claire, au club", photo_alt="Des jumelles")

    assert sent.status_code == 201
    url = sent.get_json()["photos"][0]["url"]
    shown = client_of("").get(f"{url}?version=1", buffered=True)
    # No browser shows it from its own store once it is withdrawn.
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "public, no-cache")
    assert b"TELEPHONE" not in shown.data
    page = client_of("").get(PATH).text
    assert "Des jumelles" in page
    assert f"{url}?version=1" in page
    told = client_of("").get("/fichiers/1/accord").text
    assert "Claire, au club" in told
    assert "leurs parents" in told
    assert "Masquer cette photo" not in told

    assert client_of("nina").post("/fichiers/1/retrait").status_code == 403
    assert client_of("").post("/fichiers/1/retrait").status_code == 401
    assert "Effacer la photo" in client_of("referente").get("/fichiers/1/retrait").text
    assert client_of("referente").post("/fichiers/1/retrait").status_code == 303

    assert seen_by(client_of(""), url) == seen_by(client_of("membre"), f"{url}?version=1") == 404
    assert url not in client_of("").get(PATH).text
    drain(app)
    with write() as session:
        assert session.scalars(select(Blob)).all() == []
        acts = session.execute(
            select(AuditEntry.act, AuditEntry.name).where(AuditEntry.act.startswith("photo."))
        ).all()
        kept = session.scalars(select(PhotoConsent)).one()
    assert [act for act, _name in acts] == ["photo.agreed", "photo.withdrawn"]
    assert acts[1][1] == "trappes/retour-du-square/photo.jpg"
    assert kept.file_id is None
    assert kept.withdrawn_at is not None


@sqlite_only
def test_what_nobody_answers_for_is_seen_by_who_sent_it_alone(
    app: Flask, client_of: Client, send: Send, write: Any
) -> None:
    url = send(photo_alt="Visages").get_json()["photos"][0]["url"]
    assert told_of_files(write) == 0

    for path in (url, f"{url}?version=1", f"{url}?largeur=320"):
        assert [seen_by(client_of(who), path) for who in ("", "nina", "referente", "admin", "membre")] == [
            404
        ] * 4 + [200]
    assert "Visages" not in client_of("nina").get(f"{PATH}/fichiers").text
    assert (
        client_of("").get("/fichiers/1").status_code
        == client_of("").get("/fichiers/1/accord").status_code
        == 404
    )
    assert url not in client_of("referente").get(PATH).text
    assert url not in client_of("referente").get("/territoires/trappes/fichiers").text
    with app.app_context():
        assert words_by_page(read_session(), [1, 2, 3]) == {}
    waiting = client_of("referente").get(f"{PATH}/photos").text
    assert "attend la réponse" in waiting
    assert url not in waiting
    assert url in client_of("membre").get(f"{PATH}/photos").text
    # Only who was there can say what was agreed, and has to say something.
    assert client_of("referente").post("/fichiers/1/accord", data={"agreement": "nobody"}).status_code == 403
    missing = client_of("membre").post("/fichiers/1/accord", data={"agreement_words": "Claire"})
    assert missing.status_code == 422
    assert "Claire" in missing.text
    assert client_of("membre").post("/fichiers/1/accord", data={"agreement": "written"}).status_code == 303
    assert seen_by(client_of(""), url) == 200
    assert told_of_files(write) == 1
    assert client_of("membre").post("/fichiers/1/accord", data={"agreement": "nobody"}).status_code == 404


@sqlite_only
def test_whoever_is_on_a_photo_hides_it_at_once(app: Flask, client_of: Client, send: Send) -> None:
    url = send(agreement="written").get_json()["photos"][0]["url"]

    assert client_of("").post("/fichiers/1/masquer").status_code == 401
    assert "Masquer cette photo" in client_of("nina").get("/fichiers/1/accord").text
    assert client_of("nina").post("/fichiers/1/masquer").status_code == 303
    assert seen_by(client_of("nina"), url) == 404
    assert client_of("nina").post("/fichiers/1/masquer").status_code == 404
    assert client_of("membre").post("/fichiers/1/masquer").status_code == 404
    # Who sent it is told, and confirms what was agreed.
    drain(app)
    assert "a masqué l’une de vos photos" in client_of("membre").get("/notifications").text
    assert "Une photo attend un accord" in client_of("membre").get(PATH).text
    assert client_of("membre").post("/fichiers/1/accord", data={"agreement": "written"}).status_code == 303
    assert seen_by(client_of("nina"), url) == 200


@sqlite_only
def test_the_same_photo_sent_again_is_one(client_of: Client, send: Send, write: Any) -> None:
    key = {"photo_key": "abcdefghijklmnopqrstuvwx"}
    first = send(agreement="nobody", **key).get_json()
    assert send(agreement="nobody", **key).get_json() == first
    assert client_of("membre").post("/fichiers/1/retrait").status_code == 303
    # Late, from a device that did not hear the answer: what was withdrawn does not come back.
    late = send(agreement="nobody", **key)
    assert (late.status_code, late.get_json()) == (201, {"photos": [], "withdrawn": 1})
    with write() as session:
        assert session.scalars(select(File)).all() == []


@sqlite_only
def test_a_device_is_told_what_is_wrong(
    client_of: Client, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.photos.service.MOST_PHOTOS", 1)
    assert MOST_PHOTOS > 1
    refused = send(b"%PDF-1.4 rien", name="notes.pdf", agreement="nobody")
    assert refused.status_code == 422
    assert "n’est pas une photo" in refused.get_json()["detail"].replace("'", "’")
    assert send(agreement="x").status_code == 422
    assert send(agreement="nobody", photo_alt="x" * 301).status_code == 422
    assert send(agreement="nobody").status_code == 201
    assert send(agreement="nobody").status_code == 422
    assert send(by="nina").status_code == 403
    assert send(by="").status_code == 401
    nothing = client_of("membre").post(f"{PATH}/photos", data={}, headers=JSON)
    assert nothing.status_code == 422
    assert client_of("membre").get("/trappes/absente/photos").status_code == 404


@sqlite_only
def test_the_form_needs_no_script(client_of: Client, retour: str) -> None:
    def post(count: int, **fields: str) -> TestResponse:
        files = [(io.BytesIO(picture()), f"photo-{number}.jpg") for number in range(count)]
        return client_of("membre").post(f"{retour}/photos", data={"photos": files, **fields})

    assert "Aucune photo" in client_of("membre").get(f"{retour}/photos").text
    assert post(0).status_code == 422
    assert post(2, agreement="nobody").status_code == 303
    assert post(1).status_code == 303
    many = post(11, agreement="nobody")
    assert many.status_code == 422
    assert "10 photos au plus" in many.text.replace("\xa0", " ")
    listed = client_of("membre").get(f"{retour}/photos").text
    assert "reconnaissable" in listed
    assert "En attente" in listed
    assert "Ajouter les photos" not in client_of("nina").get(f"{retour}/photos").text


@sqlite_only
def test_what_comes_another_way_is_held_back_too(
    client_of: Client, retour: str, told: Callable[[str, str], None], write: Any
) -> None:
    """Through the files of the page, or with a page that becomes a retour; documents show nobody."""
    client = client_of("membre")

    def attach(path: str, data: bytes, name: str) -> str:
        answer = client.post(f"{path}/fichiers", data={"file": (io.BytesIO(data), name)}, headers=JSON)
        return str(answer.get_json()["url"])

    direct = attach(PATH, picture(), "direct.jpg")
    notes = attach(PATH, b"des notes", "notes.txt")
    assert (seen_by(client_of(""), direct), seen_by(client_of(""), notes)) == (404, 200)
    assert "Photos et accords" in client.get(f"{PATH}/fichiers").text

    told("page", "# Album\n\nDes photos.\n")
    album = attach("/trappes/album", picture(size=(80, 60)), "album.jpg")
    assert seen_by(client_of(""), album) == 200
    assert client.get("/trappes/album/photos").status_code == 404
    client.post("/trappes/album/reglages", data={"kind": "enactment", "audience": "public"})
    assert seen_by(client_of(""), album) == 404
    with write() as session:
        assert hold_back(session) == 0


@sqlite_only
def test_what_was_agreed_to_is_not_replaced_by_another_picture(client_of: Client, send: Send) -> None:
    send(agreement="written")
    other = {"file": (io.BytesIO(picture(size=(20, 20))), "autre.jpg")}
    assert client_of("membre").post("/fichiers/1/remplacer", data=other).status_code == 422
    assert client_of("membre").post("/fichiers/1/versions/1").status_code == 422
    assert "Remplacer" not in client_of("membre").get("/fichiers/1").text
    assert client_of("membre").post("/fichiers/1/retirer").status_code == 303
    assert client_of("membre").get("/fichiers/1/accord").status_code == 404
    assert client_of("membre").post("/fichiers/1/retrait").status_code == 404


def test_an_agreement_nobody_said_has_no_words() -> None:
    assert agreement_label("") == ""
