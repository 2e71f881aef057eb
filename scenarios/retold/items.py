"""The items of a section, and what one says: a duration, a rating, a proposal."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scenarios.retold.model import Proposal, Timing
from scenarios.retold.vocabulary import FOUNDATION_CODES, FOUNDATION_NAMES, LEAST, MOST, NAMED, SKIPPED
from scenarios.script.durations import read_duration, write_duration
from scenarios.script.items import item_of
from scenarios.script.outline import plain_lines
from scenarios.script.vocabulary import folded

LONGEST_TITLE = 200
_LONGEST = 2_000
_NO_PARAGRAPH = re.compile(r" {0,3}(?:#|>|\||`{3}|~{3})")
_MARKS = "*_ \t\u00a0\u202f"
_S = r"[\s\u00a0\u202f]*"
_TIMING = re.compile(
    rf"(?P<title>.+?){_S}:[\s*_\u00a0\u202f]*(?P<lived>[^:()—–;]{{1,40}}?){_S}"
    rf"(?:\({_S}(?:prévue?s?|planned){_S}:?{_S}(?P<planned>[^()]{{1,40}}?){_S}\))?"
    rf"(?P<note>{_S}(?:[—–;]|,\s|-\s).*)?",
    re.IGNORECASE,
)
_RUN = re.compile(r"([\s\u00a0\u202f])[\s\u00a0\u202f]+")
_SKIPPED = frozenset({"sautee", "saute", "non jouee", "pas jouee", "skipped", "0", "0 min"})
_RATING = re.compile(rf"(?P<value>[{LEAST}-{MOST}])(?:{_S}(?:/|sur){_S}{MOST})?(?={_S}(?:$|[—–,;:.(-]))")
_PLACE = re.compile(r"\*\*(?P<place>[^*\n]{1,200})\*\*[\s\u00a0\u202f]*:[\s\u00a0\u202f]*(?P<words>.+)")
_BEFORE_WORDS = " \t\u00a0\u202f—–-,;:."


class Item(NamedTuple):
    """One item of a list and the lines it stands on; `said` is all of it on one line."""

    first_line: int
    last_line: int
    said: str


class Measured(NamedTuple):
    """What the item of an activity says; `note` is what follows, as why it took longer."""

    timing: Timing
    note: str


def items_in(lines: Sequence[str], first: int, last: int) -> Iterator[Item]:
    """The items of the lists between two lines."""
    plain = set(plain_lines(lines, first, last))
    number = first
    while number <= last:
        item = item_of(lines[number - 1]) if number in plain else None
        end = number
        if item is not None:
            while end < last and _goes_on(lines[end]):
                end += 1
            said = " ".join([(item["rest"] or "").strip(), *(line.strip() for line in lines[number:end])])
            yield Item(number, end, said.strip()[:_LONGEST])
        number = end + 1


def _goes_on(line: str) -> bool:
    """Whether a line belongs to the item above."""
    return bool(line.strip()) and item_of(line) is None and not _NO_PARAGRAPH.match(line)


def read_timing(said: str) -> Measured | None:
    """`Mesurer : 45 min (prévu : 35 min) — deux appareils en panne`; None for anything else."""
    found = _TIMING.fullmatch(single_spaced(said))
    lived = _lived(found["lived"]) if found else None
    title = found["title"].strip(_MARKS)[:LONGEST_TITLE] if found else ""
    if found is None or lived is None or not title:
        return None
    return Measured(Timing(title, lived, read_duration(found["planned"] or "")), found["note"] or "")


def single_spaced(text: str) -> str:
    """A text with one space where there are several: patterns that look for them take for ever over many."""
    return _RUN.sub(r"\1", text)


def write_timing(timing: Timing, note: str = "") -> str:
    """What `read_timing` reads."""
    lived = write_duration(timing.lived) if timing.lived else SKIPPED
    planned = f" (prévu : {write_duration(timing.planned)})" if timing.planned else ""
    return f"{timing.title} : {lived}{planned}{note}"


def _lived(text: str) -> int | None:
    return 0 if folded(text) in _SKIPPED else read_duration(text)


def read_rating(said: str) -> tuple[str, int | None, str] | None:
    """`Confiance : 3 — personne n'a osé…`: the foundation, how it was rated, the words; None for anything else."""
    label, colon, rest = said.partition(":")
    name = NAMED.recognise(label) if colon else None
    if name is None:
        return None
    rest = rest.strip(_MARKS)
    found = _RATING.match(rest)
    words = rest[found.end() :] if found else rest
    return FOUNDATION_CODES[name], int(found["value"]) if found else None, words.lstrip(_BEFORE_WORDS)


def write_rating(foundation: str, rating: int | None, words: str) -> str:
    """What `read_rating` reads."""
    value = str(rating) if rating else ""
    said = f"— {words}" if words else ""
    return f"{FOUNDATION_NAMES[foundation]} : {' '.join(filter(None, (value, said)))}"


def read_proposal(said: str) -> Proposal | None:
    """`**Mesurer** : prévoir 45 minutes`, or words about the whole; None where nothing is said."""
    found = _PLACE.fullmatch(said)
    if found and found["place"].strip():
        return Proposal(found["place"].strip(), found["words"].strip())
    return Proposal("", said) if said else None


def write_proposal(proposal: Proposal) -> str:
    """What `read_proposal` reads."""
    return f"**{proposal.place}** : {proposal.words}" if proposal.place else proposal.words
