"""What a person answered in the form that shows conflicts: its field names, and the choices read from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from wiki.pages.merge import Choice, Conflict, Merge

WRITTEN = "texte"
"""The answer "the text that I write below"."""


@dataclass(frozen=True)
class Question:
    """One conflict in the form: the `answer`, empty at first, and what is `written` in the text field."""

    number: int
    conflict: Conflict
    answer: str
    written: str

    @property
    def answer_field(self) -> str:
        """The name of the radio buttons."""
        return f"conflit-{self.number}-choix"

    @property
    def text_field(self) -> str:
        """The name of the text field."""
        return f"conflit-{self.number}-texte"

    @property
    def choice(self) -> Choice | None:
        """The choice to resolve the conflict by; None as long as there is none."""
        if self.answer == WRITTEN:
            return self.written
        return self.answer if self.answer in ("ours", "theirs", "both") else None


def questions(merge: Merge, submitted: Mapping[str, str]) -> list[Question]:
    """Return a question per conflict with what the form says; the text field starts with both texts."""
    found = [Question(number, conflict, "", "") for number, conflict in enumerate(merge.conflicts, 1)]
    return [
        Question(
            question.number,
            question.conflict,
            submitted.get(question.answer_field, ""),
            submitted.get(question.text_field, question.conflict.both),
        )
        for question in found
    ]


def choices(asked: list[Question]) -> list[Choice] | None:
    """Return the choices for `wiki.pages.merge.resolve`, or None while a question has no answer."""
    given = [question.choice for question in asked if question.choice is not None]
    return given if len(given) == len(asked) else None
