"""What proves to the other side who calls, and that nobody sends an old message again.

The signature is the HMAC-SHA256 of `<timestamp>.<body>` with the webhook's secret, in hexadecimal; the timestamp is
beside it, so that the other side can refuse what is older than some minutes.
"""

import hashlib
import hmac

SIGNATURE, TIMESTAMP = "X-Territoire-Signature", "X-Territoire-Timestamp"
DELIVERY, EVENT = "X-Territoire-Delivery", "X-Territoire-Event"


def secret_of(site_secret: str, webhook_id: int, serial: int) -> str:
    """The secret of a webhook, made from the site's: shown once, stored nowhere."""
    said = f"webhook {webhook_id} {serial}".encode()
    return f"whs_{hmac.new(site_secret.encode(), said, hashlib.sha256).hexdigest()}"


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What stands in the header of the signature."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def headers(secret: str, timestamp: int, body: bytes, *, event: str, delivery: int) -> dict[str, str]:
    """The headers of a message."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        SIGNATURE: signature(secret, timestamp, body),
        TIMESTAMP: str(timestamp),
        EVENT: event,
        DELIVERY: str(delivery),
    }
