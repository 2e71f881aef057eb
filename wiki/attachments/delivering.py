"""A file that somebody may see, in the width that the request asks for."""

from flask import request
from flask.typing import ResponseReturnValue

from wiki.attachments.media import kinds
from wiki.attachments.media.kinds import Kind
from wiki.attachments.queries import Served
from wiki.attachments.serving import answer
from wiki.attachments.shelf import shelf
from wiki.attachments.smaller import smaller_of
from wiki.pages.forms import number_of
from wiki.rendering.rules.images import WIDTHS


def deliver(found: Served, *, is_fixed: bool) -> ResponseReturnValue:
    """The bytes; who calls has asked whether the reader may see them.

    Args:
        is_fixed: what is at this address never changes, so browsers need not ask again.
    """
    width = number_of(request.args.get("largeur"))
    if width in WIDTHS and found.version.is_resizable and width < (found.version.width or 0):
        return _in_width(found, width, is_fixed=is_fixed)
    version = found.version
    return answer(
        version.blob_hash,
        version.size,
        version.kind,
        found.file.name,
        is_public=found.is_public,
        is_fixed=is_fixed,
    )


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
