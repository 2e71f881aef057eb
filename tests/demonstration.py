"""A data directory with the demonstration, made once for all processes of a run: tests copy it."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from wiki.app import create_app
from wiki.config import Settings


def prepared_once(database: Path, factory: pytest.TempPathFactory) -> Path:
    """The folder of a data directory that nobody may change; the first process that asks fills it."""
    shared = shared_folder(factory)
    folder = shared / "demonstration-prepared"
    with (shared / "demonstration-prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _fill(database, factory.mktemp("filling") / "data").rename(folder)
    return folder


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of all processes of this run."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _fill(database: Path, folder: Path) -> Path:
    """The demonstration, its links and its search index."""
    folder.mkdir()
    shutil.copy(database, folder / "wiki.sqlite3")
    app = create_app(Settings(data_dir=folder, secret_key="for tests only", throttle=False))
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exception is None, result.output
    app.extensions["wiki.database"].dispose()
    return folder
