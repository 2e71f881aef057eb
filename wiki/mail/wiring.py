"""The job that sends mails."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app

from wiki.config import Settings
from wiki.jobs.registry import job_registry
from wiki.mail import transport
from wiki.mail.service import SEND_JOB
from wiki.mail.writing import write


def init_app(app: Flask) -> None:
    job_registry(app).register(SEND_JOB, send_mails, singly=True)


def send_mails(payloads: Sequence[dict[str, Any]]) -> None:
    """Send what was written down."""
    settings: Settings = current_app.extensions["wiki.settings"]
    messages = [(payload, write(settings, payload)) for payload in payloads]
    if not settings.smtp_url:
        for payload, message in messages:
            name = f"{payload['written_at'].replace(':', '')}-{payload['template']}-{payload['key']}"
            transport.leave_as_file(settings.data_dir / "mail", name, message)
        return
    with transport.connected(settings.smtp_url) as server:
        for _payload, message in messages:
            transport.send(server, message)
