"""Links sent by mail: signed, for one purpose, for one day, for one use.

A link is bound to the state of the account it was made for: once it has been used, or the password or the
address has changed by another way, it opens nothing any more, and nothing needs to be stored.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from wiki.accounts.models import User
from wiki.db import now

LIFETIME = timedelta(days=1)


@dataclass(frozen=True)
class Promise:
    """What a link says: whose account, which address, and the state of the account when it was made."""

    user_id: int
    email: str
    state: str


class Tokens:
    """Makes and reads the links of one application."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def make(self, purpose: str, user: User, email: str, at: datetime | None = None) -> str:
        """A token for one use of one account until tomorrow."""
        until = int(((at or now()) + LIFETIME).timestamp())
        return str(self._signer(purpose).dumps([user.id, email, until, self.state_of(user)]))

    def read(self, purpose: str, token: str, at: datetime | None = None) -> Promise | None:
        """What the token says, or None when it is not ours, for another purpose, or too old."""
        try:
            user_id, email, until, state = self._signer(purpose).loads(token)
        except BadData:
            return None
        return Promise(user_id, email, state) if (at or now()).timestamp() < until else None

    def keeps(self, promise: Promise, user: User) -> bool:
        """Whether the account is still as it was when the link was made."""
        return hmac.compare_digest(promise.state, self.state_of(user))

    def state_of(self, user: User) -> str:
        """A fingerprint of everything that using a link changes."""
        parts: Sequence[object] = (user.email, user.password_hash, user.confirmed_at)
        return hmac.new(self._secret.encode(), repr(parts).encode(), hashlib.sha256).hexdigest()[:32]

    def _signer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._secret, salt=f"accounts.{purpose}")
