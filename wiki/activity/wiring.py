"""Hand on what happened, before each commit."""

from functools import partial

from flask import Flask

from wiki.activity.registry import EXTENSION, Followers
from wiki.activity.service import hand_on


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = Followers()
    app.extensions["wiki.database"].before_commit.append(
        partial(hand_on, followers=app.extensions[EXTENSION])
    )
