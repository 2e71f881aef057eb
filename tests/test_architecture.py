"""The house stands as docs/explanation describes it: layers, one commit, no loading by name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

PROJECT = Path(__file__).parent.parent
PACKAGES = ("wiki", "search", "scenarios")


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (PROJECT / package).rglob("*.py")


def calls_in(path: Path, name: str) -> int:
    """How often a function or method of this name is called in a module."""
    calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return sum(getattr(func, "attr", getattr(func, "id", None)) == name for func in calls)


def modules_calling(name: str) -> list[str]:
    return sorted(str(path.relative_to(PROJECT)) for path in sources() if calls_in(path, name))


def test_import_contracts_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)

    code = lint_imports(no_cache=True)

    assert code == 0, capsys.readouterr().out


def test_the_database_is_committed_in_one_place() -> None:
    outside_search = [module for module in modules_calling("commit") if not module.startswith("search/")]

    assert outside_search == ["wiki/db.py"]
    assert calls_in(PROJECT / "wiki" / "db.py", "commit") == 1


def test_only_the_application_loads_modules_by_name() -> None:
    assert set(modules_calling("import_module") + modules_calling("import_string")) <= {"wiki/app.py"}


def test_packages_begin_with_a_docstring_and_nothing_else() -> None:
    for path in sources():
        if path.name == "__init__.py":
            body = ast.parse(path.read_text(encoding="utf-8")).body
            assert len(body) == 1, path
            assert isinstance(body[0], ast.Expr), path
