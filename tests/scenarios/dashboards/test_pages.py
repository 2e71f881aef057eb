"""Dashboards as people meet them: numbers with what they count, tables to sort and to take along."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring
from sqlalchemy import select

from tests import factories
from tests.wiki.pages.conftest import statements
from wiki.db import now
from wiki.territories.models import Territory
from wiki.themes.models import ThemeFamily

__all__ = ["statements"]

Client = Callable[[str], FlaskClient]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def page(browser: FlaskClient, path: str) -> HtmlElement:
    answer = browser.get(path, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200, path
    return fromstring(answer.text)


def figures(root: HtmlElement) -> dict[str, str]:
    """Numbers shown large, by what they are of."""
    return {
        item.find_class("figure-label")[0].text_content(): item.find_class("figure-value")[0].text_content()
        for item in root.find_class("figure-grid")[0].iter("li")
    }


def rows(browser: FlaskClient, path: str) -> list[list[str]]:
    text = browser.get(path, headers={"Accept-Language": "fr"}).text
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_who_may_read_more_counts_more(client_of: Client, nation: dict[str, int]) -> None:
    visitor, member, admin = (
        figures(page(client_of(handle), "/tableau")) for handle in ("", "membre", "admin")
    )
    assert [said["Scénarios"] for said in (visitor, member, admin)] == ["2", "3", "3"]
    assert visitor["Pages"] == "4"
    assert (visitor["Adaptations"], visitor["Retours d’expérience"]) == ("1", "2")
    assert visitor["Territoires"] == "2"
    assert visitor["Personnes inscrites"] == "7"

    texts = [page(client_of(handle), "/tableau").text_content() for handle in ("", "membre", "admin")]
    assert ["ce que tout le monde peut lire" in text for text in texts] == [True, False, False]
    assert ["celles de vos territoires et vos brouillons" in text for text in texts] == [False, True, False]
    assert ["toutes les pages, sauf les brouillons des autres" in text for text in texts] == [
        False,
        False,
        True,
    ]

    trappes = [figures(page(client_of(handle), "/territoires/trappes/tableau")) for handle in ("", "membre")]
    theme = [figures(page(client_of(handle), "/themes/climat/tableau")) for handle in ("", "membre")]
    assert [said["Scénarios"] for said in (*trappes, *theme)] == ["1", "2", "2", "3"]


@sqlite_only
def test_the_change_of_scale_goes_from_here_to_abroad(client_of: Client, nation: dict[str, int]) -> None:
    assert rows(client_of(""), "/tableau/echelle.csv")[1:] == [
        ["Pas encore repris", "0", "0", "1"],
        ["Sur le même territoire", "0", "1", "0"],
        ["Dans la même région", "0", "0", "0"],
        ["Dans une autre région", "1", "0", "0"],
        ["Dans un autre pays", "0", "1", "1"],
    ]
    trappes = rows(client_of(""), "/territoires/trappes/tableau/echelle.csv")[1:]
    nantes = rows(client_of(""), "/territoires/nantes/tableau/echelle.csv")[1:]
    assert (trappes[0][3], trappes[4][3]) == ("0", "1")
    assert [row[1:] for row in nantes] == [["0", "0", "1"], *[["0", "0", "0"]] * 4]


@sqlite_only
def test_a_territory_sees_what_it_gave_and_what_came_back(client_of: Client, nation: dict[str, int]) -> None:
    browser = client_of("")
    trappes = figures(page(browser, "/territoires/trappes/tableau"))
    nantes = figures(page(browser, "/territoires/nantes/tableau"))
    names = ("Adaptations données", "Adaptations reçues", "Retours racontés ici", "Retours d’ailleurs")
    assert [trappes[name] for name in names] == ["1", "0", "1", "1"]
    assert [nantes[name] for name in names] == ["0", "1", "1", "0"]
    [travel] = rows(browser, "/territoires/trappes/tableau/voyages.csv")[1:]
    assert travel[:4] == ["donnée", "Mesurer à Nantes", "Mesurer", "Nantes"]
    told = rows(browser, "/territoires/trappes/tableau/retours.csv")[1:]
    assert {row[0] for row in told} == {"Joué ici", "Joué loin"}


@sqlite_only
def test_a_theme_meets_others(client_of: Client, nation: dict[str, int]) -> None:
    browser = client_of("")
    said = figures(page(browser, "/themes/climat/tableau"))
    assert (said["Scénarios"], said["Territoires"], said["Retours d’expérience"]) == ("2", "2", "2")
    assert rows(browser, "/themes/urbanite/tableau/rencontres.csv")[1:] == [["Climat", "Climat", "1"]]
    assert browser.get("/themes/climat/tableau/rien.csv").status_code == 404
    assert browser.get("/themes/rien/tableau").status_code == 404


@sqlite_only
def test_a_former_name_of_a_theme_leads_to_the_present_one(
    client_of: Client, people: dict[str, int], write: Any
) -> None:
    with write() as session:
        name = session.scalars(select(ThemeFamily)).all()[0].themes[1].slug
    answer = client_of("").get(f"/themes/{name.upper()}/tableau")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/themes/{name}/tableau")


@sqlite_only
def test_territories_are_sorted_without_script_and_their_order_is_told(
    client_of: Client, nation: dict[str, int]
) -> None:
    browser = client_of("")

    def order(question: str) -> tuple[list[str], str]:
        [table] = page(browser, f"/tableau{question}").xpath("//section[@id='territoires']//table")
        names = [cell.text_content() for cell in table.xpath("tbody/tr/th")]
        [heading] = table.xpath("thead//th[@aria-sort]")
        return names, f"{heading.text_content().strip()} {heading.get('aria-sort')}"

    assert order("") == (["Nantes", "Trappes"], "Territoire ascending")
    assert order("?tri=territoire&sens=decroissant") == (["Trappes", "Nantes"], "Territoire descending")
    assert order("?tri=donnees") == (["Trappes", "Nantes"], "Adaptations données descending")
    assert order("?tri=donnees&sens=croissant") == (["Nantes", "Trappes"], "Adaptations données ascending")
    assert order("?tri=rien&sens=rien") == (["Nantes", "Trappes"], "Territoire ascending")
    [link] = page(browser, "/tableau?tri=donnees").xpath(
        "//section[@id='territoires']//th[@aria-sort]/a/@href"
    )
    assert link == "/tableau?tri=donnees&sens=croissant#territoires"


@sqlite_only
def test_numbers_lead_to_places_that_are_there(client_of: Client, nation: dict[str, int]) -> None:
    browser = client_of("")
    for path in ("/tableau", "/territoires/trappes/tableau", "/themes/climat/tableau"):
        root = page(browser, path)
        for link in root.find_class("figure-grid")[0].xpath(".//a/@href"):
            if link.startswith("#"):
                assert root.xpath(f"//section[@id='{link[1:]}']"), link
            elif not link.startswith(
                "/recherche"
            ):  # test_recount.py looks at searches, where there is an index
                assert browser.get(link).status_code == 200, link


@sqlite_only
def test_a_book_holds_every_table(client_of: Client, nation: dict[str, int]) -> None:
    for path in ("/tableau", "/territoires/trappes/tableau", "/themes/climat/tableau"):
        answer = client_of("membre").get(f"{path}.ods", headers={"Accept-Language": "fr"})
        content = ZipFile(BytesIO(answer.data)).read("content.xml").decode()
        shown = page(client_of("membre"), path).xpath("//section[contains(@class,'dashboard-part')]")
        assert content.count("<table:table ") == len(shown) + 1
        assert "formula" not in content
        assert "<text:p>Membre</text:p>" in content  # for whom it was counted


@sqlite_only
def test_what_people_write_never_becomes_a_formula(
    client_of: Client, wrote: Callable[..., int], write: Any, people: dict[str, int]
) -> None:
    wrote("=HYPERLINK(1)", kind="enactment")
    with write() as session:
        factories.territory(session, "essai", name="@SUM(A1)", region="+1")
    told = rows(client_of(""), "/territoires/trappes/tableau/retours.csv")[1]
    compared = next(row for row in rows(client_of(""), "/tableau/territoires.csv") if "SUM" in row[0])
    assert told[0] == "'=HYPERLINK(1)"
    assert compared[:2] == ["'@SUM(A1)", "'+1"]


@sqlite_only
def test_a_wiki_without_anything_invites(app: Any, write: Any) -> None:
    browser = app.test_client()
    text = page(browser, "/tableau").text_content()
    assert "Aucun territoire pour l’instant." in text
    with write() as session:
        factories.territory(session)
    text = page(browser, "/territoires/trappes/tableau").text_content()
    assert "Aucune page n’a encore voyagé." in text
    assert "Aucun retour pour l’instant." in text


@sqlite_only
def test_the_pages_of_places_and_themes_lead_to_their_dashboards(
    client_of: Client, people: dict[str, int], write: Any
) -> None:
    browser = client_of("")
    for path, link in {
        "/trappes": "/territoires/trappes/tableau", "/national": "/tableau",
        "/themes/climat": "/themes/climat/tableau", "/themes/environnement": "/themes/environnement/tableau",
    }.items():  # fmt: skip
        assert link in page(browser, path).xpath("//main//a/@href")
    assert browser.get("/territoires/national/tableau").status_code == 404


@sqlite_only
def test_the_national_dashboard_costs_few_statements_and_then_none_until_something_is_saved(
    client_of: Client, nation: dict[str, int], statements: Any, app: Any, write: Any
) -> None:
    browser = client_of("membre")
    for path, most in {
        "/tableau": 16,
        "/territoires/trappes/tableau": 17,
        "/themes/climat/tableau": 13,
    }.items():
        with write() as session:
            session.get_one(Territory, 1).created_at = now()
        app.extensions["wiki.memo"]._token = None
        with statements() as seen:
            browser.get(path)
        assert len(seen) <= most, path
        with statements() as seen:
            browser.get(f"{path}?tri=pages")
        assert len(seen) <= 3, path


@sqlite_only
def test_a_long_list_says_how_long_it_is_and_an_empty_theme_invites(
    client_of: Client, nation: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.dashboards.territory.MOST_LISTED", 1)
    root = page(client_of(""), "/territoires/trappes/tableau")
    [section] = root.xpath("//section[@id='retours']")
    assert len(section.xpath(".//tbody/tr")) == 1
    assert "Les 1 plus récentes sur 2." in section.text_content()

    text = page(client_of(""), "/themes/citoyennete/tableau").text_content()
    assert "Aucun territoire n’a encore écrit sur ce thème." in text
    assert "Aucune page ne porte encore ce thème avec un autre." in text
