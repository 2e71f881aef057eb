"""Random histories of an index and random queries: every engine answers exactly as the reference model does."""

import math
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
from search.results import Results
from tests.search.making import document

WORDS = st.sampled_from(
    re.split(
        r"\s+",
        "climat climats évaluée evaluee évaluation scénario scénarios formateur·rice formatrices éco "
        "rénovation éco-rénovation écorénovation l'eau le la de jusqu'au public publicité the learning "
        "mûr mur",
    )
)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
AUDIENCES = st.sampled_from(["public", "members", "territory:1", "territory:12", "draft:1"])
CODES = st.sampled_from(["x", "y", "z"])
MANY_CODES = st.lists(CODES, max_size=3).map(tuple)
IDS = st.sampled_from([f"p{n}" for n in range(12)])
MINUTES = st.none() | st.sampled_from([0, 30, 45, 90, 500])

DOCUMENTS = st.builds(
    document,
    IDS,
    TEXTS,
    title=TEXTS,
    summary=TEXTS,
    head=TEXTS,
    audience=AUDIENCES,
    territory=CODES,
    kind=CODES,
    region=st.just("") | CODES,
    themes=MANY_CODES,
    authors=MANY_CODES,
    publics=MANY_CODES,
    learning=MANY_CODES,
    modes=MANY_CODES,
    language=st.sampled_from(["fr", "fr", "en"]),
    minutes=MINUTES,
    featured=st.booleans(),
    played=st.sampled_from([0, 0, 1, 7]),
    day=st.integers(0, 3),
)
ITEMS = st.one_of(WORDS, WORDS, TEXTS.map('"{}"'.format), WORDS.map("-{}".format), TEXTS.map('-"{}"'.format))
FILTER_CODES = CODES | st.sampled_from(["fr", "en", "yes", "short", "hour", "longer"])
QUERIES = st.builds(
    Query,
    st.lists(ITEMS, max_size=3).map(" ".join),
    audience=st.frozensets(AUDIENCES | st.just("territory:*"), min_size=0, max_size=4),
    filters=st.dictionaries(
        st.sampled_from(FACETS), st.lists(FILTER_CODES, max_size=2).map(tuple), max_size=2
    ),
    facets=st.just(FACETS),
    match=st.sampled_from(["all", "any"]),
    sort=st.sampled_from(["relevance", "relevance", "newest", "most_played", "shortest"]),
    minutes=st.just((None, None)) | st.tuples(MINUTES, MINUTES),
    limit=st.sampled_from([20, 20, 3, 0]),
    offset=st.sampled_from([0, 0, 1]),
    equivalents=st.sampled_from(
        [(), (("climat", "l'eau", "éco-rénovation"), ("mur > évaluation publique",))]
    ),
)


def same_answer(asked: Query, expected: Results, found: Results, *, scores: bool = True) -> None:
    """The same matches, counts and advice; the same order where it does not depend on scores."""
    assert found.total == expected.total
    assert found.facets == expected.facets
    assert found.relaxed == expected.relaxed
    assert found.missing == expected.missing
    assert len(found.hits) == len(expected.hits)
    if asked.sort != "relevance":
        assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits]
    elif scores:
        _same_order(expected, found)


def _same_order(expected: Results, found: Results) -> None:
    """The same scores, and the same order but where two scores differ by less than can be told."""
    for mine, other in zip(expected.hits, found.hits, strict=True):
        assert math.isclose(mine.score, other.score, rel_tol=1e-4)
    placed = {hit.id: at for at, hit in enumerate(expected.hits)}
    for at, hit in enumerate(found.hits):
        alike = [other.id for other in expected.hits if math.isclose(other.score, hit.score, rel_tol=1e-4)]
        equal = len({expected.hits[placed[id_]].score for id_ in alike}) < 2
        last_may_be_cut = at == len(found.hits) - 1 or not alike
        assert not equal or last_may_be_cut or placed.get(hit.id) == at


class SameAnswers(RuleBasedStateMachine):
    """Drives the reference model and an engine side by side: Whoosh, unless a subclass names another."""

    same_scores = True

    def __init__(self) -> None:
        super().__init__()
        self.model: Index = open_index("memory:")
        self.address = self.empty_index()
        self.engine: Index = open_index(self.address)

    def empty_index(self) -> str:
        """The address of an index with nothing in it."""
        self.folder = Path(tempfile.mkdtemp())
        return f"whoosh://{self.folder}"

    @rule(batch=st.lists(DOCUMENTS, min_size=1, max_size=6), gone=st.lists(IDS, max_size=2))
    def change(self, batch: list[Document], gone: list[str]) -> None:
        self.model.change(batch, gone, len(batch))
        self.engine.change(batch, gone, len(batch))

    @rule(gone=st.lists(IDS, max_size=3))
    def remove(self, gone: list[str]) -> None:
        self.model.remove(gone)
        self.engine.remove(gone)

    @rule()
    def reopen(self) -> None:
        self.engine.close()
        self.engine = open_index(self.address)

    @rule(queries=st.lists(QUERIES, min_size=1, max_size=6))
    def ask(self, queries: list[Query]) -> None:
        for asked in queries:
            expected, found = self.model.search(asked), self.engine.search(asked)
            same_answer(asked, expected, found, scores=self.same_scores)
        model, engine = self.model.health(), self.engine.health()
        assert (engine.documents, engine.sequence) == (model.documents, model.sequence)

    @rule(asked=DOCUMENTS, seen=st.frozensets(AUDIENCES, max_size=2))
    def similar(self, asked: Document, seen: frozenset[str]) -> None:
        allowed = {hit.id for hit in self.model.search(Query("", audience=seen)).hits} - {asked.id}
        for index in (self.model, self.engine):
            assert {hit.id for hit in index.similar(asked, seen)} <= allowed

    def teardown(self) -> None:
        self.engine.close()
        self.throw_away()

    def throw_away(self) -> None:
        """Remove the index."""
        shutil.rmtree(self.folder)


TestSameAnswers = SameAnswers.TestCase
TestSameAnswers.settings = settings(
    max_examples=20,
    stateful_step_count=15,
    deadline=None,
    # Shrinking a failure costs minutes here: the first one found is short enough to read.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
