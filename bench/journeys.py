"""What clients do: look at pages, search, write."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import cycle
from urllib.parse import quote_plus, urlencode

from bench.load import Answer, Request, Script, request

_HIDDEN = re.compile(r'<input\b[^>]*type="hidden"[^>]*>')
_NAME = re.compile(r'name="([^"]*)"')
_VALUE = re.compile(r'value="([^"]*)"')
_TEXT = re.compile(r"<textarea\b[^>]*>(.*?)</textarea>", re.DOTALL)


@dataclass(frozen=True)
class Told:
    """A save that the server has acknowledged."""

    path: str
    marker: str


def views(paths: Sequence[str], *, cookie: str = "", encoding: str = "br", name: str = "view") -> Script:
    """Look at the pages one after the other, again and again."""
    requests = [request(name, f"/{path}", cookie=cookie, encoding=encoding) for path in paths]
    for wanted in cycle(requests):
        answer = yield wanted
        assert answer.status == 200, (answer.status, wanted.data)


def once(requests: Sequence[Request], answers: list[Answer]) -> Script:
    """Ask for each thing once and keep what was answered."""
    for wanted in requests:
        answer = yield wanted
        answers.append(answer)


def searches(words: Sequence[str], count: int) -> Script:
    """Search for one thing after the other."""
    for _, word in zip(range(count), cycle(words), strict=False):
        answer = yield request("search", f"/recherche?q={quote_plus(word)}")
        assert answer.status == 200, answer.status


def edits(
    paths: Iterator[str], cookie: str, paragraphs: Sequence[str], told: list[Told], seed: int
) -> Script:
    """Whole edits: open the form, change one paragraph, save, see the page."""
    chance = random.Random(seed)
    for number, path in enumerate(paths):
        form = yield request("form", f"/{path}/modifier", cookie=cookie, encoding="identity")
        assert form.status == 200, (form.status, path)
        marker = f"Relu {seed}.{number}."
        body = _filled_in(form.body.decode(), chance, f"{chance.choice(paragraphs)}\n\n{marker}")
        mine = _with_new_cookies(cookie, form)
        saved = yield request("save", f"/{path}/modifier", cookie=mine, body=body)
        assert saved.status == 303, (saved.status, path, saved.body[:2000])
        told.append(Told(path, marker))
        page = yield request("page", f"/{path}", cookie=_with_new_cookies(mine, saved))
        assert page.status == 200, (page.status, path)


def _filled_in(html: str, chance: random.Random, paragraph: str) -> bytes:
    """The form as a browser posts it, with one paragraph of the text replaced."""
    found = _TEXT.search(html)
    assert found, html
    blocks = unescape(found[1]).replace("\r\n", "\n").strip("\n").split("\n\n")
    prose = [place for place, block in enumerate(blocks) if place > 1 and block[0] not in "#"]
    blocks[chance.choice(prose)] = paragraph
    fields = {"text": "\n\n".join(blocks).replace("\n", "\r\n"), "summary": "Un paragraphe revu"}
    for field in _HIDDEN.findall(html):
        name, value = _NAME.search(field), _VALUE.search(field)
        if name:
            fields[unescape(name[1])] = unescape(value[1]) if value else ""
    return urlencode(fields).encode()


def _with_new_cookies(cookie: str, answer: Answer) -> str:
    """The cookies a browser sends after this answer."""
    kept = dict(part.split("=", 1) for part in cookie.split("; "))
    for name, value in answer.headers():
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            kept[key] = rest.split(";", 1)[0]
    return "; ".join(f"{key}={value}" for key, value in kept.items())
