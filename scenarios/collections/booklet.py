"""A parcours as a booklet: each page in the version that is shown, read for paper."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from scenarios.collections.reading import Reading, Step
from scenarios.reading import queries as scenarios
from scenarios.sheets.matrix import Matrix, matrix
from wiki.pages.queries import html_of, opening_of
from wiki.rendering.rules.addresses import USER_ID_PREFIX

LONGEST = 400_000
"""Characters of all texts together that a booklet holds: some sixty long scenarios take a minute to be set."""
_ANCHOR = re.compile(rf'(\s(?:id="|href="#)){re.escape(USER_ID_PREFIX)}')


@dataclass(frozen=True)
class Sheet:
    """One page of the booklet's parcours."""

    step: Step
    found: scenarios.Reading
    opening: str
    rest: str
    matrix: Matrix

    @property
    def anchor(self) -> str:
        """Its name within the booklet."""
        return f"page-{self.step.place}"


def is_too_long(read: Reading) -> bool:
    """Whether a parcours holds more than a booklet does."""
    return sum(len(step.revision.text) for step in read.pages if step.revision is not None) > LONGEST


def sheets(session: Session, read: Reading) -> list[Sheet]:
    """The pages of a parcours, in order."""
    return [
        _sheet(session, step, step.page, step.revision)
        for step in read.pages
        if step.page is not None and step.revision is not None
    ]


def by_item(found: Sequence[Sheet]) -> dict[int, Sheet]:
    """The same by step."""
    return {sheet.step.item.id: sheet for sheet in found}


def _sheet(session: Session, step: Step, page: Any, revision: Any) -> Sheet:
    html, _contents = html_of(session, page, revision)
    # Headings of two pages may have the same name: each page has its own.
    html = _ANCHOR.sub(rf"\g<1>p{step.place}-{USER_ID_PREFIX}", html)
    opening = opening_of(html)
    script, steps = scenarios.read_text(revision.text)
    found = scenarios.Reading(page, revision, script, steps)
    return Sheet(step, found, opening, html[len(opening) :], matrix(script))
