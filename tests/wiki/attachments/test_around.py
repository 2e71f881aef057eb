"""What files do around them: in texts, in search, in the list of a territory; purged, swept, checked."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, update
from sqlalchemy import select as rows
from werkzeug.test import TestResponse

from tests.reading import select, tree, words
from tests.wiki.attachments import samples
from wiki.attachments import blobs, labels, purging, queries, tasks
from wiki.attachments.models import Blob, File, FileUse, FileVersion, SmallerPicture
from wiki.audit.models import AuditEntry
from wiki.db import now
from wiki.errors import Forbidden, NotFound
from wiki.jobs.worker import drain
from wiki.pages.models import Page
from wiki.pages.purging import erase, held
from wiki.territories.models import Territory

Client = Callable[[str], FlaskClient]
Send = Callable[..., TestResponse]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
UNUSED = "/territoires/trappes/fichiers/inutiles"


def shown(client: FlaskClient, address: str) -> Any:
    return tree(client.get(address).text)


@sqlite_only
def test_a_text_shows_a_picture_in_every_width(
    send: Send, rewrite: Any, page: int, client_of: Client, app: Flask
) -> None:
    line = send(samples.picture(size=(1000, 70)), alt="La cour", caption="Photo : A").get_json()["markdown"]
    rewrite(page, f"# La cour\n\nUn texte.\n\n{line}\n\nEncore ![](/fichiers/1/photo.jpg) là.\n")
    html = shown(client_of(""), "/trappes/la-cour")
    [figure] = select(html, "figure")
    assert words(figure) == "Photo : A"
    image = select(figure, "img")[0]
    at = "/fichiers/1/photo.jpg?version=1"
    assert image.get("src") == f"{at}&largeur=960"
    assert image.get("srcset") == ", ".join(
        [f"{at}&largeur={width} {width}w" for width in (320, 640, 960)] + [f"{at} 1000w"]
    )
    wanted = {"width": "1000", "height": "70", "loading": "lazy", "decoding": "async", "alt": "La cour"}
    assert {name: image.get(name) for name in wanted} == wanted
    # Where the text says nothing, what is said of the file is said.
    assert select(html, "p img")[0].get("alt") == "La cour"

    client_of("membre").post("/fichiers/1", data={"alt": "Les élèves dans la cour"})
    drain(app)
    assert (
        select(shown(client_of(""), "/trappes/la-cour"), "p img")[0].get("alt") == "Les élèves dans la cour"
    )
    client_of("membre").post("/fichiers/1/retirer")
    assert select(shown(client_of(""), "/trappes/la-cour"), "p img")[0].get("width") is None


@sqlite_only
def test_sizes_tell_nothing_of_pictures_that_some_readers_may_not_see(
    send: Send, publish: Any, client_of: Client
) -> None:
    publish("# Interne\n", audience="territory", indexed=False)
    url = send(samples.picture(size=(1000, 70)), to="trappes/interne").get_json()["url"]
    publish(f"# Ouverte\n\nTexte ![]({url}) là.\n", indexed=False)
    image = select(shown(client_of("membre"), "/trappes/ouverte"), ".prose img")[0]
    assert image.get("width") is None
    assert image.get("srcset") is None


@sqlite_only
def test_pages_that_show_a_file_are_told(send: Send, publish: Any, page: int, client_of: Client) -> None:
    url = send(samples.pdf(), "fiche.pdf").get_json()["url"]
    publish(f"# Ouverte\n\n[La fiche]({url})\n", indexed=False)
    publish(f"# Cachée\n\n[La fiche]({url})\n", audience="territory", indexed=False)
    for handle, pages in (("", ["Ouverte"]), ("membre", ["Cachée", "Ouverte"])):
        links = [words(link) for link in select(shown(client_of(handle), "/fichiers/1"), ".plain-list a")]
        assert [link for link in links if link in ("Ouverte", "Cachée")] == pages
    asked = words(shown(client_of("membre"), "/fichiers/1/retirer"))
    assert "2 pages le montrent" in asked


def test_a_page_is_found_by_the_words_of_its_files(
    send: Send, client_of: Client, app: Flask, page: int
) -> None:
    send(samples.odt("Le vélocipède de Marguerite"), "recit.odt")
    send(samples.docx("Les hirondelles"), "note.docx", caption="Un crédit rare : Wikimédia")
    drain(app)
    found = shown(client_of(""), "/recherche?q=marguerite")
    [result] = select(found, ".result")
    assert "Dans le fichier recit.odt : " in words(result)
    assert [words(mark) for mark in select(result, "mark")] == ["Marguerite"]
    assert select(result, ".result-file")[0].get("href") == "/fichiers/1"
    assert "note.docx" in words(shown(client_of(""), "/recherche?q=hirondelles"))
    assert "note.docx" in words(shown(client_of(""), "/recherche?q=wikimédia"))
    # A word of the page itself needs no file.
    assert "Dans le fichier" not in words(shown(client_of(""), "/recherche?q=cour"))

    client_of("membre").post("/fichiers/1/retirer")
    drain(app)
    assert not select(shown(client_of(""), "/recherche?q=marguerite"), ".result")


@sqlite_only
def test_a_page_found_by_the_name_of_a_file(send: Send, client_of: Client, app: Flask) -> None:
    send(samples.wav(), "rossignol.wav")
    drain(app)
    [result] = select(shown(client_of(""), "/recherche?q=rossignol"), ".result")
    assert words(select(result, ".result-extract")[-1]) == "Dans le fichier rossignol.wav"


def test_the_files_of_a_territory(send: Send, publish: Any, client_of: Client, page: int) -> None:
    publish("# Interne\n", audience="territory", indexed=False)
    send(name="a.jpg")
    send(samples.pdf(), "b.pdf")
    send(samples.wav(), "c.wav", to="trappes/interne")
    for handle, type_, names in (
        ("", "", ["a.jpg", "b.pdf"]),
        ("membre", "", ["a.jpg", "c.wav", "b.pdf"]),
        ("membre", "son", ["c.wav"]),
        ("", "son", []),
        ("", "document", ["b.pdf"]),
        ("", "oups", ["a.jpg", "b.pdf"]),
    ):
        listed = shown(client_of(handle), f"/territoires/trappes/fichiers?type={type_}")
        assert [words(name) for name in select(listed, ".attached-name")] == names
    assert "Fichiers inutilisés" in words(shown(client_of("referente"), "/territoires/trappes/fichiers"))
    assert "Fichiers inutilisés" not in words(shown(client_of("membre"), "/territoires/trappes/fichiers"))


@sqlite_only
def test_lists_are_paged(send: Send, client_of: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("views_page", "views_territory"):
        monkeypatch.setattr(f"wiki.attachments.{module}.SLICE", 2)
    for number in range(3):
        send(b"%d" % number, f"{number}.txt")
    for address in ("/trappes/la-cour/fichiers", "/territoires/trappes/fichiers", UNUSED):
        first = shown(client_of("referente"), address)
        assert [words(name) for name in select(first, ".attached-name")] == ["2.txt", "1.txt"]
        older = select(first, "a[rel=next]")[0].get("href")
        assert [words(name) for name in select(shown(client_of("referente"), older), ".attached-name")] == [
            "0.txt"
        ]


@sqlite_only
def test_unused_files_are_removed_together(
    send: Send, rewrite: Any, page: int, publish: Any, client_of: Client, write: Any
) -> None:
    publish("# Brouillon\n", audience="draft", by="referente", indexed=False)
    url = send(name="a.jpg").get_json()["url"]
    for name in ("b.jpg", "c.jpg"):
        send(name=name)
    send(name="d.jpg", to="trappes/brouillon", by="referente")
    rewrite(page, f"# La cour\n\n![]({url})\n")
    referent = client_of("referente")
    listed = [words(name) for name in select(shown(referent, UNUSED), ".attached-name")]
    assert listed == ["d.jpg", "c.jpg", "b.jpg"]
    assert "Cochez au moins un fichier" in referent.post(UNUSED, data={}).text

    # The one that is shown stays, whatever is asked.
    done = referent.post(UNUSED, data={"file": ["1", "2", "3", "999", "x"]}, follow_redirects=True)

    assert "2 fichiers sont retirés" in words(tree(done.text))
    assert [words(name) for name in select(shown(referent, UNUSED), ".attached-name")] == ["d.jpg"]
    assert client_of("").get(url).status_code == 200
    assert client_of("membre").post(UNUSED, data={"file": ["4"]}).status_code == 403
    # A draft is its owner's alone: nothing is told of it, nothing changes.
    refused = client_of("curatrice").post(UNUSED, data={"file": ["4"]})
    assert refused.status_code == 422
    with write() as session:
        assert session.get_one(File, 4).deleted_at is None


@sqlite_only
def test_purging_is_for_administrators_and_leaves_no_bytes(
    send: Send, client_of: Client, app: Flask, write: Any, actor_of: Any, shelf: Any
) -> None:
    url = send(samples.picture(size=(700, 50)), "a.jpg").get_json()["url"]
    client_of("membre").post(
        "/fichiers/1/remplacer", data={"file": (io.BytesIO(samples.picture("PNG")), "b.png")}
    )
    drain(app)
    before = len(list(shelf.store.listing()))
    admin, member, curator = actor_of("admin"), actor_of("membre"), actor_of("curatrice")
    with write() as session:
        for refused in (member, curator):
            with pytest.raises(Forbidden):
                purging.purge_file(session, refused, 1, reason="Non")
        with pytest.raises(NotFound):
            purging.purge_version(session, admin, 1, 9, reason="Oui")
        with pytest.raises(NotFound):
            purging.purge_file(session, admin, 9, reason="Oui")
        purging.purge_version(session, admin, 1, 2, reason="Un visage")
    drain(app)
    assert client_of("").get(f"{url}?version=2").status_code == 404
    assert client_of("").get(url).content_type == "image/jpeg"
    assert len(list(shelf.store.listing())) == before - 1

    with write() as session:
        purging.purge_version(session, admin, 1, 1, reason="Un visage")
    drain(app)

    assert client_of("admin").get("/fichiers/1").status_code == 404
    assert list(shelf.store.listing()) == []
    with write() as session:
        for table in (File, FileVersion, Blob, SmallerPicture):
            assert session.scalar(rows(func.count()).select_from(table)) == 0
        acts = session.execute(
            rows(AuditEntry.act, AuditEntry.details).where(AuditEntry.kind == "file")
        ).all()
        assert [act for act, _details in acts] == ["file.version_purged", "file.purged"]
        assert all(details["reason"] == "Un visage" for _act, details in acts)


@sqlite_only
def test_the_page_for_purging(send: Send, client_of: Client, page: int) -> None:
    url = send(name="a.jpg").get_json()["url"]
    client_of("membre").post(
        "/fichiers/1/remplacer", data={"file": (io.BytesIO(samples.picture("PNG")), "b.png")}
    )
    admin, purge = client_of("admin"), "/fichiers/1/effacer"
    assert "Effacer définitivement" in words(shown(admin, "/fichiers/1"))
    assert "Effacer définitivement" not in words(shown(client_of("referente"), "/fichiers/1"))
    assert len(select(shown(admin, purge), "input[name=what]")) == 3
    for wrong in ({}, {"what": "all"}, {"what": "9", "reason": "x"}, {"reason": "x"}):
        assert admin.post(purge, data=wrong).status_code == 422
    assert admin.post(purge, data={"what": "1", "reason": "Un visage"}).status_code == 303
    assert client_of("").get(f"{url}?version=1").status_code == 404
    assert client_of("").get(url).status_code == 200
    # A file that was removed can be purged as well.
    client_of("membre").post("/fichiers/1/retirer")
    assert admin.post(purge, data={"what": "all", "reason": "Un visage"}).status_code == 303
    assert admin.get("/fichiers/1").status_code == 404
    assert "Photos et documents" in words(shown(client_of(""), "/trappes"))


@sqlite_only
def test_bytes_that_another_file_holds_stay(
    send: Send, app: Flask, write: Any, actor_of: Any, shelf: Any
) -> None:
    send(name="a.jpg")
    send(name="b.jpg")
    admin = actor_of("admin")
    with write() as session:
        purging.purge_file(session, admin, 1, reason="x")
    drain(app)
    assert len(list(shelf.store.listing())) == 1


def test_files_go_with_their_page(send: Send, app: Flask, write: Any, page: int, shelf: Any) -> None:
    send()
    with app.test_request_context(), write() as session:
        assert "1 fichier" in held(session, page)
        session.add(FileUse(page_id=page, file_id=1))
        session.flush()
        erase(session, [page])
    drain(app)
    with write() as session:
        assert session.scalar(rows(func.count()).select_from(File)) == 0
        assert session.scalar(rows(func.count()).select_from(FileUse)) == 0
    assert list(shelf.store.listing()) == []


def test_what_nothing_names_goes_after_a_day(send: Send, write: Any, app: Flask, shelf: Any) -> None:
    send()
    given_up = "ab" * 32
    with write() as session:
        blobs.note_blob(session, given_up, 3)
        blobs.note_blob(session, given_up, 3)
    with app.app_context():
        tasks.sweep_at_start()
    with write() as session:
        assert session.get(Blob, given_up) is not None
        session.execute(update(Blob).values(touched_at=now() - timedelta(days=2)))
    with app.app_context():
        tasks.sweep([{}])
    with write() as session:
        assert [blob.hash for blob in session.scalars(rows(Blob))] == [
            kept.hash for kept in shelf.store.listing()
        ]
        # Noted again in the meantime: it stays.
        [name] = session.scalars(rows(Blob.hash)).all()
        assert blobs.let_go(session, shelf.store, name, now()) is False


@sqlite_only
def test_the_store_is_checked_and_cleaned(
    send: Send, app: Flask, shelf: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: Callable[..., Result] = app.test_cli_runner().invoke
    command = app.cli.commands["files"]
    assert "0 blobs known, 0 kept" in run(command, ["check"]).output
    send()
    good = run(command, ["check"])
    assert (good.exit_code, good.output) == (0, "1 blobs known, 1 kept.\n")
    shelf.store.put("cd" * 32, io.BytesIO(b"x"))
    assert "kept and not known" not in run(command, ["check"]).output
    monkeypatch.setattr(blobs, "GRACE", timedelta(seconds=-1))
    assert "1 kept and not known" in run(command, ["check"]).output
    assert "1 unknown ones removed" in run(command, ["clean"]).output
    [kept] = shelf.store.listing()
    shelf.store.remove(kept.hash)
    lost = run(command, ["check"])
    assert lost.exit_code == 1
    assert kept.hash in lost.output


@sqlite_only
def test_a_job_for_what_is_gone_does_nothing(app: Flask, send: Send, shelf: Any, write: Any) -> None:
    send(samples.pdf(), "a.pdf")
    for kept in list(shelf.store.listing()):
        shelf.store.remove(kept.hash)
    with app.app_context():
        tasks.prepare([{"version_id": 999}, {"version_id": 1}])
    with write() as session:
        assert session.get_one(FileVersion, 1).text is None


@sqlite_only
def test_sizes_are_told_as_people_say_them(app: Flask) -> None:
    sizes = {1: "1 Ko", 812_000: "812 Ko", 2_000_000: "2 Mo", 1_250_000: "1,3 Mo"}
    with app.test_request_context():
        assert {size: labels.file_size(size).replace("\xa0", " ") for size in sizes} == sizes


@sqlite_only
def test_a_text_names_so_many_files(write: Any, page: int, app: Flask) -> None:
    known = app.extensions["wiki.pages.pictures"]
    with write() as session:
        there = session.get_one(Page, page)
        for numbers in ([1, 2, 3], [3, 4], [3, 4], []):
            known.note(session, there, numbers)
            assert set(session.scalars(rows(FileUse.file_id))) == set(numbers)


@sqlite_only
def test_words_of_many_pages_are_asked_at_once(send: Send, write: Any, page: int) -> None:
    send(name="a.jpg", alt="Une cour")
    with write() as session:
        [addition] = queries.words_by_page(session, [page, 999])[page]
        assert (addition.name, addition.url, addition.text) == ("a.jpg", "/fichiers/1", "Une cour")
        assert session.scalars(rows(Territory.slug)).all()
