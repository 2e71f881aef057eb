"""What the worker does for the counts."""

from collections.abc import Sequence
from typing import Any

from wiki.db import transaction
from wiki.searchlog import service


def forget(payloads: Sequence[dict[str, Any]]) -> None:
    """Forget what is too old, once for all who asked."""
    forget_now()


def forget_now() -> None:
    """Forget what is too old."""
    with transaction() as session:
        service.forget(session)
