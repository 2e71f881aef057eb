"""From a query to an answer that helps: what is tried again when little is found, and what is told then."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from search.plan import make_plan
from search.query import Query
from search.results import Results

FEW = 3


def answer(query: Query, run: Callable[[Query], Results], correct: Callable[[], str | None]) -> Results:
    """Answer a query; where no document holds all the words, with those that hold some.

    Where nothing holds all the words, the words that no visible page holds are told; where little does, and not
    because of what was chosen beside, the text as it was perhaps meant (`correct` gives it). A query for no hits
    is for counting: it is told neither.
    """
    results = run(query)
    chosen = bool(query.filters) or query.minutes != (None, None)
    if results.total >= (1 if chosen else FEW):
        return results
    found = results if results.total else _relaxed(query, run, results)
    if not query.limit:
        return found
    missing = () if results.total else tuple(dict.fromkeys(_missing(query, run)))
    return replace(found, missing=missing, suggestion=correct() if query.text.strip() else None)


def _relaxed(query: Query, run: Callable[[Query], Results], nothing: Results) -> Results:
    """Pages that hold some of the words, when there are several words and such pages."""
    if query.match == "any" or len(make_plan(query.text, query.equivalents).required) < 2:
        return nothing
    some = run(replace(query, match="any"))
    return replace(some, relaxed=True) if some.total else nothing


def _missing(query: Query, run: Callable[[Query], Results]) -> Iterator[str]:
    """Words as typed that no page visible to the asker holds, whatever was chosen beside."""
    typed = make_plan(query.text, query.equivalents).typed
    for word in (word for text in typed for word in text.split()):
        if not run(Query(word, limit=0, audience=query.audience)).total:
            yield word
