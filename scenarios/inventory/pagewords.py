"""What pages say, in terms; kept by revision, because revisions never change and reading them takes its time."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.inventory.terms import terms_of
from search.analysis import VERSION
from wiki.finding.documents import documents_of
from wiki.pages.models import Page

EXTENSION = "scenarios.inventory.words"
MOST_KEPT = 2_000
_TOLD_BY_HEADS = ("besoins", "solutions", "compétences")


class Words(NamedTuple):
    """The terms of what a page says it is about, and of the rest of its text."""

    said: frozenset[str]
    aside: frozenset[str]


class KnownWords:
    """The terms of the pages read last, of one process."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[tuple[int, int], Words] = OrderedDict()

    def of_pages(self, session: Session, page_ids: Sequence[int]) -> dict[int, Words]:
        """The terms of some pages; only those not known yet are read."""
        rows = session.execute(
            select(Page.id, Page.current_id, Page.facts).where(Page.id.in_(page_ids))
        ).all()
        current = {row.id: row.current_id for row in rows if row.current_id is not None}
        found = {number: words for number, key in current.items() if (words := self._get(key)) is not None}
        unknown = {row.id: row.facts for row in rows if row.id in current and row.id not in found}
        for document in documents_of(session, sorted(unknown)) if unknown else ():
            number = int(document.id)
            told = _telling(unknown[number] or {})
            said = terms_of(f"{document.title}\n{document.summary}\n{told}", document.language, most=None)
            found[number] = self._keep(
                current[number], Words(said, terms_of(document.body, document.language, most=None))
            )
        return found

    def _get(self, revision_id: int) -> Words | None:
        with self._lock:
            return self._kept.get((revision_id, VERSION))

    def _keep(self, revision_id: int, words: Words) -> Words:
        with self._lock:
            self._kept[revision_id, VERSION] = words
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return words


def _telling(facts: Mapping[str, object]) -> str:
    """What a head says that its page is about: needs, solutions, skills and keywords."""
    head, tags = facts.get("head"), facts.get("tags")
    said = [value for key, value in head if key in _TOLD_BY_HEADS] if isinstance(head, list) else []
    named = [name for _slug, name in tags] if isinstance(tags, list) else []
    return "\n".join(" ; ".join(one) if isinstance(one, list) else str(one) for one in (*said, *named))
