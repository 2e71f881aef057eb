"""What is announced is written down before each commit."""

from functools import partial

from flask import Flask

from wiki.db import Database
from wiki.outbox.registry import EXTENSION, Followers
from wiki.outbox.service import write_down


def init_app(app: Flask) -> None:
    followers = app.extensions[EXTENSION] = Followers()
    database: Database = app.extensions["wiki.database"]
    database.before_commit.append(partial(write_down, followers=followers))
