"""What a kind of page can do beyond being a text, told by the feature above that knows the kind.

That feature registers one `KindTools` in its wiring: `kinds(app).register("scenario", …)`. Kinds without tools of
their own are plain texts. Registered per application, and found through the current one, like its database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Flask, current_app
from markdown_it.token import Token

from wiki.pages.comparison.sentences import Sentence, change_sentences
from wiki.pages.merge import Merge, merge
from wiki.pages.traits import Traits

EXTENSION = "wiki.pages.kinds"


@dataclass(frozen=True)
class Fault:
    """What keeps a page from being shared.

    Attributes:
        message: a sentence in the reader's language, worked out when it is shown.
        line: where in the text, from 1.
        place: the field of a form that it concerns, as the kind's own editor names it.
    """

    message: Any
    line: int
    place: str = ""


class KindTools(Protocol):
    """What wiki pages ask of a kind. Everything here is a pure function of texts."""

    def merge(self, base: str, ours: str, theirs: str) -> Merge:
        """Two texts made from one, together."""
        ...

    def sentences(self, before: str, after: str) -> Sequence[Sentence]:
        """What changed between two texts, for the interface to translate."""
        ...

    def faults(self, text: str) -> Sequence[Fault]:
        """What must be mended before others may read the text."""
        ...

    def shape(self, tokens: list[Token]) -> list[Token]:
        """The tokens of the body as this kind shows them; what they render to is cleaned afterwards."""
        ...

    def traits(self, text: str) -> Traits:
        """What the text tells about its use."""
        ...


class PlainText:
    """A kind without a form of its own."""

    def merge(self, base: str, ours: str, theirs: str) -> Merge:
        """By keys, lines and sentences."""
        return merge(base, ours, theirs)

    def sentences(self, before: str, after: str) -> Sequence[Sentence]:
        """By key of the head and section."""
        return change_sentences(before, after)

    def faults(self, text: str) -> Sequence[Fault]:
        """None."""
        return ()

    def shape(self, tokens: list[Token]) -> list[Token]:
        """As they are."""
        return tokens

    def traits(self, text: str) -> Traits:
        """Nothing that a filter could go by."""
        return Traits()


class Kinds:
    """The tools of each kind, for one application."""

    def __init__(self) -> None:
        self._tools: dict[str, KindTools] = {}
        self._plain = PlainText()

    def register(self, kind: str, tools: KindTools) -> None:
        """Let pages of a kind be handled by these tools.

        Raises:
            ValueError: the kind already has some.
        """
        if kind in self._tools:
            raise ValueError(f"{kind} already has tools")
        self._tools[kind] = tools

    def of(self, kind: str) -> KindTools:
        """The tools of a kind."""
        return self._tools.get(kind, self._plain)


def kinds(app: Flask) -> Kinds:
    """The kinds of an application."""
    found: Kinds = app.extensions[EXTENSION]
    return found


def tools_of(kind: str) -> KindTools:
    """The tools of a kind in the current application."""
    return kinds(current_app).of(kind)
