"""What the table of links knows: names, addresses, and where addresses lead since."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from tests.wiki.naming.test_renaming import rename
from tests.wiki.pages.conftest import Pages
from wiki.pages.models import PageLink
from wiki.rendering.document import read


def test_addresses_of_a_text_are_read_as_links_to_pages() -> None:
    text = (
        "[a](/trappes/lire) [b](/trappes/lire/historique?x#y) [c](/trappes) ![d](/trappes/image) [](/trappes/vide)\n"
        "[e](https://exemple.fr/trappes/lire) `[f](/trappes/code)` [g](/compte/recherches) [h](/Trappes/Lire)\n"
    )
    found = [(link.path, link.label) for link in read(text, home="trappes").addresses]
    assert found == [
        ("trappes/lire", "a"), ("trappes/lire", "b"), ("trappes/vide", "/trappes/vide"), ("compte/recherches", "g"),
    ]  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_addresses_in_territories_are_kept(pages: Pages) -> None:
    page_id = pages.create("# A\n\n[a](/trappes/b) [c](/compte/recherches) [d](/nantes/e) [[b|f]]\n")
    with pages.look() as session:
        links = session.execute(select(PageLink.path, PageLink.label).where(PageLink.source_id == page_id))
        assert dict(links.all()) == {"trappes/b": "f", "nantes/e": "d"}


def test_links_to_a_former_address_count_for_the_page(pages: Pages, client_of: Any) -> None:
    page_id = pages.create("# Cible\n\nTexte.\n")
    pages.create("# Lien\n\n[[Cible]] [[Jamais]]\n")
    rename(pages, page_id, slug="ailleurs")
    # The worker has not yet been there.
    visitor = client_of("")
    assert "Lien" in visitor.get("/trappes/ailleurs/liens").text
    missing = re.findall(r'class="missing" href="([^"]*)"', visitor.get("/pages/demandees").text)
    assert missing == ["/trappes/jamais"]
    orphans = re.findall(r'class="card-title"><a href="([^"]*)"', visitor.get("/pages/orphelines").text)
    assert orphans == ["/trappes/lien"]
    html = visitor.get("/trappes/lien").text
    assert 'class="wiki-link" href="/trappes/cible"' in html
    assert 'class="wiki-link missing" href="/trappes/jamais"' in html
