"""Objectives × activities: which activity serves which objective. Pure."""

from dataclasses import dataclass

from scenarios.script.model import Activity, Objective, Script

MOST_CELLS = 6000
"""30 objectives by 200 activities, as many as the designer takes; a text may name thousands of each."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One objective and, for each activity in order, whether it serves it."""

    objective: Objective
    served: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Empty of rows where no objective is declared, or more is than a page can show."""

    activities: tuple[Activity, ...]
    rows: tuple[MatrixRow, ...]


def matrix(script: Script) -> Matrix:
    """The matrix of a scenario, objectives in the order they are declared."""
    if len(script.objectives) * len(script.activities) > MOST_CELLS:
        return Matrix(script.activities, ())
    cited = [frozenset(activity.objectives) for activity in script.activities]
    rows = tuple(
        MatrixRow(objective, tuple(objective.id.upper() in ids for ids in cited))
        for objective in script.objectives
    )
    return Matrix(script.activities, rows)
