"""The timeline as it is drawn."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.reading import drawing
from scenarios.reading.drawing import BLOCK, GUTTER, MOST_LANES, WIDTH, draw, wrap
from scenarios.script.timeline import Step, Timeline
from scenarios.script.vocabulary import TYPES
from scenarios.sheets.patterns import LOOKS, NO_TYPE, look_of

ROOT = Path(__file__).parents[3]
STYLE = (ROOT / "assets" / "scss" / "_learning.scss").read_text("utf-8")
PALETTE = (ROOT / "assets" / "scss" / "_palette.scss").read_text("utf-8")


def timeline(*steps: tuple[int | None, str], announced: int | None = None, lanes: tuple[str, ...] = ("participants",),
             parallel: tuple[int, ...] = (), phases: dict[int, str] | None = None) -> Timeline:  # fmt: skip
    """A timeline of (minutes, type); those in `parallel` begin with the one before."""
    made, start, end = list[Step](), 0, 0
    for index, (minutes, kind) in enumerate(steps):
        start = start if index in parallel else end
        until = start + (minutes or 0)
        end = max(end, until)
        made.append(
            Step(index, f"Activité {index}", kind or None, start, until, minutes, index in parallel, lanes,
                 (phases or {}).get(index))
        )  # fmt: skip
    shares: dict[str | None, int] = dict.fromkeys((*TYPES, None), 0)
    for minutes, kind in steps:
        shares[kind or None] += minutes or 0
    return Timeline(tuple(made), end, announced, shares, lanes)


def test_blocks_stand_where_their_minutes_are() -> None:
    drawn = draw(timeline((30, "enquête"), (60, "discussion")))

    first, second = drawn.blocks
    assert first.x == GUTTER
    assert second.x == pytest.approx(first.x + first.width, abs=0.2)
    assert second.width == pytest.approx(2 * first.width, abs=0.2)
    assert second.x + second.width <= WIDTH
    assert drawn.total == "1 h 30"


def test_the_axis_ends_at_the_total_and_no_two_words_touch() -> None:
    drawn = draw(timeline((95, "pratique")))

    assert drawn.ticks[0].label == "0"
    assert drawn.ticks[-1].label == "1 h 35"
    gaps = [after.x - before.x for before, after in zip(drawn.ticks, drawn.ticks[1:], strict=False)]
    assert min(gaps) > 40


def test_an_activity_in_parallel_stands_below_the_one_it_runs_beside() -> None:
    drawn = draw(timeline((30, "enquête"), (20, "pratique"), (10, "discussion"), parallel=(1,)))

    assert drawn.blocks[1].x == drawn.blocks[0].x
    assert drawn.blocks[1].y >= drawn.blocks[0].y + BLOCK
    assert drawn.blocks[2].y == drawn.blocks[0].y
    assert drawn.rows[1].is_parallel


def test_without_minutes_there_are_words_and_nothing_to_draw() -> None:
    drawn = draw(timeline((None, "enquête"), (None, "")))

    assert [row.title for row in drawn.rows] == ["Activité 0", "Activité 1"]
    assert drawn.blocks == drawn.ticks == drawn.shares == ()
    assert drawn.rows[1].look is NO_TYPE


def test_an_activity_without_minutes_among_others_is_a_mark() -> None:
    assert draw(timeline((10, "enquête"), (None, "enquête"))).blocks[1].width == 2


def test_roles_beyond_a_number_share_the_last_line() -> None:
    lanes = ("participants", *(f"rôle {number}" for number in range(20)))

    drawn = draw(timeline((10, "enquête"), lanes=lanes))

    assert len(drawn.lanes) == MOST_LANES
    assert drawn.lanes[-1].name == "autres rôles"
    assert draw(timeline((10, "enquête"), lanes=lanes), "en").lanes[-1].name == "other roles"


def test_nobody_but_the_participants_needs_no_line() -> None:
    assert draw(timeline((10, "enquête"))).lanes == ()


def test_phases_span_their_activities() -> None:
    drawn = draw(timeline((10, "enquête"), (10, "enquête"), (20, "pratique"), phases={0: "Voir", 1: "Voir"}))

    (phase,) = drawn.phases
    assert phase.label == "Voir"
    assert phase.width == pytest.approx(drawn.blocks[0].width * 2, abs=0.2)
    assert drawn.axis_y > 0


def test_the_announced_duration_is_told_where_it_is_another() -> None:
    assert draw(timeline((80, "enquête"), announced=90)).announced == "1 h 30"
    assert draw(timeline((90, "enquête"), announced=90)).announced == ""


def test_shares_name_only_types_that_occur_and_add_up() -> None:
    shares = draw(timeline((10, "enquête"), (10, "discussion"), (10, "")), "en").shares

    assert [share.name for share in shares] == ["investigation", "discussion", ""]
    assert sum(share.percent for share in shares) == 100
    assert sum(share.width for share in shares) == pytest.approx(100, abs=0.1)


@given(
    st.lists(st.tuples(st.none() | st.integers(1, 10_000), st.sampled_from([*TYPES, ""])), max_size=30),
    st.data(),
)
def test_any_timeline_is_drawn_inside_its_frame(
    steps: list[tuple[int | None, str]], data: st.DataObject
) -> None:
    parallel = tuple(data.draw(st.sets(st.integers(1, 30))))

    drawn = draw(timeline(*steps, parallel=parallel))

    assert len(drawn.rows) == len(steps)
    for block in drawn.blocks:
        assert block.x >= GUTTER
        assert block.x + block.width <= WIDTH + 3
        assert block.y + BLOCK <= drawn.height


@given(st.text(max_size=200), st.floats(0, 400), st.integers(1, 4))
def test_words_never_run_over_their_room(text: str, room: float, lines: int) -> None:
    wrapped = wrap(text, room, lines)

    assert len(wrapped) <= lines
    assert all(len(line) * drawing.CHARACTER <= room for line in wrapped)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrap("Mesurer un îlot de fraîcheur", 80, 2) == ("Mesurer un", "îlot de…")
    assert wrap("Anticonstitutionnellement", 80, 1) == ("Anticonstit…",)
    assert wrap("Mesurer", 12, 1) == ()


def test_each_type_has_its_own_colour_letter_and_pattern() -> None:
    looks = [*LOOKS.values()]

    for part in (lambda look: look.colour, lambda look: look.letter, lambda look: look.pattern):
        assert len({part(look) for look in looks}) == 6
    assert look_of("inventé") is NO_TYPE


@pytest.mark.parametrize("look", LOOKS.values(), ids=lambda look: look.slug)
def test_styles_and_drawings_use_one_pattern_and_one_colour(look: drawing.TypeLook) -> None:
    assert look.pattern
    tile = re.search(rf"^  {look.slug}: \"(.*)\",$", STYLE, re.MULTILINE)
    assert tile
    assert f"width='{look.pattern.width}' height='{look.pattern.height}'" in tile[1]
    assert f" d='{look.pattern.path}'" in tile[1]
    stroke = re.search(r"stroke-width='([\d.]+)'", tile[1])
    assert (float(stroke[1]) if stroke else 0) == look.pattern.stroke
    assert f"  type-{look.slug}: {look.colour},\n" in PALETTE
