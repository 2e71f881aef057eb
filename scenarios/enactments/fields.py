"""Fields of a retour that hold rows: activities with their minutes, proposals with their places."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from wtforms import Field
from wtforms.utils import unset_value

from scenarios.retold.items import LONGEST_TITLE
from scenarios.retold.model import Proposal, Timing
from scenarios.script.checking.head import better_duration
from scenarios.script.durations import read_duration
from scenarios.script.fitting import one_line

MOST_ROWS = 100
LONGEST_WORDS = 1000


class Row(NamedTuple):
    """What stands in one row, as typed; `fault` says what is wrong with it."""

    name: str
    planned: str
    typed: str
    fault: str = ""


class RowsField(Field):
    """Inputs that come in rows: one list of values for each of `names`, in parallel. Data: a list of rows."""

    names: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the rows of a form that was posted, else those given."""
        self.process_errors = []
        self.data: list[Row] = list(data) if data is not unset_value and data is not None else []
        if formdata is not None and self.names[-1] in formdata:
            lists = [formdata.getlist(name)[:MOST_ROWS] for name in self.names]
            self.data = [self.row(values) for values in zip_longest(*lists, fillvalue="")]

    def row(self, values: Sequence[str]) -> Row:
        """One row of the form; each kind of rows says how it is read."""
        raise NotImplementedError


class MinutesField(RowsField):
    """`activity`, `planned` and `lived`, as many of each as there are activities."""

    names = ("activity", "planned", "lived")

    def row(self, values: Sequence[str]) -> Row:
        """An activity and what was typed beside it."""
        name, planned, lived = values
        typed = one_line(lived)[:40]
        fault = "" if not typed or minutes_of(typed) is not None else typed
        return Row(one_line(name)[:LONGEST_TITLE], one_line(planned)[:40], typed, fault)

    @property
    def timings(self) -> tuple[Timing, ...]:
        """The activities that were measured."""
        read = ((row, minutes_of(row.typed)) for row in self.data if row.name)
        return tuple(
            Timing(row.name, minutes, minutes_of(row.planned) or None)
            for row, minutes in read
            if minutes is not None
        )


class ProposalsField(RowsField):
    """`proposal_place` and `proposal_words`."""

    names = ("proposal_place", "proposal_words")

    def row(self, values: Sequence[str]) -> Row:
        """What a proposal is about, and what it says."""
        place, words = values
        return Row(one_line(place)[:LONGEST_TITLE], "", one_line(words)[:LONGEST_WORDS])

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Those that say something."""
        return tuple(Proposal(row.name, row.typed) for row in self.data if row.typed)


def minutes_of(typed: str) -> int | None:
    """Minutes as people type them: `35`, `1 h 10`, `1:10`; 0 for what was left out, None for anything else."""
    text = typed.strip()
    return 0 if text == "0" else read_duration(better_duration(text) or text)
