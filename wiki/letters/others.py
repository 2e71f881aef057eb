"""What letters tell beside pages: things of features above, as long as everybody may read them."""

from collections.abc import Callable, Collection, Sequence

from flask import Flask, current_app
from sqlalchemy.orm import Session

from wiki.activity.models import Happening

EXTENSION = "wiki.letters.others"
Shown = Callable[[Session, Collection[int]], Collection[int]]
"""Given numbers of things: those that everybody may read, and that are still what was told of them."""


def tell_in_letters(app: Flask, kind: str, shown: Shown) -> None:
    """Let letters about themes, and the national one, tell happenings of a kind.

    Its happenings name the thing (`about_id`), its title and its themes (`details`).
    """
    app.extensions.setdefault(EXTENSION, {})[kind] = shown


def kinds() -> list[str]:
    """The kinds of happenings that features have registered."""
    return list(current_app.extensions.get(EXTENSION, {}))


def still_shown(session: Session, happenings: Sequence[Happening]) -> list[Happening]:
    """Of some happenings of these kinds, those whose things everybody may read now."""
    asked: dict[str, Shown] = current_app.extensions.get(EXTENSION, {})
    shown = {
        kind: asked[kind](session, {one.about_id for one in happenings if one.kind == kind and one.about_id})
        for kind in {one.kind for one in happenings}
    }
    return [one for one in happenings if one.about_id in shown[one.kind]]
