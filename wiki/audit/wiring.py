"""Say in each line of the log where the request came from: services know of none."""

from flask import Flask, has_request_context, request
from sqlalchemy.orm import Session

from wiki.audit.models import AuditEntry


def init_app(app: Flask) -> None:
    app.extensions["wiki.database"].before_commit.append(note_address)


def note_address(session: Session) -> None:
    """Put the address of the request into the lines that its transaction adds."""
    if not has_request_context():
        return
    for entry in session.new:
        if isinstance(entry, AuditEntry):
            entry.address = (request.remote_addr or "")[:45]
