"""The scenarios played most stand on the home page, counted by the sessions that the reader may read of."""

import pytest

from tests.scenarios.enactments.conftest import Client, Lived
from tests.scenarios.enactments.conftest import lived as lived_fixture
from tests.scenarios.enactments.test_form import plain

lived = lived_fixture


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_those_played_most_are_on_the_home_page(lived: Lived, client_of: Client) -> None:
    assert "Les plus jouées" not in client_of("").get("/").text
    scenario = lived.origin()
    lived.report(scenario)
    lived.report(scenario, audience="members")

    assert "jouée 1 fois" in plain(client_of("").get("/").text)
    assert "jouée 2 fois" in plain(client_of("nina").get("/").text)
