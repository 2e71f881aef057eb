"""Skips of marked tests fail where everything is required, and only there."""

import os
import subprocess
import sys
import tomllib
from itertools import pairwise
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
PLUGIN = "tests.require_all"


def test_every_run_of_the_tests_has_the_plugin() -> None:
    options = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["addopts"]

    assert ("-p", PLUGIN) in pairwise(options)


def run_sample(folder: Path, text: str, required: str) -> str:
    (folder / "test_sample.py").write_text(text, encoding="utf-8")
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        str(PROJECT / "pyproject.toml"),
        "--rootdir",
        str(folder),
    ]
    # None of the other plugins, which load the whole product.
    alone = ["-o", f"addopts=-ra -p {PLUGIN}", "-p", "no:xdist", "-p", "no:hypothesispytest"]
    command = [sys.executable, "-m", "pytest", *options, *alone, str(folder / "test_sample.py")]
    environment = {**os.environ, "REQUIRE_ALL": required, "PYTHONPATH": str(PROJECT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(
    ("required", "closing"),
    [("1", "1 failed, 1 skipped, 1 xfailed"), ("", "2 skipped, 1 xfailed")],
    ids=["required", "at home"],
)
def test_marked_skips_fail_with_their_reason_only_where_all_is_required(
    tmp_path: Path, required: str, closing: str
) -> None:
    printed = run_sample(tmp_path, SAMPLE, required)

    assert closing in printed.splitlines()[-1]
    assert ("may not be skipped here. Skipped: no Chromium" in printed) == (required == "1")


def test_a_module_may_not_be_skipped_either(tmp_path: Path) -> None:
    sample = "import pytest\npytest.skip('nothing here', allow_module_level=True)\n"

    assert "1 error" in run_sample(tmp_path, sample, "1").splitlines()[-1]
