"""Later work on files: smaller pictures, and the words of documents."""

from collections.abc import Sequence
from typing import Any

from wiki.attachments import smaller
from wiki.attachments.models import FileVersion
from wiki.attachments.shelf import shelf
from wiki.db import read_session


def prepare(payloads: Sequence[dict[str, Any]]) -> None:
    """Make the smaller pictures of new versions; a version that is gone meanwhile needs none."""
    for payload in payloads:
        version = read_session().get(FileVersion, payload["version_id"])
        if version is not None and version.is_resizable:
            smaller.prepare(shelf(), version)
