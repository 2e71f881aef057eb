"""What a picture shows, said beside it while it is put into a text. The files themselves are `wiki.attachments`'."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from wiki.attachments import queries, service
from wiki.attachments.models import LONGEST_ALT
from wiki.attachments.service import Description
from wiki.db import transaction
from wiki.drafts.views import blueprint
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.forms import tidy


@blueprint.post("/fichiers/<int(max=999999999):file_id>/alt")
def describe(file_id: int) -> ResponseReturnValue:
    """Say what a picture shows; its caption stays."""
    alt = " ".join(tidy(request.form.get("alt")).split())[:LONGEST_ALT]
    with transaction() as session:
        file = queries.file_at(session, current_actor(), file_id)
        require(current_actor(), Permission.PAGE_EDIT, file.page)
        said = Description(alt, file.caption, file.is_decorative and not alt)
        service.describe(session, current_actor(), file_id, said)
    return jsonify(alt=alt)
