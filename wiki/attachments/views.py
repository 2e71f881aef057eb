"""The content of files, in the version and width that is asked for."""

from flask import request
from flask.typing import ResponseReturnValue

from wiki.attachments import queries
from wiki.attachments.blueprint import blueprint
from wiki.attachments.media import kinds
from wiki.attachments.media.kinds import Kind
from wiki.attachments.queries import Served
from wiki.attachments.serving import answer
from wiki.attachments.shelf import shelf
from wiki.attachments.smaller import smaller_of
from wiki.db import read_session
from wiki.pages.forms import number_of
from wiki.rendering.rules.images import WIDTHS
from wiki.web.actor import current_actor


@blueprint.get("/fichiers/<int(max=999999999):file_id>/<name>")
def content(file_id: int, name: str) -> ResponseReturnValue:
    """A file; its name in the address is for people, and may be a former one."""
    number = number_of(request.args.get("version")) or None
    found = queries.served(read_session(), current_actor(), file_id, number)
    width = number_of(request.args.get("largeur"))
    if width in WIDTHS and found.version.is_resizable and width < (found.version.width or 0):
        return _in_width(found, width, is_fixed=_is_fixed(found, number))
    version = found.version
    return answer(
        version.blob_hash, version.size, version.kind, found.file.name, is_public=found.is_public,
        is_fixed=_is_fixed(found, number),
    )  # fmt: skip


def _is_fixed(found: Served, number: int | None) -> bool:
    """Whether browsers may keep it without asking: never what somebody may withdraw their agreement to."""
    return number is not None and not found.file.consent


def _in_width(found: Served, width: int, *, is_fixed: bool) -> ResponseReturnValue:
    """The smaller picture in the best kind that the browser says it knows; the picture itself where there is none."""
    stem = found.file.name.rpartition(".")[0]
    for kind in _known_to_browser():
        made = smaller_of(shelf(), found.version, width, kind)
        if made is not None:
            return answer(
                str(made.blob_hash), made.size, kind, f"{stem}-{width}.{kind.extension}",
                is_public=found.is_public, is_fixed=is_fixed, negotiated=True,
            )  # fmt: skip
    version = found.version
    return answer(
        version.blob_hash, version.size, version.kind, found.file.name, is_public=found.is_public,
        is_fixed=is_fixed, negotiated=True,
    )  # fmt: skip


def _known_to_browser() -> list[Kind]:
    """The newest first. A program that says it takes anything is given what everything reads: the original."""
    named = {kind for kind, _quality in request.accept_mimetypes}
    return [kind for kind in (kinds.AVIF, kinds.WEBP) if kind.media_type in named]
