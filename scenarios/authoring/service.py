"""What designing changes on the server: the draft that is kept while somebody writes."""

from sqlalchemy.orm import Session

from scenarios.authoring.work import Work
from wiki.pages.keeping import drop_kept_text, keep_text
from wiki.pages.models import Page
from wiki.permissions import Actor, Permission, require


def keep(session: Session, actor: Actor, page: Page, work: Work) -> None:
    """Keep the working text for this person until it is saved; forget it where it says what the page says.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit.
    """
    require(actor, Permission.PAGE_EDIT, page)
    text = work.script.text
    if text == page.current.text:
        drop_kept_text(session, actor, page.id)
    else:
        keep_text(session, actor, page.id, base_number=work.base_number, text=text, summary=work.summary)
