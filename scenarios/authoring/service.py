"""What designing changes on the server: the draft that is kept while somebody writes."""

from sqlalchemy.orm import Session

from scenarios.authoring.work import Work
from wiki.pages.keeping import Hand, Words, keep_of_page
from wiki.pages.models import Draft, Page
from wiki.permissions import Actor, Permission, require


def keep(session: Session, actor: Actor, page: Page, work: Work, hand: Hand) -> Draft | None:
    """Keep the working text for this person until it is saved; forget it where it says what the page says.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit.
        Invalid: the person keeps too many drafts already.
        WrittenElsewhere: another window has written since.
    """
    require(actor, Permission.PAGE_EDIT, page)
    fields = {"minor": True} if work.minor else {}
    words = Words(work.script.text, work.base_number, work.summary, fields)
    return keep_of_page(session, actor, page, words, hand)
