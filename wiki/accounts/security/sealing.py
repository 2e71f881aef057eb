"""What must be read again is sealed with the key of the site; what must only be compared is hashed with it.

Whoever steals the database alone can use neither.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Seal:
    """AES-256-GCM and HMAC-SHA256, each with a key of its own derived from the site's (RFC 5869)."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_derived(secret, b"accounts.seal"))
        self._mac_key = _derived(secret, b"accounts.digest")

    def close(self, text: str, about: str) -> str:
        """The text so that only `open` reads it, and only for the same `about` (« totp of 12 »)."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._cipher.encrypt(nonce, text.encode(), about.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, sealed: str, about: str) -> str | None:
        """The text, or None when the site's key is another one now, or the row is not the one it was sealed for."""
        raw = base64.urlsafe_b64decode(sealed)
        try:
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        except InvalidTag:
            return None

    def digest(self, text: str, about: str) -> str:
        """A fingerprint of a short code; `about` keeps equal codes of two people apart."""
        message = f"{about}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self._mac_key, message, hashlib.sha256).hexdigest()

    def matches(self, digest: str, text: str, about: str) -> bool:
        """Whether the text is the one of this fingerprint, in a time that tells nothing."""
        return hmac.compare_digest(digest, self.digest(text, about))


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
