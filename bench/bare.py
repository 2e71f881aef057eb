"""The reference: a bare Flask view that answers with the very bytes of a page of the wiki.

`BENCH_ANSWER` names a file with the headers (JSON, first line) and the body as they were on the wire.
"""

import json
import os
from pathlib import Path

from flask import Flask, Response

_DROPPED = frozenset({"connection", "content-length", "date", "server", "transfer-encoding"})


def write_answer(path: Path, headers: list[tuple[str, str]], body: bytes) -> None:
    """Keep an answer for the bare view."""
    kept = [(name, value) for name, value in headers if name.lower() not in _DROPPED]
    path.write_bytes(json.dumps(kept).encode() + b"\n" + body)


def create_app() -> Flask:
    """The application with its one view."""
    first, _, body = Path(os.environ["BENCH_ANSWER"]).read_bytes().partition(b"\n")
    headers: list[tuple[str, str]] = [(name, value) for name, value in json.loads(first)]
    app = Flask("bare", static_folder=None)

    @app.get("/<territory>/<slug>")
    def show(territory: str, slug: str) -> Response:
        return Response(body, 200, headers)

    return app
