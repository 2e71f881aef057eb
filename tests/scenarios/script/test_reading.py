"""A text in, what it reads as out. A new case is three parts in `cases/`: title, source, expected facts.

What a case names, it names completely: where it tells one `property`, it tells all of them; where it tells `S012`,
all remarks of that code. `S012 none` says that there is none. What it does not name, it does not care about.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from time import process_time

import pytest
from markdown_it.utils import read_fixture_file

from scenarios.script.messages import FIXES, MESSAGES
from scenarios.script.model import Severity
from scenarios.script.reading import parse
from scenarios.script.vocabulary import HEAD_KEYS, PROPERTIES
from tests.scenarios.script.facts import spelt_out, told

PAGE = Path(__file__).parents[3] / "docs/reference/scenario.md"
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


def test_the_documentation_names_every_key_and_code() -> None:
    page = PAGE.read_text("utf-8")
    names = [*HEAD_KEYS, *PROPERTIES, *MESSAGES]
    assert [name for name in names if f"\n| `{name}` |" not in page] == []
    assert [
        code for code, message in MESSAGES.items() if f"| `{code}` | {message.severity} |" not in page
    ] == []


HOSTILE = {
    "blank lines": "\n",
    "items": "- a\n",
    "headings": "###\n",
    "colons": ":\n",
    "spaces after a key": "---\na" + " " * 50_000 + "\n---\n",
    "spaces in an item": "- " + " " * 50_000 + "a : b\n",
    "unknown keys": "---\n" + "".join(f"k{number}: v\n" for number in range(5_000)) + "---\n",
    "unknown properties": "## Déroulé\n### Activité : A\n"
    + "".join(f"- duré{n} : v\n" for n in range(5_000)),
    "sections": "".join(f"## s{number}\n" for number in range(5_000)),
    "equal objectives": "## Objectifs\n" + "- O1 (analyser) : a\n" * 5_000,
    "cited": "## Déroulé\n### Activité : A\n- Objectifs : " + "O1, " * 20_000,
    "NUL and half characters": "\0\ud800",
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_no_shape_of_text_takes_long_or_is_told_at_length(shape: str) -> None:
    text = HOSTILE[shape] * max(1, 50_000 // len(HOSTILE[shape]))
    began = process_time()
    script = parse(text)
    assert process_time() - began < 2, "twenty times less is usual: a quadratic cost would be far beyond"
    assert len(script.diagnostics) <= 201
    assert sum(len(found.message_fr) + len(str(found.fix)) for found in script.diagnostics) < 2_500_000


def test_other_kinds_are_asked_for_themes_only() -> None:
    found = parse(
        "---\nthèmes: [Climat]\nlangue: fr\nlicence: CC0-1.0\nterritoire: Trappes\n---\n# Outil\n",
        kind="outil",
    )
    assert found.diagnostics == ()
    assert [remark.place for remark in parse("# Outil\n", kind="outil").errors] == ["head:thèmes"]


def test_a_line_that_nobody_reads_is_not_mended_by_one_click() -> None:
    text = "## Déroulé\n### Activité : A\n- Modalité : exterieure" + ", hybride" * 2_000 + "\n"
    (remark,) = [found for found in parse(text).diagnostics if found.code == "S056"]
    assert remark.fix is None
