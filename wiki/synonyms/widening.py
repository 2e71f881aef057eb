"""What a search is widened to, so that who chooses equivalents can try them."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import tokens
from search.equivalents import Groups, compounds, equivalents_of, forms_of
from search.query import parse_box


@dataclass(frozen=True)
class Widening:
    """Words of the search as typed, and what is looked for as well."""

    term: str
    others: tuple[str, ...]


def widenings(text: str, groups: Groups) -> list[Widening]:
    """The words of a search that have equivalents. Phrases and what is excluded are searched as typed."""
    found: dict[str, list[str]] = {}
    for term, other in _pairs(" ".join(parse_box(text).words), groups):
        found.setdefault(term, []).append(other)
    return [Widening(term, tuple(dict.fromkeys(others))) for term, others in found.items()]


def _pairs(text: str, groups: Groups) -> Iterator[tuple[str, str]]:
    read = [(group, forms) for group in compounds([*tokens(text)]) if (forms := forms_of(group))]
    for covered, other in equivalents_of([forms for _, forms in read], groups):
        first, last = read[covered[0]][0][0].chunk, read[covered[-1]][0][-1].chunk
        yield text[first.start : last.end], other
