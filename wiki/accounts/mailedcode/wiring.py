"""Pages of mailed codes, and the job that sends them."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, render_template

from wiki.accounts.mailedcode import service
from wiki.accounts.mailedcode.views import blueprint
from wiki.db import transaction
from wiki.jobs.registry import job_registry
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    job_registry(app).register(service.SEND_JOB, send_codes)
    slots(app).fill("signin.ways", _way)


def send_codes(payloads: Sequence[dict[str, Any]]) -> None:
    """Send each code where somebody has the address."""
    with transaction() as session:
        for payload in payloads:
            service.send(session, payload["email"], payload["code"], payload["locale"])


def _way(**context: Any) -> str:
    return render_template("mailedcode/fillings/way.html", **context)
