"""A design as any of the tools describes it, in our words, before it is written as a scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class Unreadable(ValueError):
    """The file is no design that can be read; `message` says why, a French msgid."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know about the import: a French msgid and its parameters.

    `is_fault` tells that something was not understood, rather than where it went.
    """

    message: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    is_fault: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody can do afterwards; `category` is a level where the tool names one."""

    verb: str
    text: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing that is used, with its address where it has one."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What learners do in one go. Words are the tool's own; None and empty stand for what it does not say.

    Attributes:
        minutes: its length.
        group: a size, or whole, subgroups, individual.
        mode: onsite, online, hybrid or another word.
        sides: short texts of the tool with the names that they have in it, shown after the description.
    """

    type: str = ""
    minutes: int | None = None
    group: str = ""
    mode: str = ""
    is_synchronous: bool | None = None
    guidance: str = ""
    assessment: str = ""
    description: str = ""
    instructions: str = ""
    resources: Sequence[Resource] = ()
    sides: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """Tasks under one title."""

    title: str
    tasks: Sequence[Task] = ()
    resources: Sequence[Resource] = ()
    sides: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Design:
    """A whole design.

    Attributes:
        contexts: why it exists, as paragraphs.
        rest: what has no place in a scenario, with the name it has in the tool.
    """

    title: str
    description: str = ""
    topic: str = ""
    contexts: Sequence[str] = ()
    minutes: int | None = None
    group: str = ""
    mode: str = ""
    level: str = ""
    authors: Sequence[str] = ()
    outcomes: Sequence[Outcome] = ()
    stages: Sequence[Stage] = ()
    rest: Sequence[tuple[str, str]] = ()
