"""Completeness counts each thing alike, and more written is never less."""

from hypothesis import given
from hypothesis import strategies as st

from scenarios.programme.completeness import Completeness, Item

items = st.lists(
    st.integers(1, 14).flatmap(
        lambda wanted: st.builds(Item, st.text(), st.integers(0, wanted), st.just(wanted))
    ),
    min_size=1,
    max_size=14,
)


@given(items, st.data())
def test_more_is_never_less(found: list[Item], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    one = found[place]
    more = Item(one.key, data.draw(st.integers(one.got, one.wanted)), one.wanted)
    before, after = Completeness(found), Completeness([*found[:place], more, *found[place + 1 :]])

    assert 0 <= before.percent <= after.percent <= 100
    assert before.done <= after.done
    assert (after.percent == 100) == (not after.missing)
