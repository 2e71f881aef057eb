"""A text in, what it reads as out. A new case is three parts in `cases/`: title, source, expected facts.

What a case names, it names completely: where it tells one `property`, it tells all of them; where it tells `S012`,
all remarks of that code. `S012 none` says that there is none. What it does not name, it does not care about.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

from scenarios.script.messages import FIXES, MESSAGES
from scenarios.script.model import Severity
from scenarios.script.reading import parse
from tests.scenarios.script.facts import spelt_out, told

CASES = [
    pytest.param(spelt_out(source), expected, id=f"{path.stem}: {title}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.md"))
    for _, title, source, expected in read_fixture_file(path)
]


def _by_kind(lines: Iterable[str]) -> dict[str, list[str]]:
    kind, facts = "", dict[str, list[str]]()
    for line in filter(None, map(str.rstrip, lines)):
        kind = kind if line.startswith(" ") else line.split(" ")[0]
        facts.setdefault(kind, []).append(line)
    return facts


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_case(source: str, expected: str) -> None:
    script = parse(source)
    facts = _by_kind(told(script))
    wanted = _by_kind(expected.split("\n"))
    assert {kind: facts.get(kind, [f"{kind} none"]) for kind in wanted} == wanted
    assert script.text == source


ALL_REMARKS = [
    (parameters.id or "", source, remark)
    for parameters in CASES
    for source in [str(parameters.values[0])]
    for remark in parse(source).diagnostics
]


def test_every_code_has_a_case() -> None:
    said = "\n".join(str(parameters.values[1]) for parameters in CASES)
    assert [code for code in MESSAGES if f"\n{code} " not in f"\n{said}"] == []


def test_every_fix_is_offered_somewhere() -> None:
    offered = {remark.fix.label_fr.split("\u00a0")[0][:12] for _, _, remark in ALL_REMARKS if remark.fix}
    assert {fr[:12] for fr, _ in FIXES.values() if fr % {"text": ""} == fr} <= offered


def _parameters(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", sentence))


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_say_the_same(code: str) -> None:
    message = MESSAGES[code]
    assert _parameters(message.fr) == _parameters(message.en)
    found = [remark for _, _, remark in ALL_REMARKS if remark.code == code]
    assert found
    for remark in found:
        assert "%(" not in remark.message("fr") + remark.message("en")
        assert remark.message("fr") != remark.message("en")
        assert remark.severity is message.severity
        assert remark.is_error == (message.severity is Severity.ERROR)
        assert str(remark) == remark.message("fr")
