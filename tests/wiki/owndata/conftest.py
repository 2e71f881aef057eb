"""The whole application on SQLite: what is asked here says nothing of the engine."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    shutil.copy(migrated_sqlite, tmp_path / "wiki.sqlite3")
    return f"sqlite:///{tmp_path / 'wiki.sqlite3'}"
