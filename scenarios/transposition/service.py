"""Save what was said otherwise, line by line, as one revision. Never commits."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from scenarios.transposition.lines import with_lines
from scenarios.transposition.queries import transposition
from wiki.errors import NotFound
from wiki.pages import service as pages
from wiki.permissions import Actor, Permission, require


def transpose(
    session: Session,
    actor: Actor,
    page_id: int,
    number: int,
    changed: Mapping[int, str | None],
    form_key: str | None = None,
) -> pages.Saved:
    """Change lines that name the origin, and no others, in a revision of an adaptation.

    Args:
        number: the revision whose lines were shown; what was saved since is merged in.
        changed: line → what it says now, None to take it out.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit, is no adaptation, or has no such revision.
        Invalid: the text cannot be kept.
        EditConflict: somebody changed the same lines meanwhile.
    """
    page = pages.locked_page(session, page_id)
    require(actor, Permission.PAGE_EDIT, page)
    found = transposition(session, page, number)
    if found is None:
        raise NotFound
    shown = {line.number: line.text for line in found.lines}
    meant = {at: words for at, words in changed.items() if at in shown and words != shown[at]}
    text = with_lines(found.text, meant)
    summary = f"Transpose {len(meant)} ligne{'s' if len(meant) > 1 else ''} : {page.territory.name}"
    change = pages.Edit(page.id, number, text, summary=summary, form_key=form_key)
    return pages.edit(session, actor, change)
