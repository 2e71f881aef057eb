"""Write down a mail, in the transaction of what it tells about."""

import secrets
from typing import Any

from sqlalchemy.orm import Session

from wiki.db import now
from wiki.jobs.service import enqueue

SEND_JOB = "mail.send"


def send(session: Session, to: str, template: str, locale: str = "", **values: Any) -> None:
    """Have `templates/email/<template>.txt` sent in the reader's language.

    Args:
        to: one address.
        locale: "" for French.
        values: what the template shows; plain JSON. Paths of links are made absolute by the template.
    """
    payload = {
        "key": secrets.token_hex(12),
        "written_at": now().isoformat(timespec="seconds"),
        "to": to,
        "template": template,
        "locale": locale or "fr",
        "values": values,
    }
    enqueue(session, SEND_JOB, payload)
