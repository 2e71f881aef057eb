"""Where a list begins is told by a number in the address: it must tell nothing of what is hidden."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from wiki.pages.models import Page, Revision

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LISTS = ("/trappes", "/themes/climat", "/pages/orphelines", "/personnes/curatrice")


@pytest.fixture
def hidden(write: Any, publish: Publish) -> tuple[int, int]:
    """A hidden page and its version, older than the public pages beside it."""
    hidden = publish("# Caché\n\nTexte.\n", audience="territory", by="referente")
    public = [publish(f"---\nthèmes: [Climat]\n---\n# Page {number}\n\nTexte.\n") for number in range(3)]
    with write() as session:
        for rank, page_id in enumerate([hidden, *public]):
            moment = LONG_AGO + timedelta(days=rank)
            session.execute(update(Page).where(Page.id == page_id).values(changed_at=moment))
            session.execute(update(Revision).where(Revision.page_id == page_id).values(created_at=moment))
        version = session.scalars(select(Revision.id).where(Revision.page_id == hidden)).one()
    return hidden, version


@pytest.mark.parametrize("address", LISTS)
def test_a_hidden_page_begins_a_list_like_one_that_does_not_exist(
    client_of: Client, hidden: tuple[int, int], address: str
) -> None:
    shown = [
        sorted(f"Page {number}" for number in range(3) if f"Page {number}" in client_of().get(asked).text)
        for asked in (f"{address}?avant={hidden[0]}", f"{address}?avant=999999")
    ]
    assert shown[0] == shown[1] != []


def test_a_hidden_version_begins_the_recent_changes_like_one_that_does_not_exist(
    client_of: Client, hidden: tuple[int, int]
) -> None:
    for number in range(3):
        assert f"Page {number}" in client_of().get(f"/recents?avant={hidden[1]}").text


@pytest.mark.parametrize("address", [*LISTS, "/recents", "/admin/comptes", "/admin/invitations"])
@pytest.mark.parametrize("key", [2**31, 10**16])
def test_a_number_beyond_every_row_is_no_fault(client_of: Client, address: str, key: int) -> None:
    assert client_of("admin").get(f"{address}?avant={key}").status_code == 200


@pytest.mark.parametrize(
    ("address", "action"),
    [
        ("/admin/travaux/{}", "retry"),
        ("/territoires/trappes/membres/{}", "remove"),
        ("/territoires/trappes/college/{}", "remove"),
    ],
)
@pytest.mark.parametrize("key", [2**31, 10**30])
def test_an_act_on_a_number_beyond_every_row_is_no_fault(
    client_of: Client, address: str, action: str, key: int
) -> None:
    answer = client_of("admin").post(address.format(key), data={"action": action})
    assert answer.status_code < 500
