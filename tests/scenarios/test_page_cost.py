"""How many statements pages of the whole application send, with nothing remembered from an earlier request.

The three of a page view are the reader, the page with all that features show beside it, and its themes.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.scenarios.proposals.conftest import Offered, offered
from tests.wiki.pages.conftest import statements

__all__ = ["offered", "statements"]

Cost = Callable[[str, int, str], int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is sent does not depend on the database; one test tries it on both."""
SHEETS = ("/conducteur", "/materiel", "/autorisations", "/animer", "/credit.txt")
LONGER = ("durée: 90 min", "durée: 95 min")
DEARER = ("coût: 0 € par personne", "coût: 1 € par personne")


@pytest.fixture
def cost(offered: Offered, client_of: Any, statements: Any) -> Cost:
    """`cost("membre", page_id, "/conducteur")`: how many statements a page sends to somebody who has read it."""

    def sent(handle: str, page_id: int, more: str = "") -> int:
        browser, address = client_of(handle), f"/{offered.page(page_id).path}{more}"
        browser.get(address)  # the first reading writes down that it was read
        with offered.write() as session:
            session.execute(select(1))
        offered.app.extensions["wiki.memo"]._token = None
        with statements() as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    return sent


@pytest.fixture
def origin(offered: Offered) -> int:
    return offered.origin()


@pytest.fixture
def adaptation(offered: Offered, origin: int) -> int:
    """Nantes' public adaptation of it."""
    made = offered.adapt(origin)
    offered.settle(made, audience="public", kind="scenario", by="nantaise")
    return made


@sqlite_only
def test_a_scenario_from_which_nothing_was_taken(cost: Cost, origin: int) -> None:
    costs = {handle: cost(handle, origin) for handle in ("", "nina", "membre", "referente", "admin")}
    assert costs == {"": 2, "nina": 3, "membre": 3, "referente": 3, "admin": 3}


def test_an_origin_and_its_adaptation(cost: Cost, origin: int, adaptation: int) -> None:
    for page in (origin, adaptation):
        costs = {handle: cost(handle, page) for handle in ("", "membre", "referente", "nantaise")}
        assert costs == {"": 2, "membre": 3, "referente": 3, "nantaise": 3}


@sqlite_only
def test_readers_pay_nothing_for_what_editors_are_told(
    offered: Offered, cost: Cost, origin: int, adaptation: int
) -> None:
    """One more statement counts improvements; what waits for an answer and what was answered cost none."""
    offered.change(adaptation, DEARER, by="nantaise")
    made = offered.offer(adaptation, ["Coût"])
    offered.change(origin, LONGER)
    for page in (origin, adaptation):
        assert (cost("", page), cost("nina", page)) == (2, 3)
    assert cost("referente", origin) == 3
    assert cost("nantaise", adaptation) == 4

    offered.decline(made)
    assert cost("nantaise", adaptation) == 4
    assert (cost("", adaptation), cost("nina", adaptation), cost("referente", origin)) == (2, 3, 3)


@sqlite_only
def test_sheets_and_the_designer(cost: Cost, origin: int, adaptation: int) -> None:
    for page in (origin, adaptation):
        assert all(cost(handle, page, sheet) <= 3 for handle in ("", "membre") for sheet in SHEETS)
    assert cost("referente", origin, "/concevoir") <= 10
    assert cost("nantaise", adaptation, "/concevoir") <= 10
