"""A blob as an answer: in pieces, from any place of it, for whom it is, and so that nothing in it can run.

Range requests (RFC 9110, section 14) let people seek in sounds and films; entity tags spare bytes that a browser has.
"""

from collections.abc import Iterator
from typing import IO, cast
from urllib.parse import quote

from flask import Response, request

from wiki.attachments.media.kinds import PDF, Kind
from wiki.attachments.shelf import shelf
from wiki.attachments.store.base import CHUNK, Missing, Store
from wiki.errors import NotFound

# A file is never a page of ours: where a browser opens it alone, nothing in it runs, loads or is framed.
CLOSED = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
# Readers of PDF that are part of browsers do not open in a sandbox; they have one of their own.
CLOSED_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_A_DAY = "public, max-age=86400"
_ASK_EACH_TIME = "no-cache"


class _Pieces:
    """The bytes of a blob, in pieces; a HEAD, or an answer of 304, opens nothing."""

    def __init__(self, store: Store, name: str) -> None:
        self._store, self._name = store, name
        self._file: IO[bytes] | None = None
        self._is_read = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._is_read:
            raise StopIteration
        data = self.opened().read(CHUNK)
        if len(data) < CHUNK:
            # The end: who asks for a small picture often goes away without a word.
            self._is_read = True
            self.close()
        return data

    def seekable(self) -> bool:
        """Asked by Werkzeug before it answers a range."""
        return True

    def seek(self, place: int) -> None:
        """Go on from there."""
        self.opened().seek(place)

    def tell(self) -> int:
        return self.opened().tell()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def opened(self) -> IO[bytes]:
        """The file itself.

        Raises:
            Missing: the store has lost it, which `territoire files check` tells.
        """
        if self._file is None:
            self._file = self._store.open(self._name)
        return self._file


def answer(
    blob: str, size: int, kind: Kind, name: str, *, is_public: bool, is_fixed: bool, negotiated: bool = False
) -> Response:
    """A blob as an answer to the request at hand.

    Args:
        name: under which it is downloaded.
        is_public: anybody may read the page that it belongs to.
        is_fixed: the address tells the version, so that what is there never changes.
        negotiated: another kind would be answered to a browser that says it knows others.
    """
    pieces = _Pieces(shelf().store, blob)
    response = Response(cast("Iterator[bytes]", pieces), content_type=kind.media_type)
    response.content_length = size
    disposition = "inline" if kind.is_shown and "telecharger" not in request.args else "attachment"
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = CLOSED_PDF if kind is PDF else CLOSED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = _cache_control(is_public=is_public, is_fixed=is_fixed)
    if negotiated:
        response.vary.add("Accept")
    response.set_etag(blob)
    response.make_conditional(request, accept_ranges=True, complete_length=size)
    if request.method == "GET" and response.status_code in (200, 206):
        _open(pieces)
    return response


def _open(pieces: _Pieces) -> None:
    """Open what is about to be sent, while the answer can still be another one."""
    try:
        pieces.opened()
    except Missing:
        raise NotFound from None


def _cache_control(*, is_public: bool, is_fixed: bool) -> str:
    if not is_public:
        return f"private, {_ASK_EACH_TIME}"
    return _A_DAY if is_fixed else f"public, {_ASK_EACH_TIME}"
