"""Pytest plugin: with ``REQUIRE_ALL=1`` tests of browser, PDF, PostgreSQL and shared data are never skipped.

On a person's machine those tests skip and say why. Where everything can be had, a skip would hide that a
whole kind of test never ran, so there it is a failure.
"""

import os
from collections.abc import Generator

import pytest

NEVER_SKIPPED = ("browser", "pdf", "postgresql", "shared")


def pytest_configure(config: pytest.Config) -> None:
    """Listen to reports only where the environment asks for it."""
    if os.environ.get("REQUIRE_ALL") == "1":
        config.pluginmanager.register(SkipsFail(), "skips-fail")


class SkipsFail:
    """Hooks that turn skips into failures."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        marks = [name for name in NEVER_SKIPPED if item.get_closest_marker(name)]
        if report.skipped and marks and not hasattr(report, "wasxfail"):
            _fail(report, f"a test marked {', '.join(marks)} may not be skipped here")
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if report.skipped:
            _fail(report, "a whole module may not be skipped here")
        return report


def _fail(report: pytest.TestReport | pytest.CollectReport, why: str) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
    report.outcome = "failed"
    report.longrepr = f"REQUIRE_ALL is set: {why}. {reason}"
