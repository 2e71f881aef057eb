"""The house stands as docs/explanation describes it: layers, one commit, no loading by name."""

import ast
import logging
import shutil
import subprocess
import sys
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
    text = path.read_text("utf-8")
    if name not in text:
        return 0
    calls = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return sum(getattr(func, "attr", getattr(func, "id", None)) == name for func in calls)


def modules_calling(name: str) -> list[str]:
    return sorted(str(path.relative_to(PROJECT)) for path in sources() if calls_in(path, name))


def test_import_contracts_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)

    code = lint_imports(no_cache=True)
    # It sets logging up for itself, which silences the loggers of everybody else in the process.
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False

    assert code == 0, capsys.readouterr().out


def test_the_database_is_committed_in_one_place() -> None:
    outside_search = [module for module in modules_calling("commit") if not module.startswith("search/")]

    assert outside_search == ["wiki/db.py"]
    assert calls_in(PROJECT / "wiki" / "db.py", "commit") == 1


def test_only_the_application_loads_modules_by_name() -> None:
    assert set(modules_calling("import_module") + modules_calling("import_string")) <= {"wiki/app.py"}


BOOT = """
import sys
from pathlib import Path
from sqlalchemy import select
from tests import factories
from wiki.app import WIKI_FEATURES, create_app
from wiki.config import Settings
from wiki.pages import service
from wiki.permissions import Actor

app = create_app(Settings(data_dir=Path(sys.argv[1]), secret_key="x"), WIKI_FEATURES)
database = app.extensions["wiki.database"]
with app.test_request_context(), database.transaction() as session:
    place = factories.territory(session, "trappes")
    writer = factories.user(session, "anne")
    actor = Actor(writer.id, territories={place.id: "referent"}, rules=app.extensions["wiki.rules"])
    text = "# Lire le climat\\n\\nOn relève la température.\\n"
    service.create(session, actor, service.NewPage(place.id, "page", "public", text))
answer = app.test_client().get("/trappes/lire-le-climat")
assert answer.status_code == 200, answer.status_code
assert "On relève la température" in answer.text
assert not [name for name in sys.modules if name.split(".")[0] == "scenarios"]
"""


def test_the_wiki_stands_without_the_product(tmp_path: Path, migrated_sqlite: Path) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "wiki.sqlite3")
    command = [sys.executable, "-c", BOOT, str(tmp_path)]

    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


LIBRARY = PROJECT / "scenarios" / "script" / "__init__.py"
"""A library that others call by its own name: it gives out its public functions, and does nothing else."""


def test_packages_begin_with_a_docstring_and_nothing_else() -> None:
    for path in sources():
        if path.name == "__init__.py":
            docstring, *rest = ast.parse(path.read_text(encoding="utf-8")).body
            assert isinstance(docstring, ast.Expr), path
            if path == LIBRARY:
                *imports, names = rest
                assert all(isinstance(node, ast.ImportFrom) for node in imports), path
                assert isinstance(names, ast.Assign), path
            else:
                assert not rest, path
