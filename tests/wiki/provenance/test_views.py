"""The credit as pages show it, as a text, and as machines read it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.wiki.provenance.conftest import TEXT, Derived
from wiki.pages.models import Page
from wiki.web.slots import slots

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CHILD = "/nantes/mesurer-la-chaleur"


def machine(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_page_text_and_machines_tell_the_same_credit(
    derived: Derived, client_of: Callable[[str], FlaskClient]
) -> None:
    origin = derived.create(TEXT)
    child = derived.create(TEXT.replace("CC-BY-SA-4.0", "CC0-1.0"), by="nantaise", place="nantes")
    derived.take(child, origin, 1)
    visitor = client_of("")

    page, text = visitor.get(CHILD).text, visitor.get(f"{CHILD}/credit.txt")

    assert 'href="/trappes/mesurer-la-chaleur"' in page
    assert "Collège local de Trappes" in page
    assert "l&#39;origine demande" in page or "l’origine demande" in page
    assert text.mimetype == "text/plain"
    for told in (page, text.text):
        for word in ("Nantaise", "Referente", "Trappes", "CC BY-SA 4.0"):
            assert word in told
    assert "&" not in text.text
    told = machine(page)
    assert told["contributor"] == [{"@type": "Person", "name": "Nantaise"}]
    assert told["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    (work,) = told["isBasedOn"]
    assert work["url"] == "http://localhost/trappes/mesurer-la-chaleur"
    assert work["contributor"] == [{"@type": "Person", "name": "Referente"}]


def test_a_hidden_origin_is_thanked_and_not_named(
    derived: Derived, client_of: Callable[[str], FlaskClient]
) -> None:
    origin = derived.create(TEXT.replace("Mesurer la chaleur", "Secret"), audience="territory")
    child = derived.create(TEXT, by="nantaise", place="nantes")
    derived.take(child, origin, 1)
    visitor = client_of("")

    page, text = visitor.get(CHILD).text, visitor.get(f"{CHILD}/credit.txt").text

    for told in (page, text):
        assert "secret" not in told.lower()
        assert "une page non publique de Trappes" in told
        assert "Referente" in told
    assert "url" not in machine(page)["isBasedOn"][0]
    assert "Secret" in client_of("membre").get(CHILD).text


def test_a_sheet_that_leaves_the_site_carries_the_credit_without_links_into_it(derived: Derived) -> None:
    origin = derived.create(TEXT)
    child = derived.create(TEXT, by="nantaise", place="nantes")
    derived.take(child, origin, 1)

    with derived.app.test_request_context(), derived.look() as session:
        printed = str(slots(derived.app).show("page.print", page=session.get_one(Page, child)))

    for word in ("Nantaise", "Referente", "Mesurer la chaleur", "version 1", "CC BY-SA 4.0"):
        assert word in printed
    assert "href" not in printed


def test_every_page_has_a_credit(derived: Derived, client_of: Callable[[str], FlaskClient]) -> None:
    derived.create("# Seule\n\nUn texte.\n")

    page = client_of("").get("/trappes/seule").text

    assert 'class="credit"' in page
    assert "isBasedOn" not in machine(page)
    assert client_of("").get("/trappes/aucune/credit.txt").status_code == 404
