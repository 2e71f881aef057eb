"""The pieces of the benchmark of search do what they say; it is never run whole here."""

import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bench import search as bench_search
from bench.figures import Figure
from bench.searching.built import OURS, Built, Making, build, url_of
from bench.searching.corpus import Pages, mark, rewritten
from bench.searching.engines import YARDSTICKS
from bench.searching.fts5 import Fts5
from bench.searching.judging import judged
from bench.searching.latency import warm
from bench.searching.queries import Asked, words_of
from bench.searching.safety import kills, withdrawn, writers
from bench.searching.saving import saves
from bench.searching.scene import QUICK, Scene
from bench.searching.timing import Metered, best_of, percentile
from search.index import open_index

PAGES = Pages()
LENGTHS = (1, 2, 3, 2)


def test_pages_are_made_again_from_their_numbers() -> None:
    few, more = list(PAGES.first(20)), list(PAGES.first(40))
    assert more[:20] == few
    assert list(PAGES.first(20, after="14")) == few[15:]
    again = Pages()
    assert again.page(7) == PAGES.page(7)
    assert len({page.id for page in more}) == 40
    assert 3_000 < sum(len(page.body) for page in more) / 40 < 5_000
    assert PAGES.fingerprint == again.fingerprint


def test_queries_are_neighbouring_words_of_pages_that_visitors_see() -> None:
    words = words_of(PAGES, LENGTHS, 100)
    assert words == words_of(PAGES, LENGTHS, 100)
    index = open_index("memory:")
    index.put(PAGES.first(100))
    for length, one in zip(LENGTHS, words, strict=True):
        assert len(one.text.split()) <= length
        assert index.search(one.asked().query).total
        assert not index.search(one.asked().query).relaxed
        assert index.search(one.filtered().query).total


@pytest.mark.parametrize("name", YARDSTICKS)
def test_yardstick_answers_as_we_do(name: str, tmp_path: Path) -> None:
    yardstick, ours = YARDSTICKS[name](tmp_path / name), open_index(url_of(tmp_path / "ours"))
    yardstick.fill(PAGES.first(60))
    ours.put(PAGES.first(60))
    for words in words_of(PAGES, LENGTHS, 60):
        for match in ("all", "any"):
            asked = words.counted(match)
            answer, right = yardstick.ready(asked)(), ours.search(asked.query)
            assert answer.total == right.total
            assert answer.facets == right.facets
            assert len(answer.ids) == min(20, right.total)
    ours.close()


def test_fts5_replaces_a_page(tmp_path: Path) -> None:
    fts5, page = Fts5(tmp_path), next(page for page in PAGES.first(20) if page.audience == "public")
    fts5.fill(PAGES.first(20))
    asked = Asked("nouveaumot", facets=("kind",))
    assert fts5.ready(asked)().total == 0
    fts5.replace(page, rewritten(page, "nouveaumot"))()
    assert fts5.ready(asked)().ids == (page.id,)
    assert fts5.ready(Asked(mark(int(page.id)), facets=("kind",)))().total == 1


def test_clocks() -> None:
    assert percentile([3.0, 1.0, 2.0, 4.0], 50) == 2.0
    assert percentile(range(1, 101), 95) == 95
    order: list[str] = []
    best = best_of({"a": [lambda: order.append("a")] * 2, "b": [lambda: order.append("b")] * 2}, rounds=2)
    assert all(one != other for one, other in pairwise(order)), "engines take turns"
    assert {name: len(times) for name, times in best.items()} == {"a": 2, "b": 2}
    metered = Metered(iter(range(3)))
    assert list(metered) == [0, 1, 2]
    assert metered.seconds >= 0


def test_figures_of_speed_are_named(scene: Scene) -> None:
    figures = _by_name(warm(scene))
    assert {f"all_facets_80_{other}_ratio" for other in (*YARDSTICKS, "plain")} <= figures.keys()
    assert {"any_facets_80_fts5_ratio", "filtered_80_plain_ratio", "growth"} <= figures.keys()
    assert figures["all_facets_80_fts5_ratio"].demand == "≤ 0.1"
    assert figures["all_facets_40_fts5_ratio"].demand == "", "at the smaller size it is information"
    assert all(figures[f"alike_{size}_{name}"].value == 1 for size in (40, 80) for name in YARDSTICKS)


def test_saves_are_found_and_cost_is_told(scene: Scene) -> None:
    figures = _by_name(saves(scene))
    assert {"save_growth", "save_80_fts5_ratio", "save_80_slowest_ratio"} <= figures.keys()


def test_our_engine_is_judged(scene: Scene) -> None:
    figures = _by_name(judged(scene))
    assert figures["judged_same"].value == 1
    assert figures["judged_top"].value == 1


def test_nothing_is_lost_and_nothing_withdrawn_is_found(scene: Scene) -> None:
    figures = _by_name([*withdrawn(scene), *kills(scene), *writers(scene)])
    assert {name: figure.value for name, figure in figures.items()} == {
        "withdrawn_found": 0,
        "kills_unopened": 0,
        "kills_lost": 0,
        "kills_twice": 0,
        "writers_lost": 0,
    }


def test_kept_indexes_are_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []

    def make(work: object, engine: str, folder: Path, size: int) -> Making:
        built.append(engine)
        folder.mkdir(parents=True)
        return Making(1.0, 1.0, size, 1.0)

    monkeypatch.setattr("bench.searching.built.in_fresh_process", make)
    first = build(tmp_path, PAGES, 5)
    assert build(tmp_path, PAGES, 5) == first
    assert built == [OURS, *YARDSTICKS]
    assert build(tmp_path, PAGES, 6).text_bytes > first.text_bytes


@pytest.mark.parametrize("bad", [["--only", "speed"], ["--pages", "10,10"]])
def test_command_refuses_what_it_cannot_do(bad: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["search.py", *bad])
    with pytest.raises(SystemExit):
        bench_search.main()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Built]:
    """Two small sizes, built in this process."""
    folder = tmp_path_factory.mktemp("built")
    return _built(folder / "40", 40), _built(folder / "80", 80)


@pytest.fixture
def scene(built: tuple[Built, Built], tmp_path: Path) -> Scene:
    amounts = replace(QUICK, lengths=LENGTHS, saves=3, judged=50, base=20, withdrawn=3, kills=2, writes=6)
    return Scene(amounts, PAGES, tuple(words_of(PAGES, LENGTHS, 40)), *built, tmp_path)


def _built(folder: Path, size: int) -> Built:
    index = open_index(url_of(folder / OURS))
    index.put(PAGES.first(size))
    index.close()
    for name, make in YARDSTICKS.items():
        make(folder / name).fill(PAGES.first(size))
    return Built(size, folder, 1, {})


def _by_name(figures: object) -> dict[str, Figure]:
    assert hasattr(figures, "__iter__")
    return {figure.name: figure for figure in figures}
