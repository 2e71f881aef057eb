"""The judged set names pages that exist, and what is measured is what it says."""

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench import relevance
from bench.chains import PlainEngine, library_french, words_only
from bench.corpus import has_practices
from bench.judging import Judged, documents, judged, quality
from search.analysis import terms
from tests.search.making import document


def test_the_judged_set_is_large_and_names_pages_that_exist() -> None:
    pages = documents()
    queries = judged([page.url for page in pages])
    assert len(queries) >= (90 if has_practices() else 60)
    assert max(Counter(query.text for query in queries).values()) == 1
    assert {grade for query in queries for grade in query.grades.values()} == {1, 2, 3}


def test_the_pages_are_those_of_the_wiki() -> None:
    trappes = next(page for page in documents() if page.url.startswith("trappes/lire-le-climat"))
    assert trappes.title.startswith("Lire le climat")
    assert trappes.kind == "scenario"
    assert trappes.head.startswith("Scénario. ")
    assert trappes.played == 1


def test_a_page_named_in_vain_is_told() -> None:
    with pytest.raises(ValueError, match="is not one page"):
        judged(["nantes/presentation"])


def test_quality_is_that_of_the_definitions() -> None:
    query = Judged("été", {"a": 3, "b": 2, "c": 1})
    perfect = quality([query], [["a", "b", "c"]])
    assert (perfect.ndcg, perfect.mrr, perfect.success, perfect.empty) == (1, 1, 1, 0)
    late = quality([query], [["x", "y", "b"]])
    assert late.ndcg == pytest.approx((3 / 2) / (7 + 3 / 1.584963 + 1 / 2), abs=1e-4)
    assert late.mrr == pytest.approx(1 / 3)
    assert quality([query], [[]]) == quality([query], [["x"]]).__class__(0, 0, 0, 1)
    assert quality([query], [["c"]]).success == 0
    assert query.unaccented.text == "ete"


def test_chains_differ_as_they_should() -> None:
    assert words_only("L'Été des vélos") == ["l", "été", "des", "vélos"]
    assert "vélos" in library_french("des vélos")
    pages = [
        document("1", "Les vélos", title="", url="p/velos"),
        document("2", "La mairie", title="Un vélo et la mairie", url="p/mairie"),
    ]
    assert PlainEngine(pages, words_only).search("vélo") == ["p/mairie"]
    assert PlainEngine(pages, terms).search("velo") == ["p/mairie", "p/velos"]
    assert PlainEngine(pages, terms).search("mairie velos") == ["p/mairie", "p/velos"]
    assert PlainEngine(pages, terms).search("velo absent") == ["p/mairie", "p/velos"]
    assert PlainEngine(pages, terms).search("absent") == []
    assert PlainEngine(pages, terms).search("…") == []


def test_the_benchmark_names_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures_file, results = tmp_path / "figures.json", tmp_path / "RESULTS.md"
    options = ["--rounds", "1", "--json", str(figures_file), "--results", str(results)]
    monkeypatch.setattr(sys, "argv", ["relevance.py", *options])
    relevance.main()
    figures = json.loads(figures_file.read_text(encoding="utf-8"))
    measures = {f"{measure}_{name}" for measure in ("ndcg", "mrr", "success", "empty")
                for name in ("words", "library", "terms", "ours")}  # fmt: skip
    assert figures.keys() >= measures
    assert figures.keys() >= {"mrr_ratio", "success_ratio", "unaccented_ratio", "snippet_ratio"}
    for name in ("mrr_ratio", "success_ratio", "unaccented_ratio", "asked_scenarios_climats"):
        assert figures[name]["is_met"], figures[name]
    assert results.read_text(encoding="utf-8").strip() == capsys.readouterr().out.strip()
