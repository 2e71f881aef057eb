"""The people of the notices, and their post."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import update

from tests.wiki.notifications.conftest import Place, app, place
from wiki.config import Settings
from wiki.db import now
from wiki.notifications.models import Notice

__all__ = ["app", "place"]


@dataclass
class Post:
    """Mails as they are left in the data directory."""

    place: Place
    settings: Settings

    def comes_due(self) -> None:
        """Time passes until every mail is due."""
        with self.place.write() as session:
            session.execute(
                update(Notice)
                .where(Notice.mail_due.is_not(None))
                .values(mail_due=now() - timedelta(minutes=1))
            )

    def deliver(self) -> None:
        """Write what is due, then send it."""
        self.place.drain()
        self.place.drain()

    def to(self, handle: str) -> list[EmailMessage]:
        found = []
        for path in sorted((self.settings.data_dir / "mail").glob("*.eml")):
            mail: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
            if mail["To"] == f"{handle}@exemple.fr":
                found.append(mail)
        return found


@pytest.fixture
def post(place: Place, settings: Settings) -> Post:
    return Post(place, settings)


Bodies = Callable[[EmailMessage], tuple[str, str]]


@pytest.fixture
def bodies() -> Bodies:
    """The text and the HTML of a mail."""

    def read(mail: Any) -> tuple[str, str]:
        return mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()

    return read
