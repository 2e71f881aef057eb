"""Where lines of the interface may break: never before the dot that parts two facts."""

import re
from collections.abc import Iterable

from flask import Flask
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

# The dot may open a span that sets the fact after it apart.
_DOT = re.compile(r"\s+((?:<span[^<>]*>)?)·(?=\s)")


class DotsEndLines(Extension):
    """What templates write themselves is mended once, as they are compiled: the space before a dot holds."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        is_page = (stream.name or "").endswith(".html")
        for token in stream:
            if is_page and token.type == "data":
                yield Token(token.lineno, token.type, _DOT.sub("\u00a0\\1·", token.value))
            else:
                yield token


def init_app(app: Flask) -> None:
    """Mend the pages of an application."""
    app.jinja_env.add_extension(DotsEndLines)
