"""A document in, its words out, by a process of its own.

Documents are hostile: whatever happens while one is read, within a time and a memory, the worker goes on.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import IO

from wiki.attachments.extracting.limits import MOST_TEXT, SECONDS

log = logging.getLogger(__name__)

# -I: neither the working directory nor PYTHON* variables may bring modules in.
READER = (sys.executable, "-I", "-m", "wiki.attachments.extracting.reader")
_PASSED_ON = ("PATH", "LANG", "TMPDIR")


def words_of(
    document: IO[bytes], media_type: str, *, command: Sequence[str] = READER, seconds: float = SECONDS
) -> str:
    """The words of a document, on lines; none where it has none or cannot be read.

    Args:
        document: a real file, read from where it stands.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            [*command, media_type], stdin=document, capture_output=True, timeout=seconds, check=False,
            env=environment, cwd="/",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        log.warning("a document (%s) took more than %s s to read and was given up", media_type, seconds)
        return ""
    if done.returncode != 0:
        log.warning(
            "a document (%s) cannot be read: %s", media_type, done.stderr[-300:].decode(errors="replace")
        )
        return ""
    return done.stdout.decode("utf-8", "replace").replace("\0", "")[:MOST_TEXT]
