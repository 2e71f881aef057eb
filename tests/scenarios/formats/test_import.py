"""Importing a file: looked at first, then a private draft; every refusal beside the field."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from scenarios.formats.designs.reading import MAX_BYTES
from scenarios.formats.service import read_file
from tests import factories
from wiki.errors import Invalid
from wiki.pages.models import Page, Revision

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HERE = Path(__file__).parent
Client = Callable[[str], FlaskClient]


@pytest.fixture
def trappes(people: dict[str, int], write: Callable[[], Any]) -> int:
    with write() as session:
        return factories.territory(session, "trappes").id


def send(browser: FlaskClient, territory: int, name: str, data: bytes) -> Any:
    form = {"territory": str(territory), "file": (BytesIO(data), name)}
    return browser.post("/nouveau/importer", data=form, content_type="multipart/form-data")


def pages(write: Callable[[], Any]) -> list[Page]:
    with write() as session:
        return list(session.scalars(select(Page)))


def test_a_file_is_shown_before_anything_is_kept(
    trappes: int, client_of: Client, write: Callable[[], Any]
) -> None:
    shown = send(client_of("membre"), trappes, "ucl.ldj", (HERE / "designs" / "ucl.ldj").read_bytes())

    assert shown.status_code == 200
    assert "4 activités, 3 objectifs" in shown.text
    assert "2 moments deviennent des phases" in shown.text
    assert "« type » vaut « Meditate »" in shown.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Il restera" in shown.text
    assert "<strong>Before the walk</strong>" in shown.text
    assert pages(write) == []


def test_the_draft_is_private_and_says_where_it_comes_from(
    trappes: int, client_of: Client, write: Callable[[], Any]
) -> None:
    browser = client_of("membre")
    form = {
        "action": "create",
        "territory": str(trappes),
        "name": "vélo.ldj",
        "text": "# À vélo\n\nUn tour.\n",
    }

    answer = browser.post("/nouveau/importer", data={**form, "form_key": "k"})
    again = browser.post("/nouveau/importer", data={**form, "form_key": "k"})

    assert answer.status_code == 303
    assert answer.location in ("/trappes/a-velo/concevoir", "/trappes/a-velo")
    assert again.location == answer.location
    (page,) = pages(write)
    assert (page.kind, page.audience) == ("scenario", "draft")
    with write() as session:
        assert session.scalar(select(Revision.summary)) == "Importé de vélo.ldj"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.ldj", b"", "Choisissez un fichier."),
        ("a.ldj", b"{", "pas du JSON lisible"),
        ("a.json", b"[1]", "pas un sc"),
        ("a.md", b"\xc3\xa9\xc3\xa9\xff", "caract"),
        ("a.md", b"\n", "texte est vide"),
        ("a.exe", b"MZ\x00", "pas du JSON lisible"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_field(
    trappes: int, client_of: Client, write: Callable[[], Any], name: str, data: bytes, told: str
) -> None:
    answer = send(client_of("membre"), trappes, name, data)

    assert answer.status_code == 422
    assert told in answer.text
    assert 'id="file-error"' in answer.text
    assert pages(write) == []


def test_a_file_that_is_too_big_is_refused(app: Any) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        read_file("a.json", b"x" * (MAX_BYTES + 1), "Trappes")

    assert "2 Mo au plus" in str(refused.value.errors["file"])


def test_a_scenario_in_markdown_keeps_its_text(trappes: int, client_of: Client) -> None:
    data = "---\nprojet: a: b\n---\n\nTri\r\n=====\r\n\nOn trie.\n".encode("cp1252")
    shown = send(client_of("membre"), trappes, "le-tri.md", data)

    assert shown.status_code == 200
    assert "projet: &#34;a: b&#34;" in shown.text
    assert "territoire: Trappes" in shown.text
    assert "En-tête" in shown.text or "en-tête" in shown.text


def test_other_encodings_are_told(trappes: int, client_of: Client) -> None:
    shown = send(client_of("membre"), trappes, "ete.md", "# Été\r\n\nDéjà.\r\n".encode("cp1252"))

    assert "Windows-1252" in shown.text
    assert "# Été" in shown.text


def test_only_where_one_may_write(
    trappes: int, people: dict[str, int], client_of: Client, write: Any
) -> None:
    with write() as session:
        nantes = factories.territory(session, "nantes").id

    form = {"action": "create", "territory": str(nantes), "text": "# A\n\nB.\n"}
    assert client_of("membre").post("/nouveau/importer", data=form).status_code == 422
    assert client_of("").post("/nouveau/importer", data=form).status_code == 401
    assert "Rejoignez d" in client_of("nina").post("/nouveau/importer", data=form).text
    assert pages(write) == []


def test_a_tampered_text_is_refused_and_the_form_comes_back(trappes: int, client_of: Client) -> None:
    form = {"action": "create", "territory": str(trappes), "text": ""}
    answer = client_of("membre").post("/nouveau/importer", data=form)

    assert answer.status_code == 422
    assert "texte est vide" in answer.text


def test_the_page_of_kinds_leads_there(trappes: int, client_of: Client) -> None:
    assert 'href="/nouveau/importer"' in client_of("membre").get("/nouveau").text
    asked = client_of("curatrice").get("/nouveau/importer?territoire=trappes").text
    assert f'<option selected value="{trappes}">' in asked


def test_a_form_without_its_token_changes_nothing(
    app: Any, trappes: int, client_of: Client, write: Callable[[], Any]
) -> None:
    browser = client_of("membre")
    app.config["WTF_CSRF_ENABLED"] = True

    form = {"action": "create", "territory": str(trappes), "text": "# A\n\nB.\n"}
    assert browser.post("/nouveau/importer", data=form).status_code == 400
    assert pages(write) == []
