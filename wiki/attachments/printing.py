"""The pictures of a page for a sheet that is printed elsewhere: their bytes, as the reader may see them."""

import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType

from wiki.attachments import queries
from wiki.attachments.media import kinds
from wiki.attachments.models import FileVersion
from wiki.attachments.shelf import Shelf
from wiki.attachments.smaller import smaller_of
from wiki.attachments.store.base import Missing
from wiki.db import read_session
from wiki.errors import NotFound
from wiki.permissions import Actor
from wiki.rendering.rules.images import file_number

MOST = 40
"""Pictures of a sheet; of the others their text is printed."""
WIDTH = 960
"""Pixels, which is 150 for an inch across a sheet of paper."""
LARGEST = 5_000_000
"""Bytes of a picture that is not made smaller."""
NO_COPIES: Mapping[int, FileVersion] = MappingProxyType({})
_SOURCE = re.compile(r'(<img src=")(/fichiers/[^"]{1,300})(")')


def with_pictures(
    actor: Actor,
    shelf: Shelf,
    html: str,
    address: str,
    most: int = MOST,
    copies: Mapping[int, FileVersion] = NO_COPIES,
) -> tuple[str, list[bytes]]:
    """Clean HTML whose first pictures, at `most`, are at `address` followed by a number, and those pictures.

    `copies` of files, by their numbers, are taken whatever became of the files.

    What the reader may not see, or is not there, stays as it is: its text is printed instead.
    """
    found: list[bytes] = []

    def numbered(source: re.Match[str]) -> str:
        data = _picture(actor, shelf, unescape(source[2]), copies) if len(found) < most else b""
        if not data:
            return source[0]
        found.append(data)
        return f"{source[1]}{address}{len(found) - 1}{source[3]}"

    return _SOURCE.sub(numbered, html), found


def _picture(actor: Actor, shelf: Shelf, source: str, copies: Mapping[int, FileVersion]) -> bytes:
    number = file_number(source) or 0
    try:
        version = copies.get(number) or queries.served(read_session(), actor, number, None).version
        made = None
        if version.is_resizable and (version.width or 0) > WIDTH:
            made = smaller_of(shelf, version, WIDTH, kinds.WEBP)
        if made is None and not (version.kind.is_picture and version.size <= LARGEST):
            return b""
        with shelf.store.open(str(made.blob_hash) if made else version.blob_hash) as file:
            return file.read()
    except (NotFound, Missing):
        return b""
