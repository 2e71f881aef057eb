"""What to offer when little or nothing was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.analysis import terms
from wiki.finding.queries import FEW, Beyond, Found
from wiki.finding.vocabulary import Vocabulary
from wiki.themes.queries import ThemeChoice

MOST_THEMES = 4


@dataclass(frozen=True)
class Wider:
    """Ways on: how many pages they lead to (0: no way), and the nearest themes."""

    some_words: int = 0
    without_filters: int = 0
    themes: Sequence[ThemeChoice] = ()


def wider(found: Found, beyond: Beyond, vocabulary: Vocabulary, text: str) -> Wider:
    """The ways that lead to more than was found."""

    def more(count: int) -> int:
        return count if count > found.total else 0

    return Wider(
        0 if found.relaxed else more(beyond.some_words),
        more(beyond.without_filters),
        nearest_themes(vocabulary, text, beyond.themes),
    )


def is_little(found: Found) -> bool:
    """Whether a search deserves other ways on: few pages, or none that holds all its words."""
    return found.total < FEW or found.relaxed


def nearest_themes(vocabulary: Vocabulary, text: str, counts: Mapping[str, int]) -> list[ThemeChoice]:
    """Themes that share words with the text, then those of most pages that hold some of its words."""
    asked, codes = {*terms(text)}, vocabulary.theme_codes()
    rated = [
        (len(asked & {*terms(theme.name)}), counts.get(codes[theme.slug], 0), theme)
        for family in vocabulary.families
        for theme in family.themes
        if not theme.retired
    ]
    near = sorted((row for row in rated if row[0] or row[1]), key=lambda row: (-row[0], -row[1]))
    return [theme for _shared, _count, theme in near[:MOST_THEMES]]
