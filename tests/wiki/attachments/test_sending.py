"""Files sent to a page, by a form and by the editor; replaced, described, removed, brought back."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select as rows
from werkzeug.test import TestResponse

from tests.reading import select, tree, words
from tests.wiki.attachments import samples
from wiki.activity.models import Happening
from wiki.attachments import queries, service
from wiki.attachments.models import Blob, File, FileVersion, SmallerPicture
from wiki.attachments.quotas import Quotas
from wiki.audit.models import AuditEntry
from wiki.errors import Invalid, NotFound
from wiki.jobs.worker import drain
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.territories.models import Territory

Client = Callable[[str], FlaskClient]
Send = Callable[..., TestResponse]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FILES = "/trappes/la-cour/fichiers"


def place_of(session: Any) -> int:
    """Trappes."""
    found: int = session.scalars(rows(Territory.id).where(Territory.slug == "trappes")).one()
    return found


def page_of(client: FlaskClient, address: str = FILES) -> Any:
    return tree(client.get(address).text)


def test_the_editor_is_told_what_it_needs(send: Send, client_of: Client) -> None:
    answer = send(samples.picture(size=(400, 300)), "Ma cour.JPG", alt='La "cour" [est]', caption='Photo "A"')
    assert answer.status_code == 201
    told = answer.get_json()
    assert {key: told[key] for key in ("id", "name", "url", "is_image", "alt", "width", "height")} == {
        "id": 1, "name": "ma-cour.jpg", "url": "/fichiers/1/ma-cour.jpg", "is_image": True,
        "alt": 'La "cour" [est]', "width": 400, "height": 300,
    }  # fmt: skip
    assert told["markdown"] == r'![La "cour" \[est\]](/fichiers/1/ma-cour.jpg "Photo \"A\"")'
    assert client_of("").get(told["url"]).data == client_of("membre").get(told["url"]).data
    listed = client_of("").get(FILES, headers={"Accept": "application/json"}).get_json()["files"]
    assert listed == [told]
    assert send(samples.pdf(), "fiche.pdf").get_json()["markdown"] == "[fiche.pdf](/fichiers/2/fiche.pdf)"
    assert send(samples.wav(), "a.wav").get_json()["markdown"] == "![a.wav](/fichiers/3/a.wav)"


def test_several_files_by_the_form_and_what_is_wrong_with_one(client_of: Client, page: int) -> None:
    client = client_of("membre")
    form = page_of(client)
    assert "Aucun fichier" in words(form)
    assert select(form, "input[type=file]")[0].get("multiple") is not None
    sent = [
        (io.BytesIO(samples.picture()), "a.jpg"),
        (io.BytesIO(b"MZ"), "jeu.exe"),
        (io.BytesIO(samples.pdf()), "b.pdf"),
    ]
    answer = client.post(FILES, data={"file": sent, "caption": "De Trappes"})
    assert answer.status_code == 422
    shown = tree(answer.text)
    assert "jeu.exe" in words(select(shown, ".error-summary")[0])
    assert select(shown, "input[name=caption]")[0].get("value") == "De Trappes"
    assert [words(name) for name in select(shown, ".attached-name")] == ["a.jpg", "b.pdf"]
    assert (
        client.post(FILES, data={"file": [(io.BytesIO(samples.picture("PNG")), "c.png")]}).status_code == 303
    )
    assert client.post(FILES, data={}).status_code == 422
    assert client.post(FILES, data={"file": (io.BytesIO(b"x"), "a.txt"), "alt": "x" * 301}).status_code == 422


def test_a_program_is_refused_in_words(send: Send) -> None:
    for answer in (send(b"MZ", "jeu.exe"), send(b"x", "a.txt", alt="x" * 301)):
        assert answer.status_code == 422
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["detail"]
    both = send(samples.picture(), "a.jpg", other="")
    assert both.status_code == 201
    assert send(by="nina").status_code == 403
    assert send(by="").status_code == 401
    assert send(to="trappes/nulle-part").status_code == 404


def test_too_many_at_once(client_of: Client, page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.attachments.views_page.MOST_AT_ONCE", 1)
    sent = [(io.BytesIO(b"a"), "a.txt"), (io.BytesIO(b"b"), "b.txt")]
    answer = client_of("membre").post(FILES, data={"file": sent}, headers={"Accept": "application/json"})
    assert len(answer.get_json()["files"]) == 1
    assert "au plus" in answer.get_json()["faults"][0]


def test_what_is_too_heavy_is_told_with_the_limits(app: Flask, client_of: Client, page: int) -> None:
    def posted(client: FlaskClient, length: int, **headers: str) -> TestResponse:
        return client.post(
            FILES, input_stream=io.BytesIO(b"--x"), content_type="multipart/form-data; boundary=x",
            headers=headers, environ_overrides={"CONTENT_LENGTH": str(length)},
        )  # fmt: skip

    client = client_of("membre")
    # The token of the form is looked for first, in the form.
    app.config["WTF_CSRF_ENABLED"] = True
    answer = posted(client, 300_000_000)
    assert answer.status_code == 413
    assert "200 Mo" in words(tree(answer.text))
    told = posted(client, 300_000_000, Accept="application/json")
    assert (told.status_code, told.content_type) == (413, "application/problem+json")
    # Nobody who is not signed in makes the server read as much.
    stranger = app.test_client()
    assert posted(stranger, 100_000_000).status_code == 413
    stranger.set_cookie("session", "made-up")
    assert posted(stranger, 100_000_000).status_code == 413
    assert posted(client, 100_000_000).status_code != 413


def test_the_same_picture_is_kept_once(send: Send, write: Any, app: Flask, shelf: Any) -> None:
    send(samples.picture(), "a.jpg")
    send(samples.picture(), "b.jpg")
    send(samples.picture(exif=samples.exif()), "c.jpg")
    with write() as session:
        assert len(session.scalars(rows(Blob.hash)).all()) == 1
        assert len(session.scalars(rows(File.id)).all()) == 3
    assert len(list(shelf.store.listing())) == 1


def test_replacing_keeps_the_address(send: Send, client_of: Client, write: Any) -> None:
    told = send(samples.picture(), "a.jpg", alt="Avant").get_json()
    client = client_of("membre")
    other = samples.picture("PNG", size=(100, 20))
    assert (
        client.post("/fichiers/1/remplacer", data={"file": (io.BytesIO(other), "x.png")}).status_code == 303
    )
    now = client.get(told["url"])
    assert (now.content_type, len(now.data)) == ("image/png", len(other))
    assert client.get(f"{told['url']}?version=1").content_type == "image/jpeg"
    shown = page_of(client, "/fichiers/1")
    assert words(select(shown, "h1")[0]) == "a.png"
    assert len(select(shown, ".attached-versions li")) == 2
    compared = page_of(client, "/fichiers/1/comparer?de=1&a=2")
    assert [image.get("src") for image in select(compared, ".attached-beside img")] == [
        "/fichiers/1/a.png?version=1", "/fichiers/1/a.png?version=2",
    ]  # fmt: skip

    assert client.post("/fichiers/1/versions/1").status_code == 303
    assert client.get(told["url"]).content_type == "image/jpeg"
    assert "version 1 rétablie" in words(page_of(client, "/fichiers/1"))
    # The same again is no new version.
    client.post("/fichiers/1/versions/1")
    client.post("/fichiers/1/remplacer", data={"file": (io.BytesIO(samples.picture()), "x.jpg")})
    assert len(select(page_of(client, "/fichiers/1"), ".attached-versions li")) == 3
    for wrong, name in ((b"MZ", "x.exe"), (b"", "x.png"), (b"", "")):
        answer = client.post("/fichiers/1/remplacer", data={"file": (io.BytesIO(wrong), name)})
        assert answer.status_code == 422
        assert select(tree(answer.text), ".error-summary")


def test_alt_text_is_asked_for_and_its_absence_shown(
    send: Send, client_of: Client, write: Any, actor_of: Any
) -> None:
    send(name="a.jpg")
    member, visitor = client_of("membre"), client_of("")
    assert "Sans texte de remplacement" in words(page_of(member))
    assert "Sans texte de remplacement" not in words(page_of(visitor))
    assert "n'a pas de texte de remplacement" in words(page_of(member, "/fichiers/1")).replace("’", "'")
    actor = actor_of("membre")
    with write() as session:
        [lacking] = queries.images_without_alt(session, actor, place_of(session))
        assert lacking.id == 1
        assert queries.count_without_alt(session, Actor(), lacking.page.territory_id) == 1

    assert member.post("/fichiers/1", data={"alt": " Une  cour ", "caption": "Photo : A"}).status_code == 303

    assert "Sans texte de remplacement" not in words(page_of(member))
    assert "Photo : A" in words(page_of(visitor, "/fichiers/1")).replace("\xa0", " ")
    member.post("/fichiers/1", data={"alt": "Une cour", "is_decorative": "y"})
    with write() as session:
        file = session.get_one(File, 1)
        assert (file.alt, file.is_decorative, file.lacks_alt) == ("", True, False)
        assert queries.count_without_alt(session, actor, place_of(session)) == 0
    assert member.post("/fichiers/1", data={"alt": "x" * 301}).status_code == 422


def test_removed_and_brought_back(send: Send, client_of: Client, write: Any) -> None:
    url = send(alt="x").get_json()["url"]
    member, visitor = client_of("membre"), client_of("")
    asked = page_of(member, "/fichiers/1/retirer")
    assert "Retirer « photo.jpg » ?" in words(asked).replace("\xa0", " ")
    assert visitor.get(url).status_code == 200

    assert member.post("/fichiers/1/retirer").status_code == 303

    for gone in (url, f"{url}?version=1", "/fichiers/1/comparer"):
        assert member.get(gone).status_code == visitor.get(gone).status_code == 404
    assert visitor.get("/fichiers/1").status_code == 404
    assert member.get("/fichiers/1").status_code == 200
    assert member.post("/fichiers/1/retirer").status_code == 404
    assert "Un fichier retiré" in words(page_of(member))
    assert "retiré" not in words(page_of(visitor))
    assert visitor.post("/fichiers/1/retablir").status_code == 404

    assert member.post("/fichiers/1/retablir").status_code == 303
    assert member.post("/fichiers/1/retablir").status_code == 303
    assert visitor.get(url).status_code == 200
    with write() as session:
        acts = session.scalars(rows(AuditEntry.act).where(AuditEntry.kind == "file")).all()
        assert acts == ["file.deleted", "file.restored"]
        assert session.scalars(
            rows(Happening.kind).where(Happening.about_id == 1, Happening.kind == "file.added")
        ).all()


def test_there_is_room_for_so_much(
    app: Flask, settings: Any, send: Send, write: Any, page: int, actor_of: Any
) -> None:
    size = send().get_json()["size"]
    member = actor_of("membre")
    with write() as session:
        there = session.get_one(Page, page)
        for quotas, told in (
            (Quotas(size, 10**9, 10**9), "de cette page"),
            (Quotas(10**9, size, 10**9), "de ce territoire"),
            (Quotas(10**9, 10**9, size), "Vos fichiers"),
        ):
            with pytest.raises(Invalid, match=told):
                service.check_may_add(session, member, there, 1, quotas)
        service.check_may_add(session, member, there, 1, Quotas(2 * size, 2 * size, 2 * size))


def test_verbs_of_the_service_refuse_what_is_not_there(write: Any, actor_of: Callable[[str], Actor]) -> None:
    member = actor_of("membre")
    with write() as session:
        for act in (
            lambda: service.remove(session, member, 99),
            lambda: service.describe(session, member, 99, service.Description()),
            # Nothing is received: the refusal comes before anything is read.
            lambda: service.add(session, member, 99, None, service.Description(), None),
        ):
            with pytest.raises(NotFound):
                act()


def test_smaller_pictures_and_words_are_made_by_the_worker(app: Flask, send: Send, write: Any) -> None:
    send(samples.picture(size=(700, 50)), "a.jpg")
    send(samples.animation(), "b.gif")
    send(samples.pdf("Les iris"), "c.pdf")
    drain(app)
    with write() as session:
        made = session.execute(rows(FileVersion.text, FileVersion.is_animated)).all()
        assert [(text or "").strip() for text, _animated in made] == ["", "", "Les iris"]
        widths = {(each.width, each.media_type) for each in session.scalars(rows(SmallerPicture))}
        assert widths == {(w, f"image/{kind}") for w in (320, 640) for kind in ("webp", "avif")}
