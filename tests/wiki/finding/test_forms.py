"""The address of a search: what it says comes back as it was."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from wiki.finding.box import Typed
from wiki.finding.facets import FACETS
from wiki.finding.forms import LAST_PAGE, MAX_VALUES, SORTS, VIEWS, Asked, read

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
VALUES = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def searches(draw: Any) -> Asked:
    least, most = sorted(draw(st.tuples(st.integers(1, 5000), st.integers(1, 5000))))
    bound = st.sampled_from(((None, None), (least, None), (None, most), (least, most)))
    return Asked(
        text=" ".join(draw(st.lists(WORDS, max_size=3))),
        filters={name: draw(VALUES) for name in FACETS if draw(st.booleans())},
        minutes=draw(bound),
        sort=draw(st.sampled_from(list(SORTS))),
        match=draw(st.sampled_from(("all", "any"))),
        view=draw(st.sampled_from(VIEWS)),
        page=draw(st.integers(1, LAST_PAGE)),
    )


def sent(asked: Asked, **changes: Any) -> MultiDict[str, str]:
    """The arguments of an address as a browser sends them back."""
    pairs = []
    for name, value in asked.address(**changes).items():
        pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value])]
    return MultiDict(pairs)


@given(searches())
def test_an_address_says_all_of_a_search(asked: Asked) -> None:
    there = read(sent(asked, page=asked.page))
    # Texts are tidied when they are read (NFC): from then on they stay.
    assert read(sent(there, page=there.page)) == there
    assert (there.minutes, there.sort, there.match, there.view, there.page) == (
        asked.minutes, asked.sort, asked.match, asked.view, asked.page,
    )  # fmt: skip
    assert list(there.filters) == list(asked.filters)


def test_nonsense_is_as_if_it_were_not_there() -> None:
    odd = {
        "tri": "x",
        "vue": "globe",
        "mots": "deux",
        "page": "²",
        "duree_min": "-3",
        "duree_max": "beaucoup",
    }
    assert read(MultiDict(odd)) == Asked()
    many = MultiDict([("theme", str(number)) for number in range(100)])
    assert len(read(many).chosen("themes")) == MAX_VALUES


def test_bounds_are_numbers_or_durations_and_the_right_way_round() -> None:
    assert read(MultiDict({"duree_min": "2h", "duree_max": "30"})).minutes == (30, 120)
    assert read(MultiDict({"duree_min": "0", "duree_max": "90"})).minutes == (None, 90)


def test_filters_are_counted_taken_away_and_put_in_place_of_one_another() -> None:
    asked = Asked("eau", {"kind": ("tool", "page"), "region": ("Bretagne",)}, (30, None), page=3)
    assert asked.narrowed == 4
    less = asked.without("region", "Bretagne")
    assert (less.filters, less.page) == ({"kind": ("tool", "page")}, 1)
    assert asked.having("region", "Normandie").chosen("region") == ("Normandie",)
    assert asked.wide() == Asked("eau")


def test_what_the_box_says_is_chosen_as_well() -> None:
    asked = Asked("thème:climat eau", {"themes": ("arts",)}, (30, None))
    both = asked.understood(Typed("eau", {"themes": ("climat", "arts")}, (None, 90)))
    assert both == Asked("eau", {"themes": ("arts", "climat")}, (None, 90))
    assert asked.understood(Typed("eau")).minutes == (30, None)


def test_without_words_no_page_is_nearer() -> None:
    assert (Asked().order, Asked("eau").order, Asked(sort="courtes").order) == (
        "newest",
        "relevance",
        "shortest",
    )
