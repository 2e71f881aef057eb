"""Who follows what happens, for one application: kinds of jobs, each given the ids of a transaction's happenings."""

from flask import Flask

EXTENSION = "wiki.activity"


class Followers:
    """The kinds of jobs that follow."""

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def follow_with(self, job: str) -> None:
        """Let jobs of this kind be given `{"happenings": [id, …], "told_at": when}` for each transaction."""
        self.jobs.append(job)


def followers(app: Flask) -> Followers:
    """The followers of an application."""
    found: Followers = app.extensions[EXTENSION]
    return found
