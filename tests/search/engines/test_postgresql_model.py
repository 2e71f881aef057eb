"""PostgreSQL gives the same matches and counts as the reference model, whatever is put, removed and asked."""

from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.search.engines.conftest import empty_tables
from tests.search.engines.test_model import SameAnswers

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="class")
def the_database(searched_database: str) -> None:
    SameAnswersInPostgresql.database = searched_database


class SameAnswersInPostgresql(SameAnswers):
    """As with Whoosh, but that the order by relevance is the database's own."""

    same_scores = False
    database: ClassVar[str]

    def empty_index(self) -> str:
        empty_tables(self.database)
        return self.database

    def throw_away(self) -> None:
        """The next example empties it."""


TestSameAnswersInPostgresql = pytest.mark.usefixtures("the_database")(SameAnswersInPostgresql.TestCase)
TestSameAnswersInPostgresql.settings = settings(
    max_examples=10,
    stateful_step_count=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
