"""Every contract is held by every engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.index import Index, open_index


@pytest.fixture(params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    opened = open_index("memory:" if request.param == "memory" else f"whoosh://{tmp_path / 'index'}")
    yield opened
    opened.close()
