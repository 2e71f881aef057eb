"""The links that stop mails without signing in: signed, for one person or letter, without an end.

A mail may be read years later, and must still be stoppable; such a link opens nothing else.
"""

from itsdangerous import BadData, URLSafeSerializer


class StopLinks:
    """Makes and reads the links of one kind, for one application."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._signer = URLSafeSerializer(secret, salt=f"stop.{purpose}")

    def make(self, number: int) -> str:
        """The token that stands in a link."""
        return str(self._signer.dumps(number))

    def read(self, token: str) -> int | None:
        """Whose it is; None when it is not ours."""
        try:
            number = self._signer.loads(token)
        except BadData:
            return None
        return number if isinstance(number, int) else None


def headers(list_id: str, stop_path: str) -> dict[str, str]:
    """What lets mail programs sort a mail and stop the next ones in one click (RFC 2919, RFC 8058)."""
    return {
        "List-Id": list_id,
        "List-Unsubscribe": f"<{{site}}{stop_path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "list",
    }
