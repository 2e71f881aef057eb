"""What adaptations keep of their origin's texts, when a version of it is withdrawn.

What a purged origin leaves goes with its rows, by foreign key.
"""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from scenarios.adaptation.models import TakenText
from wiki.pages.models import Revision
from wiki.pages.purging import Holding


def _forget_version(session: Session, revision: Revision) -> None:
    """Forget how far adaptations had taken this version or a later one: what they decided is asked again."""
    session.execute(
        delete(TakenText).where(TakenText.source_id == revision.page_id, TakenText.number >= revision.number)
        .execution_options(synchronize_session=False)
    )  # fmt: skip


HOLDING = Holding(name="adaptation", forget_version=_forget_version)
