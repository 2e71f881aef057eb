"""Links and images of a text that lead to files beside it."""

import re
from collections.abc import Iterator
from posixpath import normpath
from urllib.parse import unquote

from wiki.rendering.head import read_head
from wiki.rendering.markdown import parse

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|/", re.IGNORECASE)


def links_to_files(text: str) -> Iterator[str]:
    """The relative addresses of a text, each once."""
    body = text[read_head(text).body_start :]
    found: dict[str, None] = {}
    for token in parse(body, home="", french=False):
        for child in token.children or ():
            address = str(child.attrs.get("href") or child.attrs.get("src") or "")
            if address and child.type in ("link_open", "image") and not _ELSEWHERE.match(address):
                found[unquote(address)] = None
    yield from found


def target(path: str, address: str) -> str:
    """The file that a relative address means in the file `path`, below the same folder."""
    folder = path.rpartition("/")[0]
    return normpath(f"{folder}/{unquote(address.partition('#')[0])}".lstrip("/"))
