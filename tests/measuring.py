"""Pytest plugin: what coverage looks at.

Python runs about half as fast under coverage, and some of a run tells it nothing new. It looks away

- while a test runs on PostgreSQL that it has seen on SQLite, unless the module says ``measured_on_both``;
- in browser tests, whose server runs what the tests of the views have run;
- in property tests, but for the test itself and its first examples;
- while a fixture prepares for a test what it has prepared for another test of that module;
- in the next cases of a parametrised test when several in a row have run nothing new;
- in tests marked ``retold``, which walk through much that other tests look at one by one;
- in tests marked ``timed``: the tracer is no part of the time they allow.

Whatever coverage misses this way counts as not covered: nothing looks better tested than it is.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from coverage import Coverage

MEASURED_EXAMPLES = 10
DULL_CASES = 5
_UNMEASURED = pytest.StashKey[bool]()
_PREPARED = pytest.StashKey[set[object]]()
_DULL = pytest.StashKey[Counter[str]]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Decide which tests coverage need not see; after conftest files have given their marks."""
    _load_the_product()
    names = {item.nodeid for item in items}
    for item in items:
        marked = any(map(item.get_closest_marker, ("browser", "retold", "timed")))
        item.stash[_UNMEASURED] = marked or _is_second_time(item, names)


def _load_the_product() -> None:
    """Features are loaded by name when an application is made, perhaps first while coverage looks away."""
    for feature in import_module("wiki.app").FEATURES:
        import_module(f"{feature}.wiring")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Prepare, run and clear away a test; coverage looks away if it need not see it."""
    coverage = Coverage.current()
    dull = item.config.stash.setdefault(_DULL, Counter())
    test = item.nodeid.partition("[")[0]
    if coverage is None or item.stash.get(_UNMEASURED, False) or dull[test] >= DULL_CASES:
        with _unmeasured(coverage):
            return (yield)
    before = _steps_seen(coverage)
    try:
        return (yield)
    finally:
        dull[test] = dull[test] + 1 if _steps_seen(coverage) == before else 0


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Prepare what a test needs: measured once for each module, but where databases differ."""
    coverage = Coverage.current()
    prepared = request.config.stash.setdefault(_PREPARED, set())
    key = (fixturedef.baseid, fixturedef.argname, request.node.path, getattr(request, "param_index", 0))
    once = fixturedef.scope != "function" or request.node.get_closest_marker("measured_on_both")
    if coverage is None or once or key not in prepared:
        prepared.update([key] if coverage else [])
        return (yield)
    with _unmeasured(coverage):
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


def _steps_seen(coverage: Coverage) -> int:
    """How many different steps from line to line coverage has seen so far."""
    collector = coverage._collector
    return sum(map(len, collector.data.values())) if collector else 0


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
