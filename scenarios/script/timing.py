"""How long activities take together."""

from collections.abc import Iterable

from scenarios.script.model import Activity


def total_minutes(activities: Iterable[Activity]) -> int:
    """Minutes from the first to the last: activities in parallel count once, as long as the longest of them.

    An activity without a readable duration counts nothing.
    """
    total = longest = 0
    for activity in activities:
        minutes = activity.minutes or 0
        if activity.is_parallel:
            longest = max(longest, minutes)
        else:
            total, longest = total + longest, minutes
    return total + longest
