"""Clocks, percentiles, and processes that know nothing yet."""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


class Metered(Generic[_Made]):
    """Things made one after the other; the processor time of making them, to be taken off that of using them."""

    def __init__(self, things: Iterable[_Made]) -> None:
        self._things = iter(things)
        self.seconds = 0.0

    def __iter__(self) -> Iterator[_Made]:
        return self

    def __next__(self) -> _Made:
        start = time.thread_time()
        try:
            return next(self._things)
        finally:
            self.seconds += time.thread_time() - start


def best_of(
    calls: Mapping[str, Sequence[Callable[[], object]]], rounds: int
) -> Mapping[str, Sequence[float]]:
    """The best seconds of each call. Those of the same place take turns, so that a busy machine troubles all alike.

    A first round is not counted: it fills caches.
    """
    best = {name: [math.inf] * len(run) for name, run in calls.items()}
    for number in range(rounds + 1):
        for place, together in enumerate(zip(*calls.values(), strict=True)):
            for name, call in zip(calls, together, strict=True):
                spent = seconds(call)
                if number:
                    best[name][place] = min(best[name][place], spent)
    return best


def seconds(call: Callable[[], object]) -> float:
    """Processor time of a call in this thread: on a quiet machine how long it takes, on a busy one how long it would.

    Nothing that is measured so waits for a disk or for another thread.
    """
    start = time.thread_time()
    call()
    return time.thread_time() - start


def percentile(values: Iterable[float], percent: int) -> float:
    """The smallest value that so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[math.ceil(len(ordered) * percent / 100) - 1]


def in_fresh_process(work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs) -> _Made:
    """Do a piece of work in a process that has read and kept nothing yet."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given, **named).result()


def private_mb() -> float:
    """Memory that this process alone holds and has written, in MB: what each more worker costs."""
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Private_Dirty:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel does not say how much memory is private")


def bytes_in(folder: Path) -> int:
    """What all files below a folder weigh."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
