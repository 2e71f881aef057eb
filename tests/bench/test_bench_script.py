"""The benchmark of the scenario text runs, and names every figure that is asked of it."""

import json
import sys
from pathlib import Path

import pytest

from bench import script
from bench.script import scenario_text, with_edits, with_moves
from scenarios.script import merge, parse

WORKS = ("parse", "serialise", "timeline", "merge_lines", "merge", "changes")


def test_benchmark_names_its_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures_file, results = tmp_path / "figures.json", tmp_path / "RESULTS.md"
    options = ["--kb", "5,10", "--rounds", "1", "--json", str(figures_file), "--results", str(results)]
    monkeypatch.setattr(sys, "argv", ["script.py", *options])
    script.main()
    figures = json.loads(figures_file.read_text(encoding="utf-8"))
    assert figures.keys() >= {f"{work}_{end}" for work in WORKS for end in ("5", "10", "per_kb", "growth")}
    assert figures.keys() >= {"parse_ratio", "merge_lines_ratio", "merge_ratio"}
    table = results.read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in table for name in figures)


def test_what_is_measured_is_what_it_says() -> None:
    text = scenario_text(20)
    assert len(parse(text).activities) > 20
    merged = merge(text, with_moves(text), with_edits(text))
    assert merged.clean
    assert merged.text.count("gilets") == with_edits(text).count("gilets")
    assert [activity.title for activity in parse(merged.text).activities] == [
        activity.title for activity in parse(with_moves(text)).activities
    ]
