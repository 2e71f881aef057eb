"""A parcours as a booklet: each page in the version that is shown, read for paper."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scenarios.collections.reading import Reading, Step
from scenarios.reading import queries as scenarios
from scenarios.sheets.matrix import Matrix, matrix
from wiki.pages.models import Page, Revision
from wiki.pages.queries import html_of, opening_of
from wiki.rendering.rules.addresses import USER_ID_PREFIX

LONGEST = 600_000
"""Characters of all texts together that a booklet holds: sixty scenarios of ten pages."""
_ANCHOR = re.compile(rf'(\s(?:id="|href="#)){re.escape(USER_ID_PREFIX)}')


@dataclass(frozen=True)
class Sheet:
    """One page of the booklet's parcours.

    Attributes:
        before: what is said between the page before and this one, then of this one.
        opening, rest: its clean HTML in two parts, the first paragraph by itself.
    """

    step: Step
    before: tuple[str, ...]
    found: scenarios.Reading
    opening: str
    rest: str
    matrix: Matrix

    @property
    def anchor(self) -> str:
        """Its name within the booklet."""
        return f"page-{self.step.place}"


@dataclass(frozen=True)
class Booklet:
    """All that stands in one; `after`: what is said behind the last page."""

    read: Reading
    sheets: tuple[Sheet, ...]
    after: tuple[str, ...]


def booklet(session: Session, read: Reading) -> Booklet:
    """The pages of a parcours, in order, each with the words before it."""
    sheets = list[Sheet]()
    said = list[str]()
    for step in read.steps:
        if step.item.note:
            said.append(step.item.note)
        if step.page is not None and step.revision is not None:
            sheets.append(_sheet(session, step, step.page, step.revision, said))
            said = []
    return Booklet(read, tuple(sheets), tuple(said))


def is_too_long(read: Reading) -> bool:
    """Whether a parcours holds more than a booklet does."""
    return sum(_lengths(read.pages)) > LONGEST


def _lengths(steps: Sequence[Step]) -> Iterator[int]:
    return (len(step.revision.text) for step in steps if step.revision is not None)


def _sheet(session: Session, step: Step, page: Page, revision: Revision, said: Sequence[str]) -> Sheet:
    html, _contents = html_of(session, page, revision)
    # Headings of two pages may have the same name: each page has its own.
    html = _ANCHOR.sub(rf"\g<1>p{step.place}-{USER_ID_PREFIX}", html)
    opening = opening_of(html)
    script, steps = scenarios.read_text(revision.text)
    found = scenarios.Reading(page, revision, script, steps)
    return Sheet(step, tuple(said), found, opening, html[len(opening) :], matrix(script))
