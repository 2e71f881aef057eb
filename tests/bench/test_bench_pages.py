"""The benchmark runs, and names every figure that is asked of it. Whether they are met is for a quiet machine."""

import json
import sys
from pathlib import Path

import pytest

from bench import pages
from tests.processes import copies

AT_EACH_SIZE = {
    "edit_distinct_30_ms",
    "edit_distinct_30_ratio",
    "edit_eight_30_rate",
    "edit_few_30_ratio",
    "lost_30",
    "memory_30",
    "search_30_ms",
    "synchronous_30",
    "view_anonymous_30_ratio",
    "view_anonymous_gzip_30_ratio",
    "view_anonymous_one_30_ratio",
    "view_signed_in_30_ratio",
}
ONCE = {
    "first_visit_home_kb",
    "first_visit_home_requests",
    "first_visit_scenario_kb",
    "first_visit_scenario_requests",
    "growth_anonymous",
    "growth_signed_in",
}


def test_benchmark_names_its_figures_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures_file, results = tmp_path / "figures.json", tmp_path / "RESULTS.md"
    small = ["--quick", "--pages", "10,30", "--seconds", "0.1", "--rounds", "1", "--edits", "5"]
    options = [*small, "--json", str(figures_file), "--results", str(results)]
    monkeypatch.setattr(sys, "argv", ["pages.py", *options])
    with copies():
        pages.main()
    figures = json.loads(figures_file.read_text(encoding="utf-8"))
    assert figures.keys() >= AT_EACH_SIZE | ONCE
    assert figures["lost_30"]["value"] == 0
    assert figures["synchronous_30"]["value"] == 2
    table = results.read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in table for name in figures)
