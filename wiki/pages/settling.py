"""A merge that a person has to settle, and what they answered, for whatever brought two texts together."""

from collections.abc import Mapping

from wiki.errors import Conflict
from wiki.pages.conflicts import choices, questions
from wiki.pages.merge import Merge, resolve


class Unsettled(Conflict):
    """Some passages were changed on both sides; `merge` holds them."""

    def __init__(self, merge: Merge) -> None:
        super().__init__()
        self.merge = merge


def settled(merge: Merge, answers: Mapping[str, str]) -> str:
    """The merged text, each conflict settled as answered.

    Raises:
        Unsettled: an answer is missing.
    """
    given = choices(questions(merge, answers))
    if given is None:
        raise Unsettled(merge)
    return resolve(merge, given)
