"""The map as a list, as a drawing of the server, and with or without a tile server."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring

from scenarios.maps.showing import SHADES, shaded
from tests.scenarios.dashboards.conftest import nation, wrote
from wiki.config import Settings, SettingsError
from wiki.geography.regions import ABROAD, regions

__all__ = ["nation", "wrote"]

Client = Callable[[str], FlaskClient]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TILES = "https://tuiles.example.org/plan/{z}/{x}/{y}.png"


def page(browser: FlaskClient, path: str = "/carte") -> HtmlElement:
    answer = browser.get(path, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    return fromstring(answer.text)


def spots(root: HtmlElement) -> dict[str, tuple[str, str]]:
    return {
        str(item.get("data-name")): (str(item.get("data-spot")), str(item.get("data-latitude")))
        for item in root.xpath("//li[@data-spot]")
    }


def table(root: HtmlElement) -> dict[str, list[str]]:
    """What the table beside the drawing says of each region."""
    return {
        row.xpath("th")[0].text_content(): [cell.text_content() for cell in row.xpath("td")]
        for row in root.xpath("//table/tbody/tr")
    }


def test_territories_and_sessions_are_listed_with_their_places(
    client_of: Client, nation: dict[str, int]
) -> None:
    root = page(client_of(""))

    assert spots(root) == {
        "Trappes": ("territory", "48.774"),
        "Nantes": ("territory", "47.2184"),
        "Joué ici": ("retour", "48.774"),  # it says no place: it stands on its territory
        "Bruxelles, 3\xa0octobre\xa02026": ("retour", "50.8467"),
    }
    assert table(root) == {
        "Île-de-France": ["1", "1"], "Pays de la Loire": ["1", "0"], "Dans un autre pays": ["0", "1"],
    }  # fmt: skip
    [played] = root.xpath("//li[@data-name='Bruxelles, 3\xa0octobre\xa02026']")
    assert "Mesurer" in played.text_content()


@sqlite_only
def test_what_one_may_not_see_is_nowhere_on_the_map(
    client_of: Client, nation: dict[str, int], wrote: Callable[..., int]
) -> None:
    wrote("Joué entre nous", kind="enactment", audience="territory", more="scénario: trappes/a-nous\n")

    assert "Joué entre nous" not in page(client_of("")).text_content()
    assert table(page(client_of("")))["Île-de-France"] == ["1", "1"]
    member = page(client_of("membre"))
    assert "Joué entre nous" in member.text_content()
    assert table(member)["Île-de-France"] == ["1", "2"]


@sqlite_only
def test_distances_are_measured_from_a_territory_and_the_nearest_is_first(
    client_of: Client, nation: dict[str, int]
) -> None:
    root = page(client_of(""), "/carte?depuis=nantes")

    names = [item.get("data-name") for item in root.xpath("//li[@data-spot='territory']")]
    assert names == ["Nantes", "Trappes"]
    texts = [item.text_content() for item in root.xpath("//li[@data-spot]")]
    assert ["ici" in texts[0], "à 316 km" in texts[1]] == [True, True]
    assert root.xpath("//select[@name='depuis']/option[@selected]/@value") == ["nantes"]
    assert page(client_of(""), "/carte?depuis=nulle-part").xpath("//option[@selected]") == []


@sqlite_only
def test_older_sessions_are_on_a_further_page(
    client_of: Client, nation: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.maps.views.SLICE", 1)
    browser = client_of("")
    first = page(browser)
    [older] = first.xpath("//a[@rel='next']/@href")

    assert [name for name, spot in spots(first).items() if spot[0] == "retour"] == [
        "Bruxelles, 3\xa0octobre\xa02026"
    ]
    assert [name for name, spot in spots(page(browser, older)).items() if spot[0] == "retour"] == ["Joué ici"]


@sqlite_only
def test_pictures_come_from_this_site_alone(client_of: Client, people: dict[str, int]) -> None:
    answer = client_of("").get("/carte")

    assert "img-src 'self' data:;" in answer.headers["Content-Security-Policy"]
    assert "data-tiles" not in answer.text
    assert "https:" not in fromstring(answer.text).xpath("string(//figure)")


class TestTiles:
    @pytest.fixture
    def settings(self, database_url: str, tmp_path: Path) -> Settings:
        return Settings(
            data_dir=tmp_path / "data", database_url=database_url, secret_key="for tests only", throttle=False,
            tile_server_url=TILES, tile_attribution="© Exemple <contributeurs>",
        )  # fmt: skip

    @sqlite_only
    def test_a_tile_server_is_named_and_alone_allowed(
        self, client_of: Client, people: dict[str, int]
    ) -> None:
        answer = client_of("").get("/carte")

        assert "img-src 'self' data: https://tuiles.example.org;" in answer.headers["Content-Security-Policy"]
        [figure] = fromstring(answer.text).xpath("//figure[@data-map]")
        assert figure.get("data-tiles") == TILES
        assert figure.get("data-tile-attribution") == "© Exemple <contributeurs>"
        others = client_of("").get("/trappes").headers["Content-Security-Policy"]
        assert "tuiles.example.org" not in others


@pytest.mark.parametrize(
    "url",
    [
        "https://tuiles.example.org/plan.png",
        "http://tuiles.example.org/{z}/{x}/{y}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://tuiles.example.org/{z}/{x}/{y}/{key}.png",
        "https://tuiles.example.org; script-src */{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}",
    ],
)
def test_an_address_that_is_no_pattern_of_one_host_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="TILE_SERVER_URL"):
        Settings.from_environment({"TILE_SERVER_URL": url, "TILE_ATTRIBUTION": "x"})


def test_tiles_without_whom_they_are_from_are_refused() -> None:
    with pytest.raises(SettingsError, match="TILE_ATTRIBUTION"):
        Settings.from_environment({"TILE_SERVER_URL": TILES})
    known = Settings.from_environment({"TILE_SERVER_URL": TILES, "TILE_ATTRIBUTION": "© Exemple"})
    assert (known.tile_origin, Settings().tile_origin) == ("https://tuiles.example.org", "")


def test_regions_are_darker_where_more_was_played_and_their_numbers_stand_inside() -> None:
    drawn = {
        region.code: region for region in shaded({regions()["53"]: 8, regions()["11"]: 1, ABROAD: 9, None: 2})
    }

    assert len(drawn) == 13  # those overseas are not on this map
    assert (drawn["53"].number, drawn["53"].shade, drawn["11"].shade, drawn["28"].shade) == (8, SHADES, 1, 0)
    assert all(-4 < region.x < 7 and -51 < region.y < -41 for region in drawn.values())
