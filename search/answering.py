"""From a query to an answer that helps: what is tried again when little is found, and what is told then."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from search.plan import make_plan
from search.query import Query
from search.results import Results

FEW = 3
"""Fewer documents than these hold all the words: those that hold some are given with them."""


def answer(query: Query, run: Callable[[Query], Results], correct: Callable[[], str | None]) -> Results:
    """Answer a query; where few documents hold all the words, with those that hold some, the best first.

    Where nothing holds all the words, the words that no visible page holds are told; where little does, the text
    as it was perhaps meant (`correct` gives it). A query for no hits is for counting: it is told neither.
    """
    results = run(query)
    if results.total >= FEW or query.strict:
        return results
    found = _relaxed(query, run, results)
    if not query.limit:
        return found
    missing = () if results.total else tuple(dict.fromkeys(_missing(query, run)))
    return replace(found, missing=missing, suggestion=correct() if query.text.strip() else None)


def _relaxed(query: Query, run: Callable[[Query], Results], strict: Results) -> Results:
    """Documents that hold some of several words, where few hold all; as strict where there are no others.

    Words and audience alone decide: a filter never finds more than was counted for it.
    """
    if query.match == "any" or len(make_plan(query.text, query.equivalents).required) < 2:
        return strict
    if query.narrowed and run(_everywhere(query)).total >= FEW:
        return strict
    some = run(replace(query, match="any"))
    return replace(some, relaxed=True, holding_all=strict.total) if some.total > strict.total else strict


def _everywhere(query: Query) -> Query:
    """How many documents hold the words, whatever was chosen beside."""
    return replace(query, filters={}, minutes=(None, None), facets=(), offset=0, limit=0)


def _missing(query: Query, run: Callable[[Query], Results]) -> Iterator[str]:
    """Words as typed that no page visible to the asker holds, whatever was chosen beside."""
    typed = make_plan(query.text, query.equivalents).typed
    for word in (word for text in typed for word in text.split()):
        if not run(Query(word, limit=0, audience=query.audience)).total:
            yield word
