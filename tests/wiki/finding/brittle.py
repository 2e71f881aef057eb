"""A kind of page that what reads its texts can stumble over."""

from collections.abc import Callable

from wiki.pages.kinds import PlainText
from wiki.pages.traits import Traits


class Brittle(PlainText):
    """Pages whose text says `poison` cannot be told to the index while it `breaks`."""

    def __init__(self) -> None:
        self.breaks = True
        self.watch: Callable[[], None] = lambda: None

    def traits(self, text: str) -> Traits:
        """Called for each document made."""
        self.watch()
        if self.breaks and "poison" in text:
            raise LookupError("cannot be told")
        return Traits()
