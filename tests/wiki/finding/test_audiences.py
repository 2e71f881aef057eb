"""What one may not see is neither found nor counted, even before the index has followed."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.wiki.finding.results import count, facet, found, titles
from wiki.jobs.worker import drain

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEXT = "# {}\n\nUn secret de ruche.\n"

SEEN = {
    "": {"Publique"},
    "nina": {"Publique", "Membres"},
    "membre": {"Publique", "Membres", "Territoire"},
    "relectrice": {"Publique", "Membres"},
    "curatrice": {"Publique", "Membres", "Brouillon"},
    "admin": {"Publique", "Membres", "Territoire"},
}


def test_each_person_finds_and_counts_what_is_theirs(app: Flask, client_of: Client, publish: Publish) -> None:
    for title, audience in (
        ("Publique", "public"), ("Membres", "members"), ("Territoire", "territory"), ("Brouillon", "draft")
    ):  # fmt: skip
        publish(TEXT.format(title), audience=audience, indexed=False)
    drain(app)
    for handle, seen in SEEN.items():
        client = client_of(handle)
        for asked in ({"q": "secret"}, {}):
            page = found(client, **asked)
            assert set(titles(page)) == seen, handle
            assert count(page) == len(seen), handle
            assert facet(page, "territoire") == {"trappes": len(seen)}, handle
            assert facet(page, "type") == {"scenario": len(seen)}, handle


def test_a_page_made_private_is_gone_at_once(
    client_of: Client, publish: Publish, settle: Callable[..., None]
) -> None:
    page_id = publish(TEXT.format("Publique"))
    settle(page_id, "territory", indexed=False)
    page = found(client_of("nina"), q="secret")
    assert (titles(page), count(page)) == ([], 0)


@sqlite_only
def test_a_page_made_private_is_gone_from_the_index(
    client_of: Client, publish: Publish, settle: Callable[..., None]
) -> None:
    page_id = publish(TEXT.format("Publique"))
    settle(page_id, "territory")
    page = found(client_of(), q="secret")
    assert (titles(page), count(page), facet(page, "territoire")) == ([], 0, {})
    assert titles(found(client_of("membre"), q="secret")) == ["Publique"]


@sqlite_only
def test_a_page_made_public_is_found(
    client_of: Client, publish: Publish, settle: Callable[..., None]
) -> None:
    page_id = publish(TEXT.format("Publique"), audience="members")
    assert count(found(client_of(), q="secret")) == 0
    settle(page_id, "public")
    assert count(found(client_of(), q="secret")) == 1
