"""Whatever is put, removed and asked, in any order: the same matches and the same counts in every engine."""

import re
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from search.documents import Document
from search.index import Index, open_index
from search.query import FACETS, Query
from tests.search.making import document

WORDS = st.sampled_from(
    re.split(
        r"\s+",
        "climat climats évaluée evaluee évaluation scénario scénarios formateur·rice formatrices éco "
        "rénovation éco-rénovation écorénovation l'eau le la de jusqu'au public publicité the learning",
    )
)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
AUDIENCES = st.sampled_from(["public", "members", "territory:1", "territory:12", "draft:1"])
CODES = st.sampled_from(["x", "y", "z"])
IDS = st.sampled_from([f"p{n}" for n in range(12)])

DOCUMENTS = st.builds(
    document,
    IDS,
    TEXTS,
    title=TEXTS,
    summary=TEXTS,
    audience=AUDIENCES,
    territory=CODES,
    kind=CODES,
    region=st.just("") | CODES,
    themes=st.lists(CODES, max_size=3).map(tuple),
    language=st.sampled_from(["fr", "fr", "en"]),
    day=st.integers(0, 3),
)
ITEMS = st.one_of(WORDS, WORDS, TEXTS.map('"{}"'.format), WORDS.map("-{}".format), TEXTS.map('-"{}"'.format))
QUERIES = st.builds(
    Query,
    st.lists(ITEMS, max_size=3).map(" ".join),
    audience=st.frozensets(AUDIENCES | st.just("territory:*"), min_size=0, max_size=4),
    filters=st.dictionaries(st.sampled_from(FACETS), st.lists(CODES, max_size=2).map(tuple), max_size=1),
    facets=st.just(FACETS),
    match=st.sampled_from(["all", "any"]),
    sort=st.sampled_from(["relevance", "newest"]),
)


class SameAnswers(RuleBasedStateMachine):
    """Drives the reference model and Whoosh side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.model: Index = open_index("memory:")
        self.engine: Index = open_index(f"whoosh://{self.folder}")

    @rule(batch=st.lists(DOCUMENTS, min_size=1, max_size=6))
    def put(self, batch: list[Document]) -> None:
        self.model.put(batch)
        self.engine.put(batch)

    @rule(gone=st.lists(IDS, max_size=3))
    def remove(self, gone: list[str]) -> None:
        self.model.remove(gone)
        self.engine.remove(gone)

    @rule()
    def reopen(self) -> None:
        self.engine.close()
        self.engine = open_index(f"whoosh://{self.folder}")

    @rule(queries=st.lists(QUERIES, min_size=1, max_size=6))
    def ask(self, queries: list[Query]) -> None:
        for asked in queries:
            expected, found = self.model.search(asked), self.engine.search(asked)
            assert found.total == expected.total
            assert {hit.id for hit in found.hits} == {hit.id for hit in expected.hits}
            assert found.facets == expected.facets
            assert found.relaxed == expected.relaxed
            if asked.sort == "newest":
                assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits]
        assert self.engine.health().documents == self.model.health().documents

    def teardown(self) -> None:
        self.engine.close()
        shutil.rmtree(self.folder)


TestSameAnswers = SameAnswers.TestCase
TestSameAnswers.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    # Shrinking a failure costs minutes here: the first one found is short enough to read.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
