"""What is kept of retours follows their texts, and the scenarios they tell of wherever those go."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from scenarios.enactments import queries, service
from scenarios.retold.model import Timing
from tests.scenarios.enactments.conftest import Client, Lived
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.jobs.worker import drain
from wiki.naming import service as naming
from wiki.outbox.models import Change
from wiki.pages.purging import erase
from wiki.trash import service as trash

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEXT = "---\nscénario: {path}@1\njoué le: 2026-06-14\nthèmes: [Climat]\n---\n\n# Retour\n\nUn samedi.\n"


def played(lived: Lived, scenario: int, by: str = "") -> tuple[int, int]:
    """How often search and a person say that a scenario was played."""
    actor = lived.actor(by)
    with lived.look() as session:
        found = queries.played_among(session, [scenario])
        return found.get(scenario, 0), queries.times_played(session, actor)


def told(lived: Lived) -> list[tuple[int | None, int | None]]:
    """Whom followers of scenarios were told of: scenario, retour."""
    with lived.look() as session:
        rows = session.execute(
            select(Happening.page_id, Happening.about_id).where(Happening.kind == happens.PAGE_PLAYED)
        )
        return [(page_id, about_id) for page_id, about_id in rows]


def test_all_that_a_text_says_is_kept_and_counted(lived: Lived) -> None:
    scenario = lived.origin()
    retour = lived.report(
        scenario, place="Parvis", coordinates=(48.774, 2.009), headcount=20, categories=("learners",),
        ratings={"confiance": 3}, words={"confiance": "on ose"}, minutes=(Timing("Se situer", 15, 10),),
    )  # fmt: skip
    row = lived.row(retour)
    assert row is not None
    assert (row.scenario_id, row.version, row.played_on) == (scenario, 1, date(2026, 6, 14))
    assert (row.place, row.latitude, row.longitude, row.headcount) == ("Parvis", 48.774, 2.009, 20)
    assert (row.categories, row.ratings, row.words) == (
        ["learners"],
        {"confiance": 3},
        {"confiance": "on ose"},
    )
    assert row.minutes == [["Se situer", 15, 10]]
    assert played(lived, scenario) == (1, 1)
    assert told(lived) == [(scenario, retour)]

    lived.edit(retour, 1, "# Retour\n\nPlus rien.\n", by="membre")
    row = lived.row(retour)
    assert row is not None
    assert (row.scenario_id, row.played_on, row.minutes) == (None, None, [])
    assert played(lived, scenario) == (0, 0)


@ON_SQLITE
def test_a_text_may_only_link_to_the_scenario(lived: Lived) -> None:
    tool = lived.create("---\nthèmes: [Climat]\n---\n\n# Fiche\n\nUne fiche.\n", kind="tool")
    scenario = lived.origin()
    text = (
        f"---\nthèmes: [Climat]\n---\n\n# Retour\n\nAvec [[fiche]], joué [[{lived.page(scenario).path}]].\n"
    )
    retour = lived.create(text, kind="enactment", audience="members")

    row = lived.row(retour)
    assert row is not None
    assert row.scenario_id == scenario != tool
    assert played(lived, scenario) == (0, 0)
    assert played(lived, scenario, by="nina") == (0, 1)


@ON_SQLITE
def test_a_retour_may_name_a_scenario_that_comes_later_and_never_itself(lived: Lived) -> None:
    path = "trappes/lire-le-climat-de-son-quartier-mesurer-un-ilot-de-fraicheur"
    early = lived.create(TEXT.format(path=path), kind="enactment")
    assert lived.scenario_told_of(early) is None

    scenario = lived.origin()
    assert lived.scenario_told_of(early) == scenario

    own = lived.create(
        TEXT.format(path="trappes/retour-2").replace("# Retour", "# Retour 2"), kind="enactment"
    )
    assert lived.scenario_told_of(own) is None


@ON_SQLITE
def test_retours_follow_a_scenario_to_its_new_name(lived: Lived, app: Any) -> None:
    scenario = lived.origin()
    retour = lived.report(scenario)
    actor = lived.actor("referente")
    with lived.write() as session:
        page = lived.page(scenario)
        naming.rename(
            session,
            actor,
            naming.NewName(scenario, "Marcher au frais", page.territory_id),
        )
    drain(app)
    assert "scénario: trappes/marcher-au-frais@1" in lived.text(retour)
    assert played(lived, scenario) == (1, 1)


@ON_SQLITE
def test_a_scenario_in_the_trash_is_told_of_no_more_and_a_purged_one_is_only_a_name(lived: Lived) -> None:
    scenario = lived.origin()
    retour = lived.report(scenario)
    with lived.write() as session:
        trash.delete(session, lived.actor("referente"), scenario, "Double")
    assert played(lived, scenario)[1] == 0
    with lived.look() as session:
        assert queries.scenario_of(session, lived.actor(""), session.get_one(queries.Page, retour)) is None

    with lived.write() as session:
        erase(session, [scenario])
    row = lived.row(retour)
    assert row is not None
    assert row.scenario_id is None
    assert row.scenario_path.startswith("trappes/lire")
    with lived.write() as session:
        erase(session, [retour])
    assert lived.row(retour) is None


@ON_SQLITE
def test_followers_hear_once_and_only_of_what_they_may_read(lived: Lived) -> None:
    scenario = lived.origin()
    hidden = lived.report(scenario, audience="members")
    assert told(lived) == []

    lived.settle(hidden, audience="public", kind="enactment", by="membre")
    lived.settle(hidden, audience="members", kind="enactment", by="membre")
    lived.settle(hidden, audience="public", kind="enactment", by="membre")
    assert told(lived) == [(scenario, hidden)]

    written = lived.create(TEXT.format(path=lived.page(scenario).path), kind="enactment")
    assert told(lived)[1:] == [(scenario, written)]


@ON_SQLITE
def test_a_notice_leads_to_the_retour(lived: Lived, client_of: Client) -> None:
    retour = lived.report(lived.origin())

    assert client_of("").get(f"/retours/{retour}").location == lived.path(retour)


@ON_SQLITE
def test_a_scenario_is_announced_only_when_what_is_told_of_it_changes(lived: Lived) -> None:
    scenario = lived.origin()
    retour = lived.report(scenario)

    def newest() -> int:
        with lived.look() as session:
            return session.scalar(select(func.max(Change.sequence)).where(Change.page_id == scenario)) or 0

    before = newest()
    lived.change(retour, ("Nous avons joué", "Nous avons bien joué"), by="membre")
    assert newest() == before
    lived.change(retour, ("@1", "@1\neffectif: 12"), by="membre")
    assert newest() > before


@ON_SQLITE
def test_who_may_tell_and_where(lived: Lived) -> None:
    scenario = lived.origin()
    with pytest.raises(Forbidden):
        lived.report(scenario, by="")
    with pytest.raises(NotFound):
        lived.report(999_999)
    with pytest.raises(NotFound):
        lived.report(lived.origin(audience="territory", same_title_meant=True), by="nantaise")
    with pytest.raises(Invalid) as wrong:
        lived.report(scenario, by="nantaise", place_id=lived.place_id("trappes"))
    assert "territory" in wrong.value.errors
    for by, audience in (("nina", "territory"), ("nina", "draft")):
        with pytest.raises(Invalid) as wrong:
            lived.report(scenario, by=by, audience=audience)
        assert "audience" in wrong.value.errors
    secret = lived.origin(audience="members", same_title_meant=True)
    with pytest.raises(Invalid) as wrong:
        lived.report(secret)
    assert "audience" in wrong.value.errors
    with pytest.raises(Invalid) as wrong:
        lived.report(scenario, by="curatrice", place_id=999_999)
    assert "territory" in wrong.value.errors

    assert lived.page(lived.report(scenario, by="nantaise")).territory.slug == "nantes"
    assert (
        lived.page(lived.report(scenario, by="curatrice", place_id=lived.place_id("nantes"))).territory.slug
        == "nantes"
    )


@ON_SQLITE
def test_a_version_that_is_not_there_cannot_be_mended_from(lived: Lived) -> None:
    retour = lived.report(lived.origin())
    with lived.write() as session, pytest.raises(Invalid):
        service.change_of(session, lived.page(retour), 9, service.Account(), "")


@ON_SQLITE
def test_settings_give_a_retour_no_more_readers_than_its_scenario(lived: Lived) -> None:
    scenario = lived.origin()
    retour = lived.report(scenario, audience="territory")
    lived.settle(scenario, audience="members", kind="scenario")

    with pytest.raises(Invalid, match="plus de lecteurs"):
        lived.settle(retour, audience="public", kind="enactment", by="membre")
    lived.settle(retour, audience="members", kind="enactment", by="membre")

    with lived.write() as session:
        trash.delete(session, lived.actor("referente"), scenario, "Double")
    lived.settle(retour, audience="territory", kind="enactment", by="membre")
    assert lived.page(retour).audience == "territory"


@ON_SQLITE
def test_a_retour_moves_only_where_its_readers_may_read_the_scenario(lived: Lived) -> None:
    scenario = lived.origin(audience="territory")
    retour = lived.report(scenario, audience="territory")
    moved = naming.NewName(retour, "Retour", lived.place_id("nantes"), is_audience_meant=True)

    with pytest.raises(Invalid, match="plus de lecteurs") as refused, lived.write() as session:
        naming.rename(session, lived.actor("admin"), moved)
    assert list(refused.value.errors) == ["territory"]

    lived.settle(scenario, audience="members", kind="scenario")
    with lived.write() as session:
        naming.rename(session, lived.actor("admin"), moved)
    assert lived.page(retour).territory.slug == "nantes"


@ON_SQLITE
def test_who_only_told_of_a_session_makes_no_other_page_of_it(lived: Lived) -> None:
    """Else anybody with an account would write scenarios in territories to which they do not belong."""
    retour = lived.report(lived.origin(), by="nina", worked="Tout")

    with pytest.raises(Forbidden):
        lived.settle(retour, audience="public", kind="scenario", by="nina")

    lived.settle(retour, audience="members", kind="enactment", by="nina")
    lived.settle(retour, audience="members", kind="page", by="referente")
    assert lived.page(retour).kind == "page"
