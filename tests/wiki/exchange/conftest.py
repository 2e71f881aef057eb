"""A folder of documents, and the command that brings it in."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

PROJECT = Path(__file__).resolve().parents[3]

Import = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents in as many shapes, a table of sources, and what is no document."""
    made = tmp_path / "documents"
    (made / "sous").mkdir(parents=True)
    (made / ".git").mkdir()
    (made / "un.md").write_text("# Un jeu d'été\n\nLe mot et la chose.\n", encoding="utf-8")
    (made / "deux.MD").write_bytes("##Deux\r\n\r\nDéjà la mer.\r\n".encode("cp1252"))
    (made / "sous" / "trois.markdown").write_text("La terre.\n", encoding="utf-8")
    (made / "SOURCES.md").write_text("| file | repository | kind |\n|---|---|---|\n| un.md | x/y | outil |\n")
    (made / "sous" / "SOURCES.md").write_text("# Sources\n\nUne page comme une autre.\n")
    (made / ".git" / "cache.md").write_text("# Rien\n")
    (made / "image.png").write_bytes(b"\x89PNG")
    return made


@pytest.fixture
def bring(app: Flask, people: dict[str, int]) -> Import:
    """`bring(folder, "--theme", "Climat")` imports into Trappes."""

    def run(folder: Path, *options: str, territory: str = "trappes") -> Result:
        return app.test_cli_runner().invoke(args=["import", str(folder), "--territory", territory, *options])

    return run


@pytest.fixture
def shared() -> Path:
    """The folder of real documents beside the checkout."""
    found = Path(os.environ.get("SHARED_DIR") or PROJECT.parent / "shared")
    if not (found / "data" / "practices").is_dir():
        pytest.skip(f"no real documents in {found}")
    return found
