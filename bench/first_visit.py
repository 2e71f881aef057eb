"""What a browser with an empty cache fetches to show a page: how many requests, how many bytes."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench.journeys import once
from bench.load import Answer, request, run

_LOADED_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"})
_IN_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_IN_MODULES = re.compile(r"""(?:from|import)\s*\(?["']([^"']+\.js)["']""")


@dataclass(frozen=True)
class FirstVisit:
    """Requests and bytes on the wire (heads and compressed bodies of the answers)."""

    requests: int
    wire_bytes: int


class _Loads(HTMLParser):
    """The addresses that a page makes a browser load."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("script", "img", "source", "iframe") and values.get("src"):
            self.addresses.append(values["src"])
        elif tag == "link" and _LOADED_LINKS & set(values.get("rel", "").split()):
            self.addresses.append(values["href"])
        elif tag == "use":
            self.addresses.append(values.get("href", ""))


def first_visit(port: int, path: str) -> FirstVisit:
    """Fetch a page and everything it loads, styles' and modules' own loads included."""
    page = _fetch(port, [path], "identity")[0]
    parser = _Loads()
    parser.feed(page.body.decode())
    loaded: dict[str, None] = {}
    waiting = _own(path, parser.addresses)
    while waiting:
        loaded.update(dict.fromkeys(waiting))
        answers = _fetch(port, waiting, "identity")
        found = [address for at, answer in zip(waiting, answers, strict=True)
                 for address in _own(at, _inside(at, answer.body))]  # fmt: skip
        waiting = [address for address in dict.fromkeys(found) if address not in loaded]
    answers = _fetch(port, [path, *loaded], "br")
    return FirstVisit(len(answers), sum(answer.wire_bytes for answer in answers))


def _own(base: str, addresses: list[str]) -> list[str]:
    """Paths on our own server, each once, without what a browser never asks for."""
    whole = (urlsplit(urljoin(base, address)) for address in addresses if not address.startswith("data:"))
    return list(dict.fromkeys(part.path for part in whole if part.path and not part.netloc))


def _inside(path: str, body: bytes) -> list[str]:
    if path.endswith(".css"):
        return _IN_STYLES.findall(body.decode())
    if path.endswith(".js"):
        return _IN_MODULES.findall(body.decode())
    return []


def _fetch(port: int, paths: list[str], encoding: str) -> list[Answer]:
    answers: list[Answer] = []
    run(port, [once([request("fetch", path, encoding=encoding) for path in paths], answers)])
    assert all(answer.status == 200 for answer in answers), [
        (a.status, p) for a, p in zip(answers, paths, strict=True)
    ]
    return answers
