"""The files of the demonstration keep their own promises."""

import re
from datetime import UTC, datetime

import pytest

from scenarios.demonstration import content
from scenarios.demonstration.people import PEOPLE
from wiki.pages.models import AUDIENCES, KINDS
from wiki.rendering.diagnostics import Severity
from wiki.rendering.document import read
from wiki.rendering.head import read_head
from wiki.rendering.slugs import slugify
from wiki.territories.categories import ActorCategory
from wiki.territories.models import NATIONAL, STATES
from wiki.themes.service import FAMILIES

PAGES = content.pages()
SCENARIOS = [page for page in PAGES if page.kind == "scenario"]
THEMES = {slugify(name) for family in FAMILIES.values() for name in family.split(" · ")}
_ACTIVITY = re.compile(r"^#{3,4} Activité : .+\n\n((?:- .+\n)+)", re.MULTILINE)


def every_page() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.territory}/{page.slug}")


def minutes(duration: str) -> int:
    """`1 h 30`, `90 min` or `2 h` in minutes."""
    hours = re.search(r"(\d+)\s*h\s*(\d+)?", duration)
    if hours:
        return int(hours[1]) * 60 + int(hours[2] or 0)
    found = re.search(r"(\d+)\s*min", duration)
    assert found, duration
    return int(found[1])


def properties(activity: str) -> dict[str, str]:
    lines = (line.removeprefix("- ").partition(":") for line in activity.splitlines())
    return {key.strip(): value.strip() for key, _, value in lines}


def activities(text: str) -> list[dict[str, str]]:
    return [properties(found[1]) for found in _ACTIVITY.finditer(text)]


def test_there_are_fifteen_territories_with_their_colleges() -> None:
    sheets = content.territories()

    assert len(sheets) == 15
    assert {sheet["state"] for sheet in sheets} <= set(STATES)
    assert {seat["category"] for sheet in sheets for seat in sheet["college"]} <= set(ActorCategory)


def test_every_territory_has_a_presentation_and_a_scenario() -> None:
    slugs = {sheet["slug"] for sheet in content.territories()}

    assert {page.territory for page in SCENARIOS} == slugs
    assert {page.territory for page in PAGES if page.slug == "presentation"} == slugs
    assert {page.territory for page in PAGES} == slugs | {NATIONAL}


def test_no_file_of_the_content_is_forgotten() -> None:
    told = {(page.territory, page.slug) for page in PAGES}
    histories = {
        (path.parent.name, path.name.partition(".")[0]) for path in content.FOLDER.glob("*/*.history.yaml")
    }

    assert told == {(path.parent.name, path.stem) for path in content.FOLDER.glob("*/*.md")}
    changed = [page for page in PAGES if len(page.versions) > (2 if page.adapted_from else 1)]
    assert histories == {(page.territory, page.slug) for page in changed}


def test_an_adaptation_begins_with_the_text_of_its_origin() -> None:
    (page,) = (page for page in PAGES if page.adapted_from)
    origin = next(found for found in PAGES if page.adapted_from and found.path == page.adapted_from.path)

    first = read_head(page.versions[0].text)

    assert (first.territory, first.get("adapté de")) == ("Nantes", f"{origin.path}@3")
    assert page.versions[0].text.split("\n# ")[1] == origin.versions[2].text.split("\n# ")[1]
    assert page.versions[0].days_ago < origin.versions[2].days_ago


def test_several_pages_have_histories_by_several_people() -> None:
    assert sum(len({version.author for version in page.versions}) > 1 for page in PAGES) >= 10


@every_page()
def test_a_page_can_be_kept(page: content.DemoPage) -> None:
    assert page.kind in KINDS
    assert page.audience in AUDIENCES
    assert {version.author for version in page.versions} <= {person.handle for person in PEOPLE}
    assert all(version.summary for version in page.versions)


@every_page()
def test_every_version_of_a_page_reads_well(page: content.DemoPage) -> None:
    for version in page.versions:
        source = read(version.text, home=page.territory)
        errors = [found for found in source.head.diagnostics if found.severity is Severity.ERROR]
        assert errors == []
        assert source.title
        assert source.html(frozenset()).html
        assert {slugify(name) for name in source.head.themes} <= THEMES


@every_page()
def test_versions_differ_and_follow_one_another(page: content.DemoPage) -> None:
    today = datetime(2026, 3, 15, tzinfo=UTC)
    moments = page.moments(today)

    assert moments == sorted(moments)
    assert moments[-1] < today
    assert all(a.text != b.text for a, b in zip(page.versions, page.versions[1:], strict=False))


@pytest.mark.parametrize("page", SCENARIOS, ids=lambda page: page.slug)
def test_the_durations_of_a_scenario_add_up(page: content.DemoPage) -> None:
    for version in page.versions:
        steps = activities(version.text)
        whole = minutes(read_head(version.text).get("durée"))
        assert whole == sum(minutes(step["Durée"]) for step in steps if step.get("En parallèle") != "oui")
        assert 60 <= whole <= 180
        assert 3 <= len(steps) <= 8
