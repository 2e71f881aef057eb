"""Attempts are counted in the database, for a while."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from wiki.accounts.models import Attempt
from wiki.accounts.security.throttle import WINDOW, TooManyAttempts, count_attempt, network_of
from wiki.db import now

pytestmark = pytest.mark.measured_on_both


def test_attempts_are_forgotten_after_the_window(write: Callable[[], object]) -> None:
    start = now()
    with write() as session:
        count_attempt(session, {"door": 1}, at=start)
    with write() as session:
        with pytest.raises(TooManyAttempts):
            count_attempt(session, {"door": 1, "window": 5}, at=start + WINDOW - timedelta(seconds=1))
        count_attempt(session, {"window": 5}, at=start)
        count_attempt(session, {"door": 1}, at=start + WINDOW)
    with write() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_many_at_once_are_counted_one_by_one(write: Callable[[], object]) -> None:
    def attempt(_number: int) -> bool:
        try:
            with write() as session:
                count_attempt(session, {"door": 3, "house": 100})
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(12))) == 3


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
    ],
)
def test_a_household_is_one_network(address: str, network: str) -> None:
    assert network_of(address) == network
