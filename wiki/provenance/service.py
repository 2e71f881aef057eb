"""Write down what a revision took from another page, in the transaction that makes the revision."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.pages.models import Page, Revision
from wiki.provenance.models import ADAPTED, ANCESTOR, LINE, OWED, TAKEN, Derivation
from wiki.provenance.queries import derivations
from wiki.rendering.head import read_head


def record(
    session: Session, page: Page, source: Page, source_number: int, kind: str, *, number: int | None = None
) -> Derivation:
    """A revision of the page took from revision `source_number` of the source, and owes what that one owes.

    Args:
        kind: `ADAPTED` or `TAKEN`.
        number: the revision of the page; its current one where none is given.
    """
    number = page.current.number if number is None else number
    owed = derivations(session, source.id, until=source_number)
    made = _credit_to(session, page, number, source, source_number, kind)
    session.add(made)
    known = {row.source_id: row.source_number for row in derivations(session, page.id, until=number)}
    known[source.id] = max(source_number, known.get(source.id, 0))
    for row in owed:
        if row.source_id not in (None, page.id) and row.source_number > known.get(row.source_id, 0):
            known[row.source_id] = row.source_number
            session.add(_inherited(page, number, row, kind))
        elif row.source_id is None:
            session.add(_inherited(page, number, row, kind))
    session.flush()
    return made


def record_erased(
    session: Session,
    page: Page,
    *,
    territory_id: int,
    source_number: int,
    licence: str,
    contributors: list[int],
) -> None:
    """The page's current revision took from a page that was erased meanwhile: what is known of it stays thanked."""
    row = Derivation(
        page_id=page.id,
        number=page.current.number,
        kind=TAKEN,
        source_number=source_number,
        territory_id=territory_id,
        licence=licence[:60],
        contributors=contributors,
    )
    session.add(row)
    session.flush()


def _credit_to(
    session: Session, page: Page, number: int, source: Page, source_number: int, kind: str
) -> Derivation:
    text = session.scalars(
        select(Revision.text).where(Revision.page_id == source.id, Revision.number == source_number)
    ).one()
    head = read_head(text)
    authors = session.execute(
        select(Revision.author_id)
        .where(
            Revision.page_id == source.id, Revision.number <= source_number, Revision.author_id.is_not(None)
        )
        .group_by(Revision.author_id)
        .order_by(func.min(Revision.number))
    ).scalars()
    guests = session.scalars(
        select(Revision.guest_name)
        .where(Revision.page_id == source.id, Revision.number <= source_number, Revision.guest_name != "")
        .group_by(Revision.guest_name)
        .order_by(func.min(Revision.number))
    )
    return Derivation(
        page_id=page.id,
        number=number,
        kind=kind,
        source_id=source.id,
        source_number=source_number,
        territory_id=source.territory_id,
        licence=head.licence[:60],
        authors=", ".join(head.authors)[:500],
        contributors=list(authors),
        guests=list(guests),
    )


def _inherited(page: Page, number: int, row: Derivation, kind: str) -> Derivation:
    """What the source owes, owed by the page as well."""
    is_line = kind == ADAPTED and row.kind in LINE
    return Derivation(
        page_id=page.id,
        number=number,
        kind=ANCESTOR if is_line else OWED,
        source_id=row.source_id,
        source_number=row.source_number,
        territory_id=row.territory_id,
        licence=row.licence,
        authors=row.authors,
        contributors=row.contributors,
        guests=row.guests,
    )
