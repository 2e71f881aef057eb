"""From a template to a mail: plain text, and the same words laid out for those who read HTML.

A template's first line is the subject; empty lines part its paragraphs. A paragraph that is nothing but an
address becomes a link in the HTML part. A mail that is no letter but a list has an HTML template of its own name.
"""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import cache
from typing import Any

from flask import render_template
from flask_babel import force_locale

from wiki.config import Settings
from wiki.resources import templates_folder


def site_address(settings: Settings) -> str:
    """Where links in mails lead. Never taken from a request: its sender could lead readers elsewhere."""
    return (settings.site_url or f"http://{settings.host}:{settings.port}").rstrip("/")


def write(settings: Settings, payload: dict[str, Any]) -> EmailMessage:
    """The mail that a job describes (see `wiki.mail.service.send`)."""
    site = site_address(settings)
    known = {
        "site": site, "site_name": settings.site_name, "locale": payload["locale"], **payload["values"],
    }  # fmt: skip
    with force_locale(payload["locale"]):
        words = render_template(f"email/{payload['template']}.txt", **known)
        subject, _rule, body = words.strip().partition("\n")
        paragraphs = [" ".join(part.split()) for part in body.split("\n\n") if part.strip()]
        own = f"email/{payload['template']}.html"
        has_own = own in _own_layouts()
        html = render_template(
            own if has_own else "email/layout.html", subject=subject, paragraphs=paragraphs, **known
        )
    message = _with_headers(settings, payload, subject)
    message.set_content(f"{body.strip()}\n" if has_own else "\n\n".join(paragraphs) + "\n")
    message.add_alternative(html, subtype="html")
    # After the parts, for setting a part takes every Content-* header to itself.
    message["Content-Language"] = payload["locale"]
    return message


@cache
def _own_layouts() -> frozenset[str]:
    """The mails that bring an HTML part of their own."""
    return frozenset(f"email/{path.name}" for path in (templates_folder() / "email").glob("*.html"))


def _with_headers(settings: Settings, payload: dict[str, Any], subject: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = formataddr((settings.site_name, settings.mail_from))
    message["To"] = payload["to"]
    message["Date"] = format_datetime(datetime.fromisoformat(payload["written_at"]))
    # The same job done twice gives the same mail, which mail programs show once.
    message["Message-ID"] = f"<{payload['key']}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in payload.get("headers", {}).items():
        message[name] = value.replace("{site}", site_address(settings))
    return message
