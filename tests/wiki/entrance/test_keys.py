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
    hidden = publish("# Caché\n\nTexte.\n", audience="territory", by="referente", indexed=False)
    text = "---\nthèmes: [Climat]\n---\n# Page {}\n\nTexte.\n"
    public = [publish(text.format(number), indexed=False) for number in range(3)]
    with write() as session:
        for rank, page_id in enumerate([hidden, *public]):
            moment = LONG_AGO + timedelta(days=rank)
            session.execute(update(Page).where(Page.id == page_id).values(changed_at=moment))
            session.execute(update(Revision).where(Revision.page_id == page_id).values(created_at=moment))
        version = session.scalars(select(Revision.id).where(Revision.page_id == hidden)).one()
    return hidden, version


def test_a_hidden_row_begins_a_list_like_one_that_does_not_exist(
    client_of: Client, hidden: tuple[int, int]
) -> None:
    page, version = hidden
    visitor = client_of()

    def shown(asked: str) -> list[str]:
        text = visitor.get(asked).text
        return [title for title in ("Page 0", "Page 1", "Page 2") if title in text]

    for address in LISTS:
        assert shown(f"{address}?avant={page}") == shown(f"{address}?avant=999999") != [], address
    assert shown(f"/recents?avant={version}") == ["Page 0", "Page 1", "Page 2"]


def test_a_number_beyond_every_row_is_no_fault(client_of: Client) -> None:
    admin = client_of("admin")
    statuses = {
        (address, key): admin.get(f"{address}?avant={key}").status_code
        for address in (*LISTS, "/recents", "/admin/comptes", "/admin/invitations")
        for key in (2**31, 10**16)
    }
    assert statuses == dict.fromkeys(statuses, 200)


def test_an_act_on_a_number_beyond_every_row_is_no_fault(client_of: Client) -> None:
    admin = client_of("admin")
    for address, action in (
        ("/admin/travaux/{}", "retry"),
        ("/territoires/trappes/membres/{}", "remove"),
        ("/territoires/trappes/college/{}", "remove"),
    ):
        for key in (2**31, 10**30):
            answer = admin.post(address.format(key), data={"action": action})
            assert answer.status_code < 500, (address, key)
