"""The engines that ours is measured beside."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bench.searching.fts5 import Fts5
from bench.searching.yardsticks import Yardstick

try:
    from bench.searching.in_tantivy import Tantivy
except ImportError:  # not installed: nothing is measured beside it
    YARDSTICKS: Mapping[str, Callable[[Path], Yardstick]] = {"fts5": Fts5}
else:
    YARDSTICKS = {"fts5": Fts5, "tantivy": Tantivy}
