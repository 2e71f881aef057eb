"""A scenario read for those who will lead it.

What is read out of a text is a pure function of that text, and the text of a revision never changes: it is kept
by the text itself. So nothing kept can be stale or belong to somebody else's rights, which are asked first, by the
query for the page. Texts longer than real scenarios are read each time, so that memory stays bounded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from sqlalchemy.orm import Session

from scenarios.reading.drawing import Drawing, draw
from scenarios.script.model import Script
from scenarios.script.reading import parse
from scenarios.script.timeline import Timeline, timeline
from wiki.pages import queries as pages
from wiki.pages.models import Page, Revision
from wiki.permissions import Actor
from wiki.provenance.queries import Credit

KIND = "scenario"
KEPT = 128
KEPT_LENGTH = 100_000

Result = TypeVar("Result")


@dataclass(frozen=True)
class Reading:
    """A scenario in one of its versions, read; `credit`: whom it owes thanks, where its page is not asked for it."""

    page: Page
    revision: Revision
    script: Script
    timeline: Timeline
    credit: Credit | None = None

    @property
    def is_current(self) -> bool:
        """Whether it is what the page says now, rather than an earlier version."""
        return self.revision.id == self.page.current_id

    @property
    def title(self) -> str:
        """The title of this version; the current one is set with the spaces of French."""
        return self.page.title if self.is_current else self.script.title or self.page.title

    @property
    def path(self) -> str:
        return self.page.path

    @property
    def told_at(self) -> str:
        """The path of the page under which one tells how it went; empty where there is none."""
        return self.path if self.page.kind == KIND else ""

    @property
    def above(self) -> tuple[str, str]:
        """Where it belongs, as the way back shows it: a name and an address."""
        return self.page.territory.name, f"/{self.page.territory.slug}"


def reading_at(session: Session, actor: Actor, territory: str, slug: str, number: int = 0) -> Reading:
    """The page at an address read as a scenario, in a version or, with 0, as it is now.

    A page of another kind may tell activities too; where it tells none, its sheets say so.

    Raises:
        NotFound: there is no page that this person may see, or no such version of it.
    """
    page = pages.page_at(session, actor, territory, slug)
    revision = pages.version(session, page, number) if number else page.current
    script, steps = read_text(revision.text)
    return Reading(page, revision, script, steps)


def read_text(text: str) -> tuple[Script, Timeline]:
    """What a text says and how its activities follow each other."""
    return kept(_read)(text)


def drawing_of(text: str, language: str) -> Drawing:
    """The timeline of a text, its words in a language."""
    return kept(_draw)(text, language)


def kept(function: Callable[..., Result]) -> Callable[..., Result]:
    """A memoised function of a text (its first argument), passed by for texts that are too long to keep."""

    def call(text: str, *others: str) -> Result:
        if len(text) > KEPT_LENGTH:
            uncached: Callable[..., Result] = function.__wrapped__  # type: ignore[attr-defined]  # of lru_cache
            return uncached(text, *others)
        return function(text, *others)

    return call


@lru_cache(KEPT)
def _read(text: str) -> tuple[Script, Timeline]:
    script = parse(text, kind=KIND)
    return script, timeline(script)


@lru_cache(KEPT)
def _draw(text: str, language: str) -> Drawing:
    return draw(read_text(text)[1], language)
