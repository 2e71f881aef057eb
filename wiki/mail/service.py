"""Write down a mail, in the transaction of what it tells about."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from wiki.db import now
from wiki.jobs.service import enqueue

SEND_JOB = "mail.send"


def send(
    session: Session,
    to: str,
    template: str,
    locale: str = "",
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> None:
    """Have `templates/email/<template>.txt` sent in the reader's language.

    Where `<template>.html` is beside it, that is the HTML part; else the words of the text are laid out.

    Args:
        to: one address.
        locale: "" for French.
        headers: more of them, such as List-Id; `{site}` in one is the site's address.
        values: what the template shows; plain JSON. Paths of links are made absolute by the template.
    """
    payload = {
        "key": secrets.token_hex(12),
        "written_at": now().isoformat(timespec="seconds"),
        "to": to,
        "template": template,
        "locale": locale or "fr",
        "values": values,
        "headers": dict(headers or {}),
    }
    enqueue(session, SEND_JOB, payload)
