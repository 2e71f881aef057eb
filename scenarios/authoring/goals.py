"""The objectives as rows: their number given, their verb chosen, their words typed; and one row more to write in."""

from dataclasses import dataclass

from scenarios.authoring.boxes import Posted, name_of
from scenarios.script import editing
from scenarios.script.model import Script

FIRST_VERB = "comprendre"
MAX_GOALS = 30
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Goal:
    """One row. `identity` is empty in the row that waits for a new objective."""

    index: int
    identity: str
    verb: str
    text: str

    @property
    def name(self) -> str:
        """Id of the row; its fields are named after it."""
        return name_of("objective", self.index)


def goals_of(script: Script) -> tuple[Goal, ...]:
    """The objectives of a text, and an empty row while there is room."""
    found = tuple(
        Goal(index, objective.id, objective.level or objective.verb, objective.text)
        for index, objective in enumerate(script.objectives)
    )
    return (*found, Goal(len(found), "", "", "")) if len(found) < MAX_GOALS else found


def with_goals(script: Script, form: Posted) -> Script:
    """The script with the objectives as typed; the waiting row says nothing as long as it has no text."""
    before = [(each.id, each.verb, each.text) for each in script.objectives]
    after = [_typed(goal, row, form) for goal, row in zip(goals_of(script), before, strict=False)]
    if len(before) < MAX_GOALS:
        name = name_of("objective", len(before))
        text = form.get(f"{name}-text", "").strip()
        after += [("", form.get(f"{name}-verb") or FIRST_VERB, text)] if text else []
    return script if after == before else editing.set_objectives(script, after)


def without_goal(script: Script, index: int) -> Script:
    """The script without one objective; what cites it gets a remark."""
    kept = [(each.id, each.verb, each.text) for place, each in enumerate(script.objectives) if place != index]
    return editing.set_objectives(script, kept)


def _typed(goal: Goal, row: Row, form: Posted) -> Row:
    """One objective as typed; its verb as it was written where the same is chosen."""
    identity, verb, text = row
    chosen = form.get(f"{goal.name}-verb", goal.verb)
    return identity, verb if chosen == goal.verb else chosen, form.get(f"{goal.name}-text", text)
