"""What is searched: one document per page, flat, made by the application from the current revision."""

from dataclasses import dataclass
from datetime import UTC, datetime

# Upper ends in minutes of the bands that durations are counted in; what is longer lies in the last one.
DURATION_BANDS = (("short", 45), ("hour", 90), ("half-day", 240), ("day", 480))
LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Document:
    """A page as the index sees it. Codes are what filters and counts go by, never labels.

    Attributes:
        body: plain text, as are title, summary and head.
        language: `fr` or `en`; anything else is read as French.
        head: what the facts of the page say, searched like a text: place, public, needs, key words…
        audience: the key of those who may see it (`public`, `members`, `territory:12`, `draft:7`…).
        themes: codes of themes and of their families.
        authors: names as they are shown.
        publics, learning, modes: codes of those it is for, of learning types present, of modes.
        minutes: how long it takes; None when it does not say.
        featured: whether the national team retained it.
        played: how many times it was told to have been played.
        updated_at: when it last changed, with its zone.
    """

    id: str
    title: str
    body: str
    language: str = "fr"
    summary: str = ""
    head: str = ""
    audience: str = "public"
    territory: str = ""
    region: str = ""
    kind: str = ""
    themes: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    learning: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    minutes: int | None = None
    featured: bool = False
    played: int = 0
    updated_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    url: str = ""

    def codes(self, facet: str) -> tuple[str, ...]:
        """The codes under which the document is counted in a facet of `search.query.FACETS`, each once."""
        match facet:
            case "duration":
                return (duration_band(self.minutes),) if self.minutes is not None else ()
            case "featured":
                return ("yes",) if self.featured else ()
            case "played":
                return ("yes",) if self.played else ()
        value: str | tuple[str, ...] = getattr(self, facet)
        return tuple(dict.fromkeys(filter(None, (value,) if isinstance(value, str) else value)))


def duration_band(minutes: int) -> str:
    """The code of the band that a duration lies in."""
    return next((code for code, most in DURATION_BANDS if minutes <= most), LONGER)
