"""The demonstration shows scenarios as they should be: nothing to remark, durations that add up."""

from pathlib import Path

import pytest

import scenarios.demonstration
from scenarios.script.reading import parse
from scenarios.script.timing import total_minutes

CONTENT = Path(scenarios.demonstration.__file__).parent / "content"
SCENARIOS = [
    path for path in sorted(CONTENT.glob("*/*.md")) if "format: situation/1" in path.read_text("utf-8")[:400]
]


def test_each_first_territory_has_its_scenario() -> None:
    assert len(SCENARIOS) >= 15


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_demonstration_scenario_has_nothing_to_mend(path: Path) -> None:
    script = parse(path.read_text("utf-8"))
    assert [(found.line, found.code) for found in script.diagnostics] == []
    assert total_minutes(script.activities) == script.head.duration
    assert len(script.activities) >= 5
