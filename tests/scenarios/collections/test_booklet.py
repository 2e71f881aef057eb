"""The booklet: what stands in it, for whom it is made, and that a long one is made by the worker."""

import ctypes.util
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select, update

from scenarios.collections import binding, booklet, tasks
from scenarios.collections.models import BY_LINK, FAILED, READY, WAITING, Booklet
from scenarios.printing.service import NoPdf, Press, Reason
from scenarios.reading.pdf_views import PRESS
from tests.scenarios.adaptation.conftest import CLIMATE
from tests.scenarios.collections.conftest import Gathered
from wiki.db import now
from wiki.trash import purge
from wiki.trash import service as trash

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Echo(Press):
    """Gives the document back as if it were set: what is in it is asked here, not how it looks."""

    def __init__(self) -> None:
        super().__init__(["sh", "-c", "printf %%PDF-; cat"])


class Broken(Press):
    """Never makes anything."""

    def pdf(self, *_arguments: object) -> bytes:
        raise NoPdf(Reason.FAILED)


@pytest.fixture
def echo(gathered: Gathered) -> None:
    gathered.app.extensions[PRESS] = gathered.app.extensions[tasks.PRESS] = Echo()


def long_one(gathered: Gathered, audience: str = "public", by: str = "nina") -> int:
    """A parcours whose booklet is not set while somebody waits."""
    made = gathered.begin(audience=audience, by=by)
    for number in range(5):
        gathered.add(
            made,
            gathered.create(CLIMATE.replace("# Lire", f"# {made}-{number} Lire"), kind="scenario"),
            by=by,
        )
    return made


def drained(gathered: Gathered) -> int:
    with gathered.app.app_context():
        return tasks.make_waiting()


@pytest.mark.skipif(not ctypes.util.find_library("pango-1.0"), reason="no Pango on this machine")
def test_it_has_a_cover_a_table_of_contents_with_pages_and_every_page(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    gathered.app.extensions[PRESS] = Press(seconds=300, cpu_seconds=100)  # on a busy machine too
    made = gathered.begin("Une semaine dehors", words="Pour *tous*.")
    gathered.add(made, gathered.page("Une", lasts="1 h"), note="Avant tout")
    gathered.add(made, gathered.create(CLIMATE, kind="scenario"))
    answer = client_of("").get(f"/parcours/{made}/livret.pdf")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    read = PdfReader(io.BytesIO(answer.data))
    texts = [page.extract_text() for page in read.pages]
    assert "Une semaine dehors" in texts[0]
    assert "Sommaire" in texts[1]
    where = next(
        number for number, text in enumerate(texts, start=1) if number > 2 and "Lire le climat" in text
    )
    line = next(text for text in texts[1].splitlines() if "Lire le climat" in text)
    assert line.split()[-1].strip(".") == str(where)
    assert "Avant tout" in texts[2]
    assert "Crédits et licences" in texts[-1]
    assert [mark["/Title"] for mark in read.outline if not isinstance(mark, list)][
        -1
    ] == "Crédits et licences"
    assert read.metadata is not None
    assert read.metadata.title == "Une semaine dehors"


@pytest.mark.usefixtures("echo")
def test_a_long_one_is_asked_for_made_by_the_worker_and_kept(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = long_one(gathered)
    browser, address = client_of(""), f"/parcours/{made}/livret.pdf"
    assert "Préparer le livret" in browser.get(address).text
    for _again in range(2):
        assert browser.post(address).status_code == 303
    assert browser.get(address).status_code == 202
    assert (drained(gathered), drained(gathered)) == (1, 0)
    ready = browser.get(address)
    assert (ready.status_code, ready.data[:5]) == (200, b"%PDF-")
    assert f"{made}-4 Lire" in ready.text
    # Another state of the parcours is another booklet.
    gathered.add(made, gathered.page("De plus"))
    assert browser.get(address).status_code == 200
    assert "Préparer le livret" in browser.get(address).text


@pytest.mark.usefixtures("echo")
def test_each_reader_gets_what_they_may_read_and_no_other_s(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = long_one(gathered, BY_LINK, "membre")
    gathered.add(made, gathered.page("Secrète", audience="territory"), by="membre", note="Mot clos")
    key = gathered.collection(made).link_key
    for reader, address in (
        ("membre", f"/parcours/{made}/livret.pdf"),
        ("", f"/parcours/lien/{key}/livret.pdf"),
    ):
        browser = client_of(reader)
        assert browser.post(address).status_code == 303
        drained(gathered)
        text = browser.get(address).text
        assert ("Secrète" in text, "Mot clos" in text) == (reader == "membre", reader == "membre")
        assert f"/parcours/lien/{key}" in text
    assert client_of("").get(f"/parcours/{made}/livret.pdf").status_code == 404
    # The same words for two people are two booklets: pictures may differ.
    public = long_one(gathered)
    for reader in ("", "membre", "nina"):
        client_of(reader).post(f"/parcours/{public}/livret.pdf")
    with gathered.look() as session:
        same = select(func.count()).where(Booklet.collection_id == public)
        assert session.scalar(same) == 3


@pytest.mark.usefixtures("echo")
def test_nothing_of_a_page_that_is_erased_is_kept(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = long_one(gathered)
    client_of("").post(f"/parcours/{made}/livret.pdf")
    drained(gathered)
    page = gathered.page("Autre")
    gathered.do(trash.delete, page, "Doublon", by="referente")
    with gathered.write() as session:
        purge.erase(session, [page])
    with gathered.look() as session:
        assert session.scalar(select(func.count()).select_from(Booklet)) == 0


def test_what_cannot_be_made_is_said_and_can_be_tried_again(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    gathered.app.extensions[PRESS] = gathered.app.extensions[tasks.PRESS] = Broken()
    short, made = gathered.begin("Court"), long_one(gathered)
    gathered.add(short, gathered.page("Une"))
    browser, address = client_of(""), f"/parcours/{made}/livret.pdf"
    assert browser.get(f"/parcours/{short}/livret.pdf").status_code == 503
    browser.post(address)
    drained(gathered)
    assert browser.get(address).status_code == 503
    gathered.app.extensions[tasks.PRESS] = Echo()
    browser.post(address)
    drained(gathered)
    assert browser.get(address).status_code == 200


def test_one_that_nobody_may_read_any_more_is_not_made(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = long_one(gathered)
    client_of("").post(f"/parcours/{made}/livret.pdf")
    with gathered.write() as session:
        session.execute(update(Booklet).values(base="/parcours/lien/changed"))
    drained(gathered)
    with gathered.look() as session:
        assert session.scalars(select(Booklet.state)).one() == FAILED


def test_a_worker_that_ended_is_followed_by_another_and_not_for_ever(gathered: Gathered) -> None:
    made = gathered.begin()
    actor = gathered.actor("")
    with gathered.write() as session:
        found = gathered.collection(made)
        assert binding.ask(
            session, actor, found, "x", base=f"/parcours/{made}", root="http://localhost", locale="fr"
        )
    for tried in (True, True, False):
        with gathered.write() as session:
            assert (binding.take(session) is not None) == tried
        with gathered.write() as session:
            assert binding.take(session) is None
            session.execute(update(Booklet).values(taken_at=now() - binding.LEASE * 2))
    with gathered.write() as session:
        assert session.scalars(select(Booklet.state)).one() == FAILED
        number = session.scalars(select(Booklet.id)).one()
        binding.keep(session, number, b"x" * (binding.LARGEST + 1))
        binding.keep(session, number + 1, b"x")
        binding.fail(session, number + 1, "x")
    with gathered.write() as session:
        assert session.scalars(select(Booklet.reason)).one() == "long"
        binding.keep(session, number, b"%PDF-")
        assert session.get_one(Booklet, number).state == READY
        binding.sweep(session, session.get_one(Booklet, number).asked_at + binding.KEPT * 2)
        assert binding.made(session, "x") is None


def test_only_so_many_wait(gathered: Gathered, client_of: Callable[[str], FlaskClient]) -> None:
    made = long_one(gathered)
    with gathered.write() as session:
        session.add_all(
            Booklet(collection_id=made, fingerprint=str(number), base="", root="", locale="fr", state=WAITING)
            for number in range(binding.MOST_WAITING)
        )
    assert "Réessayez dans un instant" in client_of("").post(f"/parcours/{made}/livret.pdf").text


@pytest.mark.usefixtures("echo")
def test_one_that_is_too_long_says_what_to_do(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = gathered.begin()
    many = "Des mots. " * (booklet.LONGEST // 20)
    for number in range(2):
        gathered.add(made, gathered.create(f"# Longue {number}\n\n{many}\n"))
    browser = client_of("")
    answer = browser.get(f"/parcours/{made}/livret.pdf")
    assert (answer.status_code, "trop long" in answer.text) == (503, True)
    assert browser.post(f"/parcours/{made}/livret.pdf").location == f"/parcours/{made}/livret.pdf"


@pytest.mark.usefixtures("echo")
def test_anchors_of_two_pages_do_not_meet(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = gathered.begin()
    gathered.add(made, gathered.page("Une"), gathered.page("Deux"))
    page = client_of("").get(f"/parcours/{made}/livret").text
    assert page.count('id="p1-s-suite"') == page.count('id="p2-s-suite"') == 1
    assert 'href="#page-2"' in page
