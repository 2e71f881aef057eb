"""Codes that change every half minute (RFC 6238), and the address by which an application learns their secret."""

import hmac
import re
from datetime import datetime

import pyotp

PERIOD = 30
DRIFT = 1
"""How many half minutes the clock of a telephone may be wrong, to either side (RFC 6238, 5.2)."""


def new_secret() -> str:
    """160 bits in base32, as RFC 4226 recommends."""
    return str(pyotp.random_base32())


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step that the code belongs to, near a moment; None when it belongs to none."""
    totp, now = pyotp.TOTP(secret), int(at.timestamp()) // PERIOD
    typed = digits(code)
    found = None
    # All are compared, so that how long it takes says nothing.
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step), typed):
            found = step
    return found


def address(secret: str, account: str, site: str) -> str:
    """What a QR code says to an application
    (https://github.com/google/google-authenticator/wiki/Key-Uri-Format)."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=site))


def in_groups(secret: str) -> str:
    """The secret as somebody types it into a telephone."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def digits(code: str) -> str:
    """A code as it was meant, whatever spaces it was typed with; ASCII, as comparing asks for."""
    return re.sub(r"[^0-9]", "", code)[:12]
