"""Objectives × activities: which activity serves which objective. Pure."""

from dataclasses import dataclass

from scenarios.script.model import Activity, Objective, Script


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One objective and, for each activity in order, whether it serves it."""

    objective: Objective
    served: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Empty of rows where no objective is declared."""

    activities: tuple[Activity, ...]
    rows: tuple[MatrixRow, ...]


def matrix(script: Script) -> Matrix:
    """The matrix of a scenario, objectives in the order they are declared."""
    rows = tuple(
        MatrixRow(
            objective,
            tuple(objective.id.upper() in activity.objectives for activity in script.activities),
        )
        for objective in script.objectives
    )
    return Matrix(script.activities, rows)
