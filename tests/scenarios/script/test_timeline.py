"""Activities in time: cases as pairs of files, and who acts."""

from pathlib import Path

import pytest

from scenarios.script.reading import parse
from scenarios.script.roles import CATEGORIES, PARTICIPANTS, lanes_of
from scenarios.script.timeline import statistics, timeline, whole_percents
from wiki.territories.categories import LABELS

CASES = sorted((Path(__file__).parent / "timelines").glob("*.md"))


def told(text: str) -> str:
    """As the files `*.txt` have it."""
    script = parse(text)
    time, facts = timeline(script), statistics(script)
    lines = [
        f"total {time.total}, announced {time.announced}, unknown {[step.title for step in time.unknown]}",
        f"lanes: {' | '.join(time.lanes)}",
    ]
    for step in time.steps:
        parallel = "parallel, " if step.is_parallel else ""
        who = " | ".join(step.lanes)
        lines.append(f"{step.start:4}-{step.end:<4} {step.title}, {step.type}, {parallel}{step.phase}: {who}")
    shares = (f"{name} {part} min {time.percents[name]} %" for name, part in time.shares.items() if part)
    lines.append("shares: " + ", ".join(shares))
    numbers = {
        name: getattr(facts, name) for name in ("by_form", "by_mode", "by_phase", "objectives", "matrix")
    }
    lines += [
        f"{name}: " + ", ".join(f"{key} {n}" for key, n in found.items()) for name, found in numbers.items()
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    assert told(case.read_text(encoding="utf-8")) == case.with_suffix(".txt").read_text(encoding="utf-8")


def test_the_categories_are_those_of_the_colleges() -> None:
    assert list(CATEGORIES) == [str(label) for label in LABELS.values()]
    assert {*CATEGORIES.english} == {*CATEGORIES}


@pytest.mark.parametrize(
    ("roles", "lanes"),
    [
        ("", ()),
        ("animatrice, binôme de sécurité, groupes en autonomie", ("animatrice", "binôme de sécurité")),
        ("élue ou élu à l'écoute, intervenant Météos", ("élue ou élu", "intervenant Météos")),
        ("les visiteurs écoutent, le groupe questionne", ("visiteurs",)),
        ("une plume, un observateur, puis on tourne", ()),
        ("graphiste ou enseignante d'arts appliqués en appui", ("graphiste ou enseignante d'arts",)),
        ("capitaine de la", ("capitaine",)),
        ("la, le", ()),
        ("(Entreprise)", ("Entreprises",)),
        ("voisins (à prévenir)", ("voisins",)),
        (", ".join(f"rôle{number}" for number in range(99)), tuple(f"rôle{number}" for number in range(24))),
    ],
)
def test_who_acts(roles: str, lanes: tuple[str, ...]) -> None:
    assert lanes_of(roles) == (PARTICIPANTS, *lanes)


def test_whole_percents() -> None:
    assert whole_percents([]) == []
    assert whole_percents([0, 0]) == [0, 0]
    assert whole_percents([1, 1, 1]) == [34, 33, 33]
    assert whole_percents([1, 0, 999]) == [0, 0, 100]
