"""What people type beside words: `thème:climat`, `territoire : pays de roissy`, `durée:<90`.

What can be made out becomes a filter; all the rest stays words, in its order. Pure, and never an error.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from search.query import Minutes
from wiki.finding.facets import SPOKEN
from wiki.rendering.slugs import fold

Resolve = Callable[[str, str], Sequence[str]]
"""Given the name of a facet and what was typed after its colon: the codes meant; none where nothing is."""

DAY = 7 * 60
"""Minutes of a day, as where durations are read out of pages."""
LONGEST = 99_999
LONGEST_NAME = 6
"""Most words that a name without quotation marks may have."""
_NO_BOUNDS: Minutes = (None, None)

_ITEM = re.compile(
    r"""[-−–]?["“«][^"”»]*["”»]?"""
    r"""|(?P<key>[^\W\d_]{3,20})\s?:\s?(?P<value>["“«][^"”»]+["”»]|[^\s"“”«»]\S*)"""
    r"""|\S+"""
)
_OPENING = '"“«'
_AROUND = ' ,;"“”«»\u00a0\u202f'
_WORD = re.compile(r"\s+([^\s:\"“”«»]+)(?!\s?:)(?=\s|$)")
_AMOUNT = r"(\d{1,4})\s?(?:(h|heures?|hours?)\s?(\d{1,2})?|(j|jours?|d|days?)|m|mn|min|minutes?|')?"
_BOUND = re.compile(rf"(<=?|≤|>=?|≥)?\s?{_AMOUNT}")
_BETWEEN = re.compile(rf"{_AMOUNT}\s?(?:-|–|à|a)\s?{_AMOUNT}")


@dataclass(frozen=True, slots=True)
class Typed:
    """The box read: words left to be searched, filters by facet, bounds of the duration."""

    words: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minutes: Minutes = _NO_BOUNDS


def read_box(text: str, resolve: Resolve) -> Typed:
    """Take out of the text what `resolve` knows, and durations."""
    words: list[str] = []
    filters: dict[str, tuple[str, ...]] = {}
    minutes, at = _NO_BOUNDS, 0
    while found := _ITEM.search(text, at):
        at = found.end()
        name = SPOKEN.get(fold(found["key"] or ""), "")
        meant = _meaning(text, found, name, resolve) if name else None
        if meant is None:
            at = _end_of_first_word(text, found)
            words.append(text[found.start() : at])
            continue
        codes, bounds, at = meant
        filters[name] = tuple(dict.fromkeys((*filters.get(name, ()), *codes)))
        minutes = bounds or minutes
    return Typed(" ".join(words), {name: codes for name, codes in filters.items() if codes}, minutes)


def read_minutes(text: str) -> Minutes | None:
    """Bounds in minutes: `<90`, `30-90`, `>2h`, `1h30` (at most so long); None for anything else.

    >>> read_minutes("30-90"), read_minutes("> 2 h"), read_minutes("1h30")
    ((30, 90), (120, None), (None, 90))
    """
    said = text.strip(_AROUND).casefold()
    if between := _BETWEEN.fullmatch(said):
        least, most = _amount(between.groups()[:4]), _amount(between.groups()[4:])
        return (min(least, most), max(least, most))
    bound = _BOUND.fullmatch(said)
    if bound is None:
        return None
    minutes = _amount(bound.groups()[1:])
    return (minutes, None) if (bound[1] or "<")[0] in ">≥" else (None, minutes)


def _meaning(
    text: str, found: re.Match[str], name: str, resolve: Resolve
) -> tuple[Sequence[str], Minutes | None, int] | None:
    """The codes or bounds named after the colon, and where the rest of the text begins; longest name first."""
    for end in reversed(_ends(text, found)):
        value = text[found.start("value") : end].strip(_AROUND)
        bounds = read_minutes(value) if name == "duration" else None
        codes = () if bounds else resolve(name, value)
        if bounds or codes:
            return codes, bounds, end
    return None


def _ends(text: str, found: re.Match[str]) -> list[int]:
    """Where the name that begins after the colon may end."""
    ends = [found.end()]
    if found["value"][0] in _OPENING:
        return ends
    while len(ends) < LONGEST_NAME and (word := _WORD.match(text, ends[-1])):
        ends.append(word.end())
    return ends


def _end_of_first_word(text: str, found: re.Match[str]) -> int:
    """What is not understood is taken word by word, so that a phrase after it stays a phrase."""
    if found["key"] is None:
        return found.end()
    until = found.start("value") if text[found.start("value")] in _OPENING else found.end("value")
    return found.start() + len(text[found.start() : until].split()[0])


def _amount(parts: Sequence[str | None]) -> int:
    number, hours, rest, days = parts
    each = 60 if hours else DAY if days else 1
    return min(int(number or 0) * each + int(rest or 0), LONGEST)
