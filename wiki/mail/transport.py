"""How a mail leaves: through an SMTP server, or as a file where none is set."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

log = logging.getLogger(__name__)
_SECONDS = 20


def leave_as_file(folder: Path, name: str, message: EmailMessage) -> Path:
    """Write the mail as an .eml file that any mail program opens; the same name is the same mail."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{name}.eml"
    path.write_bytes(message.as_bytes())
    path.chmod(0o600)
    return path


@contextmanager
def connected(url: str) -> Iterator[smtplib.SMTP]:
    """A connection to `smtp://user:password@host:port` (TLS where the server offers it) or `smtps://…`.

    Raises:
        OSError: the server cannot be reached (smtplib.SMTPException is one).
    """
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=_SECONDS)
    with server:
        server.ehlo()
        if parts.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def send(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand a mail over; an address that the server refuses for good is logged, not tried again."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _reason in refusal.recipients.values()]
        if any(code < 500 for code in codes):
            raise
        log.warning("the mail server knows no such address, code %s", codes)
