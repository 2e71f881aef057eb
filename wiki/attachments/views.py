"""The content of files, in the version that is asked for."""

from flask import request
from flask.typing import ResponseReturnValue

from wiki.attachments import queries
from wiki.attachments.blueprint import blueprint
from wiki.attachments.delivering import deliver
from wiki.attachments.queries import Served
from wiki.db import read_session
from wiki.pages.forms import number_of
from wiki.web.actor import current_actor


@blueprint.get("/fichiers/<int(max=999999999):file_id>/<name>")
def content(file_id: int, name: str) -> ResponseReturnValue:
    """A file; its name in the address is for people, and may be a former one."""
    number = number_of(request.args.get("version")) or None
    found = queries.served(read_session(), current_actor(), file_id, number)
    return deliver(found, is_fixed=_is_fixed(found, number))


def _is_fixed(found: Served, number: int | None) -> bool:
    """Whether browsers may keep it without asking: never what somebody may withdraw their agreement to."""
    return number is not None and not found.file.consent
