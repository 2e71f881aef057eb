"""Pytest plugin: what coverage looks at.

Python runs about half as fast under coverage, and some of a run tells it nothing new. It looks away

- while a test runs on PostgreSQL that it has seen on SQLite, unless the module says ``measured_on_both``;
- in browser tests, whose server runs what the tests of the views have run;
- in property tests, but for the test itself and its first examples;
- in tests marked ``timed``: the tracer is no part of the time they allow.

Whatever coverage misses this way counts as not covered: nothing looks better tested than it is.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from coverage import Coverage

MEASURED_EXAMPLES = 10
_UNMEASURED = pytest.StashKey[bool]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Decide which tests coverage need not see; after conftest files have given their marks."""
    _load_the_product()
    names = {item.nodeid for item in items}
    for item in items:
        marked = any(map(item.get_closest_marker, ("browser", "timed")))
        item.stash[_UNMEASURED] = marked or _is_second_time(item, names)


def _load_the_product() -> None:
    """Features are loaded by name when an application is made, perhaps first while coverage looks away."""
    for feature in import_module("wiki.app").FEATURES:
        import_module(f"{feature}.wiring")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Prepare, run and clear away a test that coverage need not see."""
    if not item.stash.get(_UNMEASURED, False):
        return (yield)
    with _unmeasured(Coverage.current()):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Run a property test: how Hypothesis finds examples is not measured."""
    test: Any = getattr(item, "obj", None)
    coverage = Coverage.current()
    handle = getattr(test, "hypothesis", None)  # a state machine has none: it is measured whole
    if coverage is None or handle is None:
        return (yield)
    body = handle.inner_test
    handle.inner_test = _with_first_examples_measured(body, coverage)
    try:
        with _unmeasured(coverage):
            return (yield)
    finally:
        handle.inner_test = body


def _is_second_time(item: pytest.Item, names: set[str]) -> bool:
    if not item.get_closest_marker("postgresql") or item.get_closest_marker("measured_on_both"):
        return False
    return item.nodeid.replace("postgresql", "sqlite") in names - {item.nodeid}


def _with_first_examples_measured(body: Callable[..., None], coverage: Coverage) -> Callable[..., None]:
    examples = count(1)

    @wraps(body)
    def run(*arguments: Any, **named: Any) -> None:
        if next(examples) > MEASURED_EXAMPLES:
            body(*arguments, **named)
            return
        coverage.start()
        try:
            body(*arguments, **named)
        finally:
            coverage.stop()

    return run


@contextmanager
def _unmeasured(coverage: Coverage | None) -> Iterator[None]:
    """Coverage, where it is running, looks away until the block ends."""
    if coverage is None:
        yield
        return
    coverage.stop()
    try:
        yield
    finally:
        coverage.start()
