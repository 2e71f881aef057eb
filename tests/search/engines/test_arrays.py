"""Sorted arrays meet as sets do, and the first are what sorting everything would give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.arrays import Matches, Numbers, first, in_all, in_any, kept
from search.engines.cache import Cache
from search.engines.facets import Facet, Table, mark_of

SIZE = 60
SCORED = st.dictionaries(st.integers(0, SIZE - 1), st.integers(1, 5))


def matches(scores: dict[int, int]) -> Matches:
    return Matches(
        np.array(sorted(scores), np.int32), np.array([scores[n] for n in sorted(scores)], np.float32)
    )


def told(found: Matches) -> dict[int, int]:
    assert [*found.numbers] == sorted(found.numbers)
    return {int(number): int(score) for number, score in zip(found.numbers, found.scores, strict=True)}


@given(st.lists(SCORED, min_size=1, max_size=4), st.booleans())
def test_all_and_any(parts: list[dict[int, int]], keep: bool) -> None:
    everywhere = set.intersection(*(set(part) for part in parts))
    somewhere = set.union(*(set(part) for part in parts))
    found = [kept(matches(part), SIZE) if keep else matches(part) for part in parts]
    assert told(in_all(found, SIZE)) == {n: sum(part[n] for part in parts) for n in everywhere}
    assert told(in_any(found, SIZE)) == {n: sum(part.get(n, 0) for part in parts) for n in somewhere}
    best = in_any(found, SIZE, best=True)
    assert told(best) == {n: max(part.get(n, 0) for part in parts) for n in somewhere}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30), st.integers(0, 35))
def test_the_first_are_those_that_sorting_gives(pairs: list[tuple[int, int]], wanted: int) -> None:
    keys = [np.array([pair[at] for pair in pairs], np.int64) for at in (0, 1)]
    places = [*first(keys[0], (keys[1].take,), wanted)]
    assert len(places) == len(set(places))
    expected = sorted(pairs, reverse=True)[:wanted]
    assert sorted((pairs[place] for place in places), reverse=True)[: len(expected)] == expected
    assert all(pairs[place] >= expected[-1] for place in places)


@given(st.lists(st.lists(st.frozensets(st.sampled_from("abcd")), max_size=8), min_size=1, max_size=3))
def test_facets_count_and_filter_through_all_segments(segments: list[list[frozenset[str]]]) -> None:
    table = Table()
    parts = [numbered(table, [tuple(sorted(codes)) for codes in documents]) for documents in segments]
    facet = Facet(np.concatenate(parts), table.known)
    everything = [has for documents in segments for has in documents]
    chosen = np.arange(0, len(everything), 2, dtype=np.int32)
    expected = {code: sum(code in has for has in everything[::2]) for code in "abcd"}
    assert facet.counts(chosen) == {code: number for code, number in expected.items() if number}
    carrying = facet.with_one_of(frozenset("ab").__contains__).take(facet.documents)
    assert [*carrying] == [bool(has & {"a", "b"}) for has in everything]
    assert [frozenset(facet.of(n)) for n in range(len(everything))] == everything


def numbered(table: Table, documents: list[tuple[str, ...]]) -> Numbers:
    marks = np.array([mark_of(codes) for codes in documents], np.int64)
    return table.numbered(marks, documents.__getitem__)


def test_more_kinds_than_two_bytes_can_number() -> None:
    table = Table()
    kinds = numbered(table, [(str(n),) for n in range(70_000)])
    facet = Facet(kinds, table.known)
    assert facet.counts(np.array([0, 69_999], np.int32)) == {"0": 1, "69999": 1}


def test_a_cache_forgets_what_was_not_used_and_never_holds_too_much() -> None:
    cache = Cache(10)
    made: list[str] = []

    def get(key: str, size: int = 4) -> str:
        def make() -> str:
            made.append(key)
            return key

        return cache.get(key, make, lambda value: size)

    assert [get("a"), get("b"), get("a"), get("c"), get("a"), get("b")] == ["a", "b", "a", "c", "a", "b"]
    assert made == ["a", "b", "c", "b"]
    assert get("large", 11) == "large"
    assert cache.held <= 10


@given(st.sets(st.integers(0, 999), max_size=5), st.sets(st.integers(0, 999), min_size=100, max_size=200))
def test_few_are_looked_up_in_many(few: set[int], many: set[int]) -> None:
    parts = [matches(dict.fromkeys(few, 2)), matches(dict.fromkeys(many, 3))]
    assert told(in_all(parts, 1_000)) == dict.fromkeys(few & many, 5)


def test_nothing_meets_nothing() -> None:
    empty, some = matches({}), matches({1: 1})
    assert told(in_all([some, some, empty], SIZE)) == {}
    assert told(in_any([empty, empty], SIZE)) == {}
