"""From a template to a mail: plain text, and the same words laid out for those who read HTML.

A template's first line is the subject; empty lines part its paragraphs. A paragraph that is nothing but an
address becomes a link in the HTML part.
"""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from flask import render_template
from flask_babel import force_locale

from wiki.config import Settings


def site_address(settings: Settings) -> str:
    """Where links in mails lead. Never taken from a request: its sender could lead readers elsewhere."""
    return (settings.site_url or f"http://{settings.host}:{settings.port}").rstrip("/")


def write(settings: Settings, payload: dict[str, Any]) -> EmailMessage:
    """The mail that a job describes (see `wiki.mail.service.send`)."""
    site = site_address(settings)
    with force_locale(payload["locale"]):
        words = render_template(
            f"email/{payload['template']}.txt", site=site, site_name=settings.site_name, **payload["values"]
        )
        subject, _rule, body = words.strip().partition("\n")
        paragraphs = [" ".join(part.split()) for part in body.split("\n\n") if part.strip()]
        html = render_template(
            "email/layout.html",
            subject=subject,
            paragraphs=paragraphs,
            site=site,
            site_name=settings.site_name,
            locale=payload["locale"],
        )
    message = _with_headers(settings, payload, subject)
    message.set_content("\n\n".join(paragraphs) + "\n")
    message.add_alternative(html, subtype="html")
    # After the parts, for setting a part takes every Content-* header to itself.
    message["Content-Language"] = payload["locale"]
    return message


def _with_headers(settings: Settings, payload: dict[str, Any], subject: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = formataddr((settings.site_name, settings.mail_from))
    message["To"] = payload["to"]
    message["Date"] = format_datetime(datetime.fromisoformat(payload["written_at"]))
    # The same job done twice gives the same mail, which mail programs show once.
    message["Message-ID"] = f"<{payload['key']}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    return message
