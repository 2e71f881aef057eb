"""Skips of marked tests fail where everything is required, and only there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = """
import pytest

@pytest.mark.browser
def test_in_a_browser():
    pytest.skip("no Chromium")

@pytest.mark.browser
@pytest.mark.xfail(reason="known")
def test_expected_to_fail():
    raise ValueError

def test_without_mark():
    pytest.skip("not on this machine")
"""
PROJECT = Path(__file__).parent.parent


def run_sample(folder: Path, text: str, required: str) -> str:
    (folder / "test_sample.py").write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        str(PROJECT / "pyproject.toml"),
        "--rootdir",
        str(folder),
        str(folder / "test_sample.py"),
    ]
    environment = {**os.environ, "REQUIRE_ALL": required, "PYTHONPATH": str(PROJECT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(
    ("required", "closing"),
    [("1", "1 failed, 1 skipped, 1 xfailed"), ("", "2 skipped, 1 xfailed")],
    ids=["required", "at home"],
)
def test_marked_skips_fail_only_where_all_is_required(tmp_path: Path, required: str, closing: str) -> None:
    printed = run_sample(tmp_path, SAMPLE, required)

    assert closing in printed.splitlines()[-1]


def test_the_failure_keeps_the_reason_of_the_skip(tmp_path: Path) -> None:
    assert "may not be skipped here. Skipped: no Chromium" in run_sample(tmp_path, SAMPLE, "1")


def test_a_module_may_not_be_skipped_either(tmp_path: Path) -> None:
    sample = "import pytest\npytest.skip('nothing here', allow_module_level=True)\n"

    assert "1 error" in run_sample(tmp_path, sample, "1").splitlines()[-1]
