"""Every number of the dashboards of the demonstration, right to the unit, for several kinds of readers."""

import csv
import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring
from sqlalchemy import select

from tests import factories
from tests.scenarios.dashboards.recount import Counts, Wiki
from wiki.accounts.models import User
from wiki.app import create_app
from wiki.config import Settings

COMPARED = (
    "fiche",
    "college",
    "membres",
    "pages",
    "scenarios",
    "retenus",
    "donnees",
    "recues",
    "retours",
    "besoins",
)
Read = Callable[[str], list[list[str]]]
Open = Callable[[str], str]


@pytest.fixture(scope="module")
def filled(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("recount") / "data"
    shutil.copytree(prepared, folder)
    app = create_app(Settings(data_dir=folder, secret_key="for tests only", throttle=False))
    yield app
    app.extensions["wiki.database"].dispose()


def handles(wiki: Wiki) -> dict[str, str]:
    """A visitor, a referent, a member, an administrator: whoever has these roles in the demonstration."""
    people = {row["id"]: row for row in wiki.rows["user_account"]}
    roles = {
        row["role"]: people[row["user_id"]]["handle"] for row in wiki.rows["membership"] if row["admitted_at"]
    }
    [admin] = [row["handle"] for row in people.values() if row["site_role"] == "admin"]
    return {"visitor": "", "referent": roles["referent"], "member": roles["member"], "admin": admin}


@pytest.fixture(scope="module")
def wiki(filled: Flask) -> Wiki:
    return Wiki(filled.extensions["wiki.settings"].data_dir / "wiki.sqlite3")


@pytest.fixture(scope="module", params=["visitor", "referent", "member", "admin"])
def told(filled: Flask, wiki: Wiki, request: pytest.FixtureRequest) -> tuple[Counts, Read, Open]:
    """What one reader must be told, and how they read a table."""
    handle = handles(wiki)[request.param]
    browser = signed_in(filled, handle)

    def read(path: str) -> list[list[str]]:
        return list(csv.reader(StringIO(open_(path).removeprefix("\ufeff")), delimiter=";"))

    def open_(path: str) -> str:
        answer = browser.get(path, headers={"Accept-Language": "fr"})
        assert answer.status_code == 200, path
        return answer.text

    return wiki.count(wiki.reader(handle)), read, open_


def signed_in(app: Flask, handle: str) -> FlaskClient:
    browser = app.test_client()
    if handle:
        with app.app_context(), app.extensions["wiki.database"].transaction() as session:
            token = factories.sign_in(
                session, session.scalars(select(User).where(User.handle == handle)).one()
            )
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
    return browser


def test_the_recount_finds_something_to_count(told: tuple[Counts, Read, Open]) -> None:
    counts, _read, _open = told
    assert all(
        counts.totals[name] for name in ("pages", "scenarios", "retours", "adaptations", "membres", "besoins")
    )


def test_territories_side_by_side(told: tuple[Counts, Read, Open], wiki: Wiki) -> None:
    counts, read, _open = told
    names = {row["name"]: row["slug"] for row in wiki.territories.values()}

    rows = read("/tableau/territoires.csv")[1:]

    assert {names[row[0]] for row in rows} == counts.places.keys() - {"national"}
    for row in rows:
        expected = counts.places[names[row[0]]]
        assert dict(zip(COMPARED, map(int, row[3:]), strict=True)) == {
            name: expected[name] for name in COMPARED
        }, row


def test_themes(told: tuple[Counts, Read, Open], wiki: Wiki) -> None:
    counts, read, _open = told
    slugs = {row["name"]: row["slug"] for row in wiki.rows["theme"]}
    rows = read("/tableau/themes.csv")[1:]
    assert {slugs[row[1]]: int(row[2]) for row in rows if int(row[2])} == dict(counts.themes)
    assert all((row[3] == "couvert") == (int(row[2]) > 0) for row in rows)

    most = counts.themes.most_common(1)[0][0]
    met = read(f"/themes/{most}/tableau/rencontres.csv")[1:]
    assert {slugs[row[0]]: int(row[2]) for row in met} == {
        other: number for (one, other), number in counts.together.items() if one == most
    }
    there = read(f"/themes/{most}/tableau/territoires.csv")[1:]
    assert sum(int(row[1]) for row in there) == counts.themes[most]


def test_how_far_scenarios_went(told: tuple[Counts, Read, Open]) -> None:
    counts, read, _open = told
    rows = read("/tableau/echelle.csv")[1:]
    said = {
        (measure, row[0]): int(cell)
        for row in rows
        for measure, cell in zip(("adaptations", "retours", "scenarios"), row[1:], strict=True)
        if int(cell)
    }
    assert said == {place: number for place, number in counts.reach.items() if number}


def test_what_there_is_at_the_end_of_this_month(told: tuple[Counts, Read, Open]) -> None:
    counts, read, _open = told
    latest = read("/tableau/croissance.csv")[1]
    names = ("pages", "scenarios", "retours", "adaptations", "personnes")
    assert dict(zip(names, map(int, latest[1:]), strict=True)) == {
        name: counts.totals[name] for name in names
    }


@pytest.mark.parametrize("slug", ["trappes", "nantes"])
def test_one_territory(told: tuple[Counts, Read, Open], slug: str) -> None:
    counts, read, _open = told
    expected = counts.places[slug]
    home = f"/territoires/{slug}/tableau"
    assert sum(int(row[1]) for row in read(f"{home}/pages.csv")[1:]) == expected["pages"]
    assert sum(bool(int(row[1])) for row in read(f"{home}/college.csv")[1:]) == expected["college"]
    ways = [row[0] for row in read(f"{home}/voyages.csv")[1:]]
    assert (ways.count("donnée"), ways.count("reçue")) == (expected["donnees"], expected["recues"])
    latest = dict(zip(*read(f"{home}/croissance.csv")[:2], strict=True))
    assert [
        int(latest[name]) for name in ("Pages", "Scénarios", "Retours", "Adaptations données", "Membres")
    ] == [expected[name] for name in ("pages", "scenarios", "retours", "donnees", "membres")]


def test_a_number_is_that_of_the_search_which_it_leads_to(told: tuple[Counts, Read, Open]) -> None:
    _counts, _read, open_ = told
    for path in ("/tableau", "/territoires/trappes/tableau", "/themes/climat/tableau"):
        root: HtmlElement = fromstring(open_(path))
        numbers = [*root.find_class("figure-grid")[0].iter("a"), *root.xpath("//tr[th='Trappes']/td/a")]
        for link in [link for link in numbers if str(link.get("href")).startswith("/recherche")]:
            shown = link.find_class("figure-value") or [link]
            searched: HtmlElement = fromstring(open_(str(link.get("href"))))
            found = searched.get_element_by_id("results-count", None)
            listed = found.text_content().split()[0] if found is not None else "0"
            assert listed == shown[0].text_content(), (path, link.get("href"))
