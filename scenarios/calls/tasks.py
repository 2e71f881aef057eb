"""What a new day opens and closes."""

from scenarios.calls import service
from wiki.days import today
from wiki.db import transaction


def tell_of_today() -> int:
    """Tell of calls that open today, and remind of those that have closed; returns how many."""
    with transaction() as session:
        return service.tell_of_the_day(session, today())
