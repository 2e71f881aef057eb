"""What an offer would make of its page, as those see it who decide and who offered it."""

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy.orm import Session

from wiki.contributions import queries
from wiki.contributions.models import Contribution, ContributionMessage
from wiki.contributions.passages import Passages, passages
from wiki.discussion.texts import html_of, paths_in
from wiki.pages import queries as pages
from wiki.pages.comparison.sentences import Sentence, shortened
from wiki.pages.diff import Comparison, compare
from wiki.pages.kinds import tools_of
from wiki.pages.merge import Merge, resolve
from wiki.pages.models import Page
from wiki.pages.projection import html_from, reachable
from wiki.pages.rendered_diff import compare_parts
from wiki.rendering.cleaning import clean
from wiki.rendering.document import read

SENTENCES = 20


@dataclass(frozen=True)
class Review:
    """An offer beside the page.

    Attributes:
        before, after: the page as it is and as it would be; once answered, the text it was made from and the offer.
        clashes: passages that the page changed too, and that somebody has to choose about.
        has_moved_on: whether the page changed since the offer was made.
        parts: the page around what comes and goes, which is marked; numbers count unchanged blocks between. None when
            too much changes.
    """

    before: str
    after: str
    cut: Passages
    clashes: int
    has_moved_on: bool
    parts: list[str | int] | None
    sentences: list[Sentence]

    @property
    def is_said(self) -> bool:
        """Whether the page says all of it already."""
        return self.before == self.after

    @property
    def comparison(self) -> Comparison:
        """The two texts side by side."""
        return compare(self.before, self.after)


def review(session: Session, found: Contribution) -> Review:
    """Compare an offer with its page."""
    page, base = found.page, queries.base_text(session, found)
    merged = merge_of(base, found) if found.is_open else None
    before = page.current.text if merged else base
    after = with_offer(merged) if merged else found.text
    return Review(
        before=before,
        after=after,
        cut=passages(base, found.text),
        clashes=len(merged.conflicts) if merged else 0,
        has_moved_on=page.current.number != found.base_number,
        parts=_marked(session, page, before, after),
        sentences=shortened(tools_of(page.kind).sentences(before, after), SENTENCES),
    )


@dataclass(frozen=True)
class Said:
    """A message and its clean HTML."""

    message: ContributionMessage
    html: Markup


def conversation(session: Session, found: Contribution) -> list[Said]:
    """What was said about an offer, as it is read; links lead to what every reader of the page may read."""
    messages = queries.conversation(session, found)
    home = found.page.territory.slug
    paths = {path for message in messages for path in paths_in(message.text, home)}
    existing = reachable(session, found.page, paths)
    # Cleaned, last, by the function itself.
    return [
        # `html_of` cleans last, on the final HTML.
        Said(message, Markup(html_of(message.text, home=home, existing=existing, people={})))  # noqa: S704
        for message in messages
    ]


def merge_of(base: str, found: Contribution) -> Merge:
    """An offer and what became of its page meanwhile, together."""
    return tools_of(found.page.kind).merge(base, found.text, found.page.current.text)


def with_offer(merged: Merge) -> str:
    """The merged text, with the words of the offer where both sides changed a passage."""
    return resolve(merged, ["ours"] * len(merged.conflicts))


def _marked(session: Session, page: Page, before: str, after: str) -> list[str | int] | None:
    return compare_parts(_html(session, page, before), _html(session, page, after), clean=clean)


def _html(session: Session, page: Page, text: str) -> str:
    if text == page.current.text:
        return pages.html_of(session, page, page.current)[0]
    return html_from(session, page, read(text, home=page.territory.slug)).html
