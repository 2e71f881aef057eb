"""Pairs of words that must find one another, or must not, searched in every engine."""

import os
from pathlib import Path

import pytest

from search.index import Index
from tests.search.making import document, query

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[4] / "shared"))
PAIRS = SHARED / "data" / "search" / "pairs.tsv"


@pytest.mark.shared
@pytest.mark.skipif(not PAIRS.is_file(), reason=f"{PAIRS} is absent: set SHARED_DIR")
@pytest.mark.parametrize(("kind", "least"), [("match", 0.95), ("differ", 0.80)])
def test_pairs(index: Index, kind: str, least: float) -> None:
    lines = (line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines())
    pairs = [(one, other) for said, one, other in lines if said == kind]
    index.put(document(str(n), other) for n, (_, other) in enumerate(pairs))
    wrong = [
        pair
        for n, pair in enumerate(pairs)
        if (str(n) in {hit.id for hit in index.search(query(pair[0], limit=100)).hits}) != (kind == "match")
    ]
    assert 1 - len(wrong) / len(pairs) >= least, wrong
