"""What one may not see is neither found nor counted, even before the index has followed."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.wiki.finding.results import count, facet, found, titles

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
TEXT = "# {}\n\nUn secret de ruche.\n"

SEEN = {
    "": {"Publique"},
    "nina": {"Publique", "Membres"},
    "membre": {"Publique", "Membres", "Territoire"},
    "relectrice": {"Publique", "Membres"},
    "curatrice": {"Publique", "Membres", "Brouillon"},
    "admin": {"Publique", "Membres", "Territoire"},
}


@pytest.mark.parametrize("handle", SEEN)
def test_each_person_finds_and_counts_what_is_theirs(
    client_of: Client, publish: Publish, handle: str
) -> None:
    publish(TEXT.format("Publique"))
    publish(TEXT.format("Membres"), audience="members")
    publish(TEXT.format("Territoire"), audience="territory")
    publish(TEXT.format("Brouillon"), audience="draft")
    for asked in ({"q": "secret"}, {}):
        page = found(client_of(handle), **asked)
        assert set(titles(page)) == SEEN[handle]
        assert count(page) == len(SEEN[handle])
        assert facet(page, "territoire") == {"trappes": len(SEEN[handle])}
        assert facet(page, "type") == {"scenario": len(SEEN[handle])}


def test_a_page_made_private_is_gone_at_once(
    client_of: Client, publish: Publish, settle: Callable[..., None]
) -> None:
    page_id = publish(TEXT.format("Publique"))
    settle(page_id, "territory", indexed=False)
    page = found(client_of("nina"), q="secret")
    assert (titles(page), count(page)) == ([], 0)


def test_a_page_made_private_is_gone_from_the_index(
    client_of: Client, publish: Publish, settle: Callable[..., None]
) -> None:
    page_id = publish(TEXT.format("Publique"))
    settle(page_id, "territory")
    page = found(client_of(), q="secret")
    assert (titles(page), count(page), facet(page, "territoire")) == ([], 0, {})
    assert titles(found(client_of("membre"), q="secret")) == ["Publique"]


def test_a_page_made_public_is_found(
    client_of: Client, publish: Publish, settle: Callable[..., None]
) -> None:
    page_id = publish(TEXT.format("Publique"), audience="members")
    assert count(found(client_of(), q="secret")) == 0
    settle(page_id, "public")
    assert count(found(client_of(), q="secret")) == 1
