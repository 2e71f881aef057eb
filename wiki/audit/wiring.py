"""Say in each line of the log where the request came from: services know of none. And the page where it is read."""

from flask import Flask, has_request_context, request
from sqlalchemy.orm import Session

from wiki.audit import permissions, views
from wiki.audit.acts import EXTENSION, OF_THE_WIKI
from wiki.audit.models import AuditEntry
from wiki.permissions import Permission, Rules


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = dict(OF_THE_WIKI)
    app.extensions["wiki.database"].before_commit.append(note_address)
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.AUDIT_READ, permissions.may_read)
    app.register_blueprint(views.blueprint)


def note_address(session: Session) -> None:
    """Put the address of the request into the lines that its transaction adds."""
    if not has_request_context():
        return
    for entry in session.new:
        if isinstance(entry, AuditEntry):
            entry.address = (request.remote_addr or "")[:45]
