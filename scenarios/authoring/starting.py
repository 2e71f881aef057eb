"""A first script out of five answers: nothing in it that nobody said, every step with its share of the time."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.authoring.designs import DESIGNS
from scenarios.script.composing import NewActivity, NewScript, compose
from scenarios.script.durations import write_duration
from wiki.pages.composition import compose as compose_page
from wiki.rendering.head import DEFAULT_LICENCE

ROUNDED_TO = 5


@dataclass(frozen=True)
class Answers:
    """Where, for whom, why, how long, and what will be done: one step a line. Minutes in `minutes`."""

    territory: str
    place: str
    audience: str
    size: str
    need: str
    goal: str
    minutes: int
    duration: str
    title: str
    steps: Sequence[str]
    author: str
    language: str


def first_script(answers: Answers) -> str:
    """The text of a scenario that says what was answered."""
    head = {
        "format": "situation/1",
        "territoire": answers.territory,
        "lieu": answers.place,
        "public": answers.audience,
        "effectif": answers.size,
        "durée": answers.duration,
        "besoins": answers.need,
        "langue": answers.language,
        "licence": DEFAULT_LICENCE,
        "auteurs": [answers.author],
    }
    shares = shared_out(answers.minutes, len(answers.steps))
    return compose(
        NewScript(
            title=answers.title,
            summary="",
            head={key: value for key, value in head.items() if value},
            sections={},
            objectives=[("O1", "comprendre", answers.goal)] if answers.goal else [],
            activities=[
                NewActivity(step, {"Durée": write_duration(minutes)}, "", None)
                for step, minutes in zip(answers.steps, shares, strict=True)
            ],
        )
    )


def first_sheet(kind: str, title: str, territory: str, language: str) -> str:
    """The text of a page of a light kind: its head, its title, and its sections to fill."""
    headings = "\n\n".join(f"## {field.key}" for field in DESIGNS[kind].sections)
    return compose_page(headings, title=title, kind=kind, territory=territory, language=language)


def shared_out(minutes: int, parts: int) -> list[int]:
    """A time in parts that add up to it, each a round number as far as that can be.

    >>> shared_out(90, 4)
    [25, 25, 20, 20]
    """
    if not parts:
        return []
    unit = ROUNDED_TO if minutes >= ROUNDED_TO * parts else 1
    each, more = divmod(minutes // unit, parts)
    shares = [unit * (each + (place < more)) for place in range(parts)]
    shares[-1] += minutes - sum(shares)
    return shares
