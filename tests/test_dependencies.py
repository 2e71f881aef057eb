"""Every dependency has its reason, and what is pinned says nothing about where it came from."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
REQUIREMENTS = PROJECT / "requirements"
REASONS = PROJECT / "docs" / "explanation" / "adr" / "0002-dependencies.md"


def named_in(path: Path) -> set[str]:
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {re.split(r"[\[<>=~;]", line)[0] for line in lines if line and not line.startswith("-")}


def test_every_dependency_has_its_reason() -> None:
    named = set().union(*map(named_in, REQUIREMENTS.glob("*.in")))
    explained = set(
        re.findall(r"^\| ([\w.-]+) \|(?! why)", REASONS.read_text(encoding="utf-8"), re.MULTILINE)
    )

    assert named == explained


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.glob("*.txt")), ids=lambda path: path.name)
def test_pinned_requirements_are_hashed_and_hold_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text
    for line in re.findall(r"^[\w.\[\]-]+==.*$", text, re.MULTILINE):
        assert line.endswith("\\"), f"{line} has no hash"


@pytest.mark.parametrize("name", ["run", "build", "node", "test", "bench"])
def test_what_is_named_is_pinned(name: str) -> None:
    pinned = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")

    for package in named_in(REQUIREMENTS / f"{name}.in"):
        normal = re.sub(r"[-_.]+", "-", package).lower()
        assert re.search(rf"^{normal}==", pinned, re.MULTILINE), package


def test_the_lock_file_of_the_front_end_holds_no_address() -> None:
    assert '"resolved": "http' not in (PROJECT / "package-lock.json").read_text(encoding="utf-8")
