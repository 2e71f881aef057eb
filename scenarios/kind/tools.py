"""The tools of the kinds (`wiki.pages.kinds.KindTools`), made of the pure functions of `scenarios.script`."""

from collections.abc import Sequence

from flask_babel import get_locale
from markdown_it.token import Token

from scenarios.kind.cards import as_cards
from scenarios.kind.traits import traits_of
from scenarios.script.merging import merge
from scenarios.script.model import Diagnostic
from scenarios.script.reading import parse
from scenarios.script.telling import changes
from wiki.pages.comparison.sentences import Sentence
from wiki.pages.kinds import Fault, PlainText
from wiki.pages.merge import Merge
from wiki.pages.traits import Traits

_WHOLE = "%(sentence)s"
"""The sentence is said in the reader's language already: nothing is left to translate."""


class Said:
    """A remark in the language of whoever reads it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self._diagnostic = diagnostic

    def __str__(self) -> str:
        return self._diagnostic.message(reader_language())


def reader_language() -> str:
    """`fr` or `en`; French where nobody is asking."""
    return str(get_locale() or "fr")


class LightTools(PlainText):
    """*Outil, projet, démarche, retour d'expérience*: the head of a scenario with fewer keys, free sections."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def faults(self, text: str) -> Sequence[Fault]:
        """The errors of the script."""
        found = parse(text, kind=self.kind).errors
        return [Fault(Said(diagnostic), diagnostic.line, diagnostic.place) for diagnostic in found]

    def traits(self, text: str) -> Traits:
        """What the head says, and for the length what the activities add up to where the head says nothing."""
        return traits_of(parse(text, kind=self.kind))


class ScenarioTools(LightTools):
    """A scenario: merged and told by activity and property, shown as cards."""

    def __init__(self) -> None:
        super().__init__("scenario")

    def merge(self, base: str, ours: str, theirs: str) -> Merge:
        """By line, then by property and activity."""
        return Merge(merge(base, ours, theirs).pieces)

    def sentences(self, before: str, after: str) -> Sequence[Sentence]:
        """By section, activity and property."""
        language = reader_language()
        told = changes(before, after)
        return [Sentence(_WHOLE, {"sentence": change.sentence(language)}) for change in told]

    def shape(self, tokens: list[Token]) -> list[Token]:
        """Activities as cards."""
        return as_cards(tokens)
