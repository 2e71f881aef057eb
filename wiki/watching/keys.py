"""Keys of feeds of one's own: made from the site's secret and a serial, so that nothing usable is stored.

A feed reader shows no password: whoever knows the key reads what its owner may read, until the owner takes another.
"""

import hashlib
import hmac

_LENGTH = 32


def feed_key(secret: str, user_id: int, serial: int) -> str:
    """The key of a person's feed: `<number of the account>-<hexadecimal digits>`."""
    said = f"feed {user_id} {serial}".encode()
    return f"{user_id}-{hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()[:_LENGTH]}"


def owner_in(key: str) -> int | None:
    """Whose key it says to be; None when it is none."""
    number, _dash, _digits = key.partition("-")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def is_key(secret: str, user_id: int, serial: int, key: str) -> bool:
    """Whether this is the person's present key; with serial 0 there is none."""
    known = feed_key(secret, user_id, serial)
    return serial > 0 and hmac.compare_digest(known.encode(), key.encode("utf-8", "surrogatepass"))
