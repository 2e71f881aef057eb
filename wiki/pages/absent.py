"""What stands at an address where the reader finds no page: features above are asked before it is called absent.

What they answer must tell nothing to who may not know of it: for them they answer None, as for what never was.
"""

from collections.abc import Callable

from flask import Flask, current_app
from flask.typing import ResponseReturnValue

EXTENSION = "wiki.pages.absent"

Answer = Callable[[str, str], ResponseReturnValue | None]
"""Given the territory and the page as the address names them."""


def answer_for_absent(app: Flask, answer: Answer) -> None:
    """Ask this, after those that were named before, for every page that is not found."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], answer)


def answer_of_others(territory: str, slug: str) -> ResponseReturnValue | None:
    """What the first feature says that has something to say."""
    answers: tuple[Answer, ...] = current_app.extensions[EXTENSION]
    told = (answer(territory, slug) for answer in answers)
    return next((each for each in told if each is not None), None)
