"""`territoire search` and `territoire rebuild`, as scripts and administrators use them."""

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete

from search.engines import whoosh_folder, whoosh_rebuild
from tests.wiki.finding.indexes import in_index, waiting
from wiki.config import Settings
from wiki.finding import rebuilding
from wiki.pages.models import PageTheme

Publish = Callable[..., int]
Run = Callable[..., Result]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BEES, WASPS = "# Des abeilles\n\nUne ruche.\n", "# Des guêpes\n\nUn nid près de la ruche.\n"


@pytest.fixture
def run(app: Flask) -> Run:
    def invoke(*arguments: str) -> Result:
        return app.test_cli_runner().invoke(args=arguments)

    return invoke


@sqlite_only
def test_hits_are_lines_of_address_and_title(run: Run, publish: Publish) -> None:
    publish(BEES)
    result = run("search", "ruches", "abeille")
    assert (result.exit_code, result.output) == (0, "/trappes/des-abeilles\tDes abeilles\n")


@sqlite_only
def test_no_hit_is_told_by_the_exit_code_alone(run: Run, publish: Publish) -> None:
    publish(BEES)
    result = run("search", "montgolfière")
    assert (result.exit_code, result.output) == (1, "")


@sqlite_only
def test_the_limit_and_json(run: Run, publish: Publish) -> None:
    publish(BEES)
    page_id = publish(WASPS, territory="nantes", kind="tool")
    result = run("search", "--json", "--limit", "1", "ruche", "guepes")
    answer = json.loads(result.output)
    (hit,) = answer.pop("hits")
    assert hit.pop("score") > 0
    assert hit == {
        "id": page_id,
        "url": "/nantes/des-guepes",
        "title": "Des guêpes",
        "territory": "nantes",
        "kind": "tool",
    }
    assert answer == {"total": 2, "suggestion": None, "relaxed": True, "holding_all": 1}
    nothing = run("search", "--json", "ruchee")
    assert nothing.exit_code == 0
    assert json.loads(nothing.output)["total"] == 2


def test_everybody_finds_what_is_theirs_to_see(run: Run, publish: Publish) -> None:
    publish(BEES, audience="draft", by="referente")
    publish(WASPS, audience="members")
    assert run("search", "ruche").exit_code == 1
    assert run("search", "--as", "nina", "ruche").output == "/trappes/des-guepes\tDes guêpes\n"
    assert len(run("search", "--as", "referente@exemple.fr", "ruche").output.splitlines()) == 2


def test_who_does_not_exist_is_told_in_plain_words(run: Run) -> None:
    for person in ("personne", "personne@exemple.fr", "\0"):
        result = run("search", "--as", person, "ruche")
        assert result.exit_code == 2, person
        assert "nobody has an account" in result.output


@sqlite_only
def test_titles_command_no_terminal(run: Run, publish: Publish) -> None:
    publish("# Des \x1b[31mabeilles\n\nUne ruche.\n")
    assert "\x1b" not in run("search", "ruche").output


@sqlite_only
def test_without_an_index_the_way_out_is_told(run: Run, settings: Settings) -> None:
    shutil.rmtree(settings.data_dir / "search")
    result = run("search", "ruche")
    assert result.exit_code == 2
    assert "territoire rebuild --search" in result.output


@sqlite_only
def test_nonsense_is_refused_by_usage(run: Run) -> None:
    assert run("search").exit_code == 2
    assert run("search", "--limit", "0", "ruche").exit_code == 2


@sqlite_only
def test_the_search_index_alone_is_built_again(
    app: Flask, run: Run, publish: Publish, settings: Settings
) -> None:
    for number in range(3):
        publish(f"# Page {number}\n\nDes abeilles.\n")
    shutil.rmtree(settings.data_dir / "search")
    result = run("rebuild", "--search")
    assert (result.exit_code, result.exception) == (0, None)
    assert "3 pages in the search index." in result.output
    assert len(in_index(app, "abeilles")) == 3


@sqlite_only
def test_an_interrupted_rebuild_says_that_it_goes_on(
    app: Flask, run: Run, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted as by Ctrl-C, once a part is written."""
    for number in range(5):
        publish(f"# Page {number}\n\nDes abeilles.\n", indexed=number == 4)
    monkeypatch.setattr(whoosh_rebuild, "_BATCH", 2)
    everything = rebuilding.every_document

    def interrupted(*arguments: Any) -> Any:
        yield from list(everything(*arguments))[:4]
        raise KeyboardInterrupt

    monkeypatch.setattr(rebuilding, "every_document", interrupted)
    result = run("rebuild", "--search")
    assert result.exit_code == 2
    assert "goes on where this one was" in result.output
    assert len(in_index(app, "abeilles")) == 5
    monkeypatch.undo()
    result = run("rebuild", "--search")
    assert "An interrupted rebuild goes on after 4 pages." in result.output
    assert "5 pages in the search index." in result.output


@sqlite_only
def test_two_rebuilds_at_once_are_refused(run: Run, settings: Settings) -> None:
    with whoosh_folder.building(settings.data_dir / "search"):
        result = run("rebuild", "--search")
    assert result.exit_code == 2
    assert "another process" in result.output


def test_all_projections_are_made_again(app: Flask, run: Run, publish: Publish, write: Any) -> None:
    publish(f"---\nthèmes: [Climat]\n---\n\n{BEES}")
    publish(WASPS)
    with write() as session:
        session.execute(delete(PageTheme))
    result = run("rebuild")
    assert result.exit_code == 0, result.output
    assert "2 pages rebuilt" in result.output
    assert waiting(write) == 2
    with write() as session:
        assert session.query(PageTheme).count() == 1
