"""A wiki whose indexer has been there: an index, empty at first."""

import pytest
from flask import Flask

from search.index import open_index
from tests.wiki.finding.brittle import Brittle
from wiki.config import Settings
from wiki.pages.kinds import kinds


@pytest.fixture(autouse=True)
def empty_index(settings: Settings) -> None:
    open_index(settings.search).close()


@pytest.fixture
def brittle(app: Flask) -> Brittle:
    """What reads pages of the kind `page`."""
    tools = Brittle()
    kinds(app).register("page", tools)
    return tools
