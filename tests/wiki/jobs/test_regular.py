"""Work that comes again by itself."""

from threading import Event

import pytest
from flask import Flask, current_app

from wiki.jobs.regular import Regular


def test_it_is_done_again_after_each_pause_whatever_goes_wrong(caplog: pytest.LogCaptureFixture) -> None:
    app, stop, seen = Flask("regular"), Event(), list[str]()

    def act() -> int:
        seen.append(current_app.name)
        if len(seen) == 1:
            raise RuntimeError("the database is away for a moment")
        if len(seen) == 3:
            stop.set()
        return 2

    Regular(app, act, pause=0.001).run(stop)

    assert seen == ["regular"] * 3
    assert "failed" in caplog.text
    assert Regular(app, act).drain() == 2
    assert Regular(app, lambda: None).drain() == 0
