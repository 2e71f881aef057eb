"""What people and pages may ask of the index."""

from sqlalchemy.orm import Session

from wiki.outbox.service import ask_for_everything


def ask_to_rebuild(session: Session) -> None:
    """Let the indexer build the index again, unless it is already going to."""
    ask_for_everything(session)
