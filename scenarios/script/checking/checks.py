"""All rules in the order of the text, as far as somebody would read them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice

from scenarios.script.checking.activities import check_activities
from scenarios.script.checking.body import check_body, check_objectives
from scenarios.script.checking.head import check_head
from scenarios.script.checking.remarks import Reading, remark, removing
from scenarios.script.messages import FIXES
from scenarios.script.model import Diagnostic, Fix
from wiki.rendering.diagnostics import Diagnostic as HeadDiagnostic
from wiki.rendering.head_keys import canonical_key

MOST = 200
"""Nobody reads more remarks, and each costs time: what is beyond is told as one error, so it cannot be published."""


def check(reading: Reading, head: Sequence[HeadDiagnostic]) -> tuple[Diagnostic, ...]:
    """Everything that there is to say of a text, by line."""
    found = list(islice(_all(reading, head), MOST + 1))
    if len(found) > MOST:
        found[MOST:] = [remark("S099", "text", 1, max=MOST)]
    last = len(reading.lines)
    within = (replace(one, line=last) if one.line > last else one for one in found)
    return tuple(sorted(within, key=lambda diagnostic: (diagnostic.line, diagnostic.column)))


def _all(reading: Reading, head: Sequence[HeadDiagnostic]) -> Iterable[Diagnostic]:
    told = (_told(reading, one) for one in head)
    if reading.script.kind != "scenario":
        return chain(told, check_head(reading))
    rules = (check_head, check_body, check_objectives, check_activities)
    return chain(told, *(rule(reading) for rule in rules))


def _told(reading: Reading, found: HeadDiagnostic) -> Diagnostic:
    """What the wiki says of the head, in both languages."""
    key = str(found.params.get("key", ""))
    place = f"head:{canonical_key(key)}" if key else "text"
    fix = _fix(reading, found)
    return remark(found.code, place, found.line, found.column, fix, **found.params)


def _fix(reading: Reading, found: HeadDiagnostic) -> Fix | None:
    if found.code == "H007":
        entry = next(entry for entry in reading.entries if entry.first_line == found.line)
        return removing(entry.first_line, entry.last_line)
    quoted = found.fix
    return Fix(quoted.first_line, quoted.last_line, quoted.text, *FIXES["quote"]) if quoted else None
