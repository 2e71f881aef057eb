"""The secret address by which a visitor follows what they offered.

It is made from the number of the offer and the key of the installation, so nothing is kept that would open it, and
mails can name it. It opens one offer: its state, its words, and what was said about it.
"""

import hmac
from hashlib import sha256

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from wiki.contributions.models import Contribution

PREFIX = "/propositions/"


def address_of(found: Contribution) -> str:
    """Where a visitor's offer is followed."""
    return PREFIX + str(_signer().dumps(found.id))


def number_in(token: str) -> int | None:
    """The number of the offer that a token opens; None when it is not ours."""
    try:
        number = _signer().loads(token)
    except BadData:
        return None
    return number if isinstance(number, int) else None


def hash_of(network: str) -> str:
    """A network as it is kept while an offer is open: counted, never read."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"contributions {network}".encode(), sha256).hexdigest() if network else ""


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="contributions.follow")
