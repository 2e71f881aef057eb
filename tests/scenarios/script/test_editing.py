"""Changes of a scenario. A new case is text in `edits/`: title, operations, what was there, what is there then.

The four parts end with a line that is a single full stop. An operation is its name, a colon, and its arguments
after the script as a YAML list; `CRLF` in the title tries both texts with the line ends of Windows.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scenarios.script import editing
from scenarios.script.composing import NewActivity, NewScript, compose
from scenarios.script.fitting import (
    fitted_prose,
    fitted_section,
    fitted_summary,
    fitted_value,
    one_line,
)
from scenarios.script.model import Activity, Script
from scenarios.script.objectives import NewObjective, fitted_objectives
from scenarios.script.outline import unclosed_fence
from scenarios.script.reading import STEPS, parse
from scenarios.script.sections import find_section
from scenarios.script.vocabulary import PROPERTIES, SECTIONS, canonical_property
from tests.scenarios.script.scripts import texts as odd_texts
from tests.scenarios.script.texts import CLIMATE, NEW_ACTIVITIES, NEW_SCRIPTS, TEXTS, VALUES


def parts(path: Path) -> Iterator[str]:
    part = list[str]()
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line == ".":
            yield "".join(part)
            part = []
        else:
            part.append(line + "\n")


def cases() -> Iterator[object]:
    for path in sorted((Path(__file__).parent / "edits").glob("*.md")):
        for title, operations, *texts in zip(*[parts(path)] * 4, strict=True):
            ends = "\r\n" if "CRLF" in title else "\n"
            before, after = (text.replace("\n", ends) for text in texts)
            yield pytest.param(operations, before, after, id=f"{path.stem}: {title.strip()}")


def apply(script: Script, operations: str) -> Script:
    for line in operations.splitlines():
        ((name, arguments),) = yaml.safe_load(line).items()
        script = getattr(editing, name)(script, *arguments)
    return script


@pytest.mark.parametrize(("operations", "before", "after"), list(cases()))
def test_case(operations: str, before: str, after: str) -> None:
    assert apply(parse(before), operations).text == after


def with_ends(new: NewScript, ends: str) -> Script:
    return parse(compose(new).replace("\n", ends))


scripts = st.builds(with_ends, NEW_SCRIPTS, st.sampled_from(["\n", "\r\n"]))
odd_scripts = scripts | odd_texts.map(parse)
few = settings(max_examples=settings.default.max_examples // 2)
"""Each example is a whole scenario that is read several times."""

keys = st.sampled_from([*PROPERTIES, "duration", "x-note", "Prix"])
phases = st.sampled_from([None, "Avant", "Après", "Neuve"])


ACTIVITY = re.compile(r"^#{2,6} *Activit", re.MULTILINE)


def said(script: Script) -> dict[str, object]:
    """All that a script says, without the places where it does."""
    return {
        "title": script.title,
        "summary": script.summary,
        "head": dict(script.head),
        # In a section that has no known name, activities are counted below.
        "sections": [
            (found.heading, ACTIVITY.split(found.body)[0].strip())
            for found in script.sections
            if found.key != STEPS
        ],
        "objectives": [(found.id, found.verb, found.text) for found in script.objectives],
        "activities": [told(activity) for activity in script.activities],
    }


def told(activity: Activity) -> tuple[str, str | None, list[tuple[str, str]], str]:
    properties = [(found.key, found.value) for found in activity.properties]
    return activity.title, activity.phase, properties, activity.prose


def differing(before: Script, after: Script) -> list[str]:
    return [key for key, value in said(before).items() if said(after)[key] != value]


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """What was taken out and what was put in between the lines that both texts begin and end with."""
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


def some_activity(script: Script, data: st.DataObject) -> int:
    assume(script.activities)
    return data.draw(st.integers(0, len(script.activities) - 1))


class TestProperties:
    @few
    @given(odd_scripts, st.data(), keys, VALUES)
    def test_what_is_set_is_read_and_nothing_else_changes(
        self, script: Script, data: st.DataObject, key: str, value: str
    ) -> None:
        index = some_activity(script, data)
        after = editing.set_property(script, index, key, value)
        assert after.activities[index].get(key) == one_line(value)
        assert editing.set_property(after, index, key, value) is after
        assert differing(script, after) in ([], ["activities"])
        for old, new in zip(script.activities, after.activities, strict=True):
            kept = [found for found in told(old)[2] if found[0] != (canonical_property(key) or key)]
            assert [found for found in told(new)[2] if found[0] != (canonical_property(key) or key)] == kept
            assert told(old)[::3] == told(new)[::3]

    @few
    @given(scripts, st.data(), keys, VALUES)
    def test_one_line_changes(self, script: Script, data: st.DataObject, key: str, value: str) -> None:
        index = some_activity(script, data)
        has, says = script.activities[index].find(key), one_line(value)
        assume((has.value if has else "") != says and script.activities[index].properties)
        old, new = changed_lines(script.text, editing.set_property(script, index, key, value).text)
        if has and says:
            assert (len(old), len(new)) == (1, 1)
        elif says:
            assert (len(old), len(new)) == (0, 1)

    @few
    @given(odd_scripts, st.data(), keys, VALUES)
    def test_adding_then_removing_is_the_identity(
        self, script: Script, data: st.DataObject, key: str, value: str
    ) -> None:
        index = some_activity(script, data)
        activity = script.activities[index]
        assume(not activity.find(key) and (activity.properties or not activity.prose[:1].isspace()))
        after = editing.set_property(script, index, key, value)
        assert editing.set_property(after, index, key, None).text == script.text

    @pytest.mark.parametrize("key", ["", " ** ", "a: b", "[a", "`a", "é" * 80])
    def test_what_is_no_key(self, key: str) -> None:
        with pytest.raises(ValueError, match="not a property"):
            editing.set_property(parse(CLIMATE), 0, key, "a")


class TestTexts:
    @few
    @given(odd_scripts, VALUES)
    def test_the_title_is_read_and_nothing_else_changes(self, script: Script, title: str) -> None:
        after = editing.set_title(script, title)
        assert after.title == one_line(title)
        assert editing.set_title(after, title) is after
        assert differing(script, after) in ([], ["title"], ["title", "summary"])

    @few
    @given(odd_scripts, VALUES)
    def test_the_summary_is_read_and_nothing_else_changes(self, script: Script, text: str) -> None:
        first_section = min((found.first_line for found in script.sections), default=0)
        assume(not script.title_line or not first_section or script.title_line < first_section)
        after = editing.set_summary(script, text)
        if one_line(text):
            assert after.summary == fitted_summary(text)
            assert after.summary.replace("\\", "") == one_line(text).replace("\\", "")
            assert editing.set_summary(after, text) is after
        assert differing(script, after) in ([], ["summary"])

    @few
    @given(odd_scripts, st.data(), VALUES)
    def test_the_title_of_an_activity(self, script: Script, data: st.DataObject, title: str) -> None:
        index = some_activity(script, data)
        after = editing.set_activity_title(script, index, title)
        assert after.activities[index].title == one_line(title)
        assert editing.set_activity_title(after, index, title) is after
        for old, new in zip(script.activities, after.activities, strict=True):
            assert told(old)[1:] == told(new)[1:]

    @few
    @given(odd_scripts, st.data(), TEXTS)
    def test_prose_stays_in_its_activity(self, script: Script, data: st.DataObject, text: str) -> None:
        index = some_activity(script, data)
        level = script.activities[index].level
        after = editing.set_prose(script, index, text)
        assert after.activities[index].prose == fitted_prose(text, level=level)
        assert editing.set_prose(after, index, text) is after
        assert editing.set_prose(after, index, after.activities[index].prose) is after
        assert differing(script, after) in ([], ["activities"])
        for old, new in zip(script.activities, after.activities, strict=True):
            assert told(old)[:3] == told(new)[:3]

    @few
    @given(st.text("ab .\n", max_size=30))
    def test_plain_prose_is_kept_as_it_is(self, text: str) -> None:
        lines = text.strip("\n ").split("\n")
        assert fitted_prose("\n".join(lines), level=3) == "\n".join(lines)

    @few
    @given(odd_scripts, st.sampled_from([*SECTIONS, "À nous"]), TEXTS)
    def test_a_section_ends_where_it_did(self, script: Script, name: str, body: str) -> None:
        assume(name not in (STEPS, "Objectifs"))
        after = editing.set_section(script, name, body)
        found = find_section(after, name)
        assert (found.body if found else "") == fitted_section(body, may_hold_activities=name in SECTIONS)
        assert editing.set_section(after, name, body) is after
        assert differing(script, after) in ([], ["sections"])
        if find_section(script, name) is None and not unclosed_fence(script.text.splitlines()):
            assert editing.set_section(after, name, None).text == script.text

    @few
    @given(
        odd_scripts,
        st.lists(st.tuples(st.sampled_from(["O1", "O2", "O3", ""]), VALUES, VALUES), max_size=4),
    )
    def test_objectives_are_read(self, script: Script, objectives: list[NewObjective]) -> None:
        assume(not unclosed_fence(script.text.splitlines()))  # what stands in open code is no list
        after = editing.set_objectives(script, objectives)
        wanted = fitted_objectives(objectives, [found.id for found in script.objectives])
        assert said(after)["objectives"] == wanted
        assert editing.set_objectives(after, wanted) is after


class TestHead:
    @few
    @given(
        odd_scripts,
        st.sampled_from(["durée", "thèmes", "x-note"]),
        VALUES | st.lists(VALUES, min_size=1, max_size=3) | st.none(),
    )
    def test_what_is_set_is_read(self, script: Script, key: str, value: str | list[str] | None) -> None:
        after = editing.set_head(script, key, value)
        wanted = fitted_value(value or "")
        assert after.head.get(key, "") == (wanted if isinstance(wanted, str) else tuple(wanted) or "")
        assert editing.set_head(after, key, value) is after
        assert differing(script, after) in ([], ["head"])

    def test_what_is_no_key(self) -> None:
        with pytest.raises(ValueError, match="not a key"):
            editing.set_head(parse(CLIMATE), "a: b", "c")


class TestActivities:
    @few
    @given(scripts, st.data())
    def test_moving_to_and_fro_is_the_identity(self, script: Script, data: st.DataObject) -> None:
        index, to = some_activity(script, data), some_activity(script, data)
        # Beside a heading that is no activity, the text cannot tell on which side of it the activity stood.
        assume(all(found.code != "S062" for found in script.diagnostics))
        after = editing.move_activity(script, index, to)
        moved = list(map(told, script.activities))
        moved.insert(to, moved.pop(index))
        assert list(map(told, after.activities)) == moved
        if all(found.level == (4 if found.phase else 3) for found in script.activities):
            assert editing.move_activity(after, to, index).text == script.text
        assert differing(script, after) in ([], ["activities"])

    @few
    @given(odd_scripts, st.data(), NEW_ACTIVITIES, phases)
    def test_what_is_added_is_read_and_nothing_else_changes(
        self, script: Script, data: st.DataObject, new: NewActivity, phase: str | None
    ) -> None:
        assume(script.section(STEPS) or script.activities)
        at = data.draw(st.none() | st.integers(0, len(script.activities)))
        after = editing.add_activity(script, at, new.title, new.properties, new.prose, phase)
        index = len(script.activities) if at is None else at
        added = after.activities[index]
        assert (added.title, added.phase) == (one_line(new.title), phase)
        assert {found.key: found.value for found in added.properties} == {
            key: one_line(value) for key, value in new.properties.items() if one_line(value)
        }
        assert added.prose == fitted_prose(new.prose, level=added.level)
        others = [told(found) for found in after.activities if found.index != index]
        assert others == list(map(told, script.activities))

    @few
    @given(scripts, st.data(), phases)
    def test_adding_then_removing_is_the_identity(
        self, script: Script, data: st.DataObject, phase: str | None
    ) -> None:
        at = data.draw(st.integers(0, len(script.activities)))
        assume(script.section(STEPS) or script.activities)
        after = editing.add_activity(script, at, "Neuve", {"Durée": "5 min"}, "Prose.", phase)
        assert editing.remove_activity(after, at).text == script.text

    @few
    @given(scripts, st.data(), phases)
    def test_a_phase_concerns_one_activity(
        self, script: Script, data: st.DataObject, phase: str | None
    ) -> None:
        index = some_activity(script, data)
        after = editing.set_phase(script, index, phase)
        for old, new in zip(script.activities, after.activities, strict=True):
            assert new.phase == (phase if old.index == index else old.phase)
            assert told(old)[::2] == told(new)[::2]
        before = script.activities[index]
        if before.level == (4 if before.phase else 3):
            assert editing.set_phase(after, index, before.phase).text == script.text

    @few
    @given(odd_scripts, st.data())
    def test_removing_takes_only_one(self, script: Script, data: st.DataObject) -> None:
        index = some_activity(script, data)
        after = editing.remove_activity(script, index)
        others = [told(found) for found in script.activities if found.index != index]
        assert list(map(told, after.activities)) == others
        assert differing(script, after) in ([], ["activities"])

    @few
    @given(scripts, st.data())
    def test_a_copy_says_the_same_under_another_title(self, script: Script, data: st.DataObject) -> None:
        index = some_activity(script, data)
        after = editing.duplicate_activity(script, index)
        original, copy = after.activities[index], after.activities[index + 1]
        assert copy.title not in [found.title for found in script.activities]
        assert told(copy)[2] == [found for found in told(original)[2] if found[0] != "Repère"]
        assert (copy.phase, copy.prose) == (original.phase, original.prose)
        assert editing.remove_activity(after, index + 1).text == script.text

    def test_a_copy_of_an_activity_that_says_only_its_stable_id_leaves_nothing_behind(self) -> None:
        script = parse("# Titre\n\n## Déroulé\n\n### Activité : Partir\n\n- Repère : a1\n")
        after = editing.duplicate_activity(script, 0)
        assert editing.remove_activity(after, 1).text == script.text

    @pytest.mark.parametrize("index", [-1, 5])
    def test_there_is_no_such_activity(self, index: int) -> None:
        script = parse(CLIMATE)
        with pytest.raises(IndexError):
            editing.set_prose(script, index, "a")
        with pytest.raises(IndexError):
            editing.move_activity(script, 0, index)
        with pytest.raises(IndexError):
            editing.add_activity(script, index + (index > 0), "a", {})


def test_a_fix_is_made() -> None:
    script = parse(CLIMATE.replace("durée: 90 min", "durée: 60 min"))
    (found,) = (found for found in script.diagnostics if found.fix)
    assert editing.apply_fix(script, found).head.duration == 90
    assert editing.apply_fix(script, replace(found, fix=None)) is script
