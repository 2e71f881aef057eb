"""A wiki whose indexer has been there: an index, empty at first."""

import pytest

from search.index import open_index
from wiki.config import Settings


@pytest.fixture(autouse=True)
def empty_index(settings: Settings) -> None:
    open_index(settings.search).close()
