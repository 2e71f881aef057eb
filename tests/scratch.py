"""Pytest plugin: what tests write lies in memory where the machine offers enough, so that no commit waits for a disk.

Databases flush what they write as ever, and memory has nothing to wait for. Whoever sets TMPDIR decides otherwise.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev") / "shm"
ENOUGH = 2 * 1024**3
"""Bytes; containers that were given little memory to share go on with the disk."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Tell this process and those it starts where temporary files are."""
    if "TMPDIR" not in os.environ and _offers_enough(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _offers_enough(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ENOUGH
