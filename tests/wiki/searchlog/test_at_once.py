"""Two processes write the same counts at once: on PostgreSQL the second finds the line only when it writes it."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from wiki.searchlog import service
from wiki.searchlog.buffer import Counted
from wiki.searchlog.models import AskedText

pytestmark = pytest.mark.measured_on_both
Write = Callable[[], Any]
TODAY = date(2026, 6, 15)


def test_two_processes_that_begin_the_same_line_lose_no_count(write: Write) -> None:
    def second() -> None:
        with write() as session:
            service.record(session, {(TODAY, "ruche"): Counted(2, 0, 5)})

    other = threading.Thread(target=second)
    with write() as session:
        service.record(session, {(TODAY, "ruche"): Counted(1, 1, 0)})
        session.flush()
        other.start()
        other.join(0.3)
    other.join()
    with write() as session:
        found = session.scalars(select(AskedText)).one()
        assert (found.asked, found.empty, found.total) == (3, 1, 5)
