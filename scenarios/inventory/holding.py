"""What inventories hold of pages beside what hangs on them: words that pages once said and say no more."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from scenarios.inventory.models import InventoryItem
from wiki.pages.models import Revision
from wiki.pages.purging import Holding


def _forget_version(session: Session, revision: Revision) -> None:
    """A version is withdrawn for what it says: whatever the page once said and says no more is forgotten with it."""
    gone = (InventoryItem.page_id == revision.page_id, InventoryItem.removed_at.is_not(None))
    session.execute(delete(InventoryItem).where(*gone).execution_options(synchronize_session=False))


HOLDING = Holding("inventory", forget_version=_forget_version)
