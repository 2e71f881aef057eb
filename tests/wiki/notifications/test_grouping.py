"""Happenings become lines: nothing is lost, and it does not matter in how many steps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wiki.activity import kinds as happens
from wiki.notifications.grouping import (
    MANY,
    MANY_MINOR,
    Group,
    class_of,
    folded,
    grouped,
    kinds_like,
    without_echoes,
    without_routine,
)

BEGAN = datetime(2026, 11, 26, tzinfo=UTC)
KINDS = (
    happens.PAGE_CREATED,
    happens.PAGE_EDITED,
    happens.FILE_ADDED,
    happens.THREAD_OPENED,
    happens.PAGE_MOVED,
)


def happening(number: int, kind: str, page: int, actor: int | None, minor: bool = False) -> Group:
    at = BEGAN + timedelta(minutes=number)
    return Group(
        ids=(number,), kind=kind, page_id=page, territory_id=1, actor_id=actor, first_id=number, about_id=number,
        began_at=at, at=at, minor=minor,
    )  # fmt: skip


@st.composite
def many(draw: st.DrawFn) -> list[Group]:
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(KINDS), st.integers(1, 3), st.sampled_from([None, 1, 2]), st.booleans()
            ),
            max_size=20,
        )
    )
    return [happening(number, *one) for number, one in enumerate(drawn, start=1)]


@given(many())
def test_every_happening_is_in_one_group_with_its_like(happenings: list[Group]) -> None:
    groups = grouped(happenings)
    assert sorted(number for group in groups for number in group.ids) == [one.ids[0] for one in happenings]
    by_id = {one.ids[0]: one for one in happenings}
    for group in groups:
        members = [by_id[number] for number in group.ids]
        assert group.count == len(members)
        assert {(class_of(one.kind), one.page_id, one.actor_id) for one in members} == {
            (class_of(group.kind), group.page_id, group.actor_id)
        }
        assert (group.kind, group.first_id) == (members[0].kind, members[0].about_id)
        assert (group.about_id, group.at) == (members[-1].about_id, members[-1].at)
        assert group.minor == all(one.minor for one in members)


@given(many(), st.integers(0, 20))
def test_in_two_steps_as_in_one(happenings: list[Group], cut: int) -> None:
    assert grouped([*grouped(happenings[:cut]), *grouped(happenings[cut:])]) == grouped(happenings)


@given(many())
def test_what_cannot_be_put_together_stays_alone(happenings: list[Group]) -> None:
    alone = [group for group in grouped(happenings) if not class_of(group.kind)]
    assert all(group.count == 1 for group in alone)
    assert kinds_like(happens.PAGE_MOVED) == ()
    assert happens.PAGE_CREATED in kinds_like(happens.PAGE_EDITED)


@given(st.integers(1, 12), st.integers(0, 3))
def test_many_pages_are_one_line_and_few_are_not(pages: int, others: int) -> None:
    edits = [happening(number, happens.PAGE_EDITED, number, 1) for number in range(1, pages + 1)]
    asides = [happening(100 + number, happens.THREAD_OPENED, number, 1) for number in range(others)]
    lines = folded([*edits, *asides])
    told = [line for line in lines if line.kind == happens.PAGE_EDITED]
    assert len(lines) - len(told) == others
    if pages > MANY:
        assert [(line.page_id, line.count) for line in told] == [(None, pages)]
    else:
        assert told == edits


def test_a_line_of_many_new_pages_says_so() -> None:
    made = [happening(number, happens.PAGE_CREATED, number, 1) for number in range(1, MANY + 2)]
    assert [line.kind for line in folded(made)] == [happens.PAGE_CREATED]
    assert [line.kind for line in folded([*made[1:], happening(1, happens.PAGE_EDITED, 1, 1)])] == [
        happens.PAGE_EDITED
    ]


def test_routine_is_minor_edits_of_many_pages_by_one_person() -> None:
    minor = [happening(number, happens.PAGE_EDITED, number, 1, True) for number in range(1, MANY_MINOR + 2)]
    other = happening(50, happens.PAGE_EDITED, 9, 2, True)
    meant = happening(51, happens.PAGE_EDITED, 8, 1)
    assert without_routine([*minor, other, meant]) == [other, meant]
    assert without_routine(minor[:-1]) == minor[:-1]


def test_a_message_that_mentions_somebody_is_told_to_them_once() -> None:
    opened = replace(happening(1, happens.THREAD_OPENED, 7, 2), details={"message_id": 3})
    answered = happening(4, happens.THREAD_ANSWERED, 7, 2)
    edited = happening(3, happens.PAGE_EDITED, 7, 2)
    mentions = [
        replace(happening(number, happens.PERSON_MENTIONED, 7, 2), ids=(10 + number,)) for number in (3, 4)
    ]
    assert without_echoes([opened, answered, edited, *mentions]) == [edited, *mentions]
    assert without_echoes([opened, answered, edited]) == [opened, answered, edited]
    several = replace(answered, count=2)
    assert without_echoes([several, *mentions]) == [several, *mentions]
