"""Requests whose forms tell what could not be read.

The framework keeps bytes of an url-encoded form that are no UTF-8 as the letters `%FF`, which would be saved as if
somebody had typed them. Here they become U+FFFD, which every check of a text refuses by its line.

It also bounds the number of fields of the other sort of form alone: millions of empty ones, in a request that anybody
may send, would take gigabytes.
"""

from typing import IO
from urllib.parse import parse_qsl

from flask import Flask
from flask.wrappers import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

_URL_ENCODED = "application/x-www-form-urlencoded"
# The longest form of ours settles conflicts, with two fields for each.
MAX_FIELDS = 5_000


class _HonestParser(FormDataParser):
    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        if mimetype != _URL_ENCODED:
            return super().parse(stream, mimetype, content_length, options)
        body = stream.read().decode("utf-8", "replace")
        try:
            items = parse_qsl(body, keep_blank_values=True, errors="replace", max_num_fields=MAX_FIELDS)
        except ValueError:
            raise RequestEntityTooLarge from None
        return stream, self.cls(items), self.cls()


class WikiRequest(Request):
    """A request whose url-encoded forms show unreadable bytes as U+FFFD."""

    form_data_parser_class = _HonestParser


def init_app(app: Flask) -> None:
    """Read every request so."""
    app.request_class = WikiRequest
