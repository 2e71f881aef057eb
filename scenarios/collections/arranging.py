"""The order of the steps of a parcours. Pure."""

from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")

FIRST, UP, DOWN, LAST = "debut", "haut", "bas", "fin"
WAYS = (FIRST, UP, DOWN, LAST)


def moved(order: Sequence[Thing], thing: Thing, way: str) -> list[Thing]:
    """The order with one thing moved: to the beginning, up, down, to the end, or to a place counted from 1.

    What cannot go further stays; a place beyond the end is the end; a way that is none changes nothing.

    >>> moved("abc", "c", UP), moved("abc", "a", "3"), moved("abc", "a", UP)
    (['a', 'c', 'b'], ['b', 'c', 'a'], ['a', 'b', 'c'])
    """
    here = order.index(thing)
    others = [*order[:here], *order[here + 1 :]]
    place = _place(here, len(others), way)
    return [*others[:place], thing, *others[place:]]


def _place(here: int, last: int, way: str) -> int:
    places = {FIRST: 0, UP: here - 1, DOWN: here + 1, LAST: last}
    if way.isascii() and way.isdigit() and len(way) < 6:
        places[way] = int(way) - 1
    return min(max(places.get(way, here), 0), last)
