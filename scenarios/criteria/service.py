"""Give a wiki its first grid."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.criteria.models import Grid
from scenarios.criteria.starting import first_criteria
from wiki.db import now


def ensure_grid(session: Session) -> None:
    """Give a wiki its first grid; one that is there stays as it has become."""
    if session.scalar(select(func.count()).select_from(Grid)) == 0:
        session.add(
            Grid(
                number=1,
                summary="Première grille, d'après le document fondateur",
                published_at=now(),
                all_criteria=list(first_criteria()),
            )
        )
        session.flush()
