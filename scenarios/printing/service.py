"""HTML in, PDF out, by a process of its own.

The HTML holds what people wrote, so it is set by a child process that has a time, a memory, no network, no
environment of ours, and no file but our font and our style (see `typesetter`). Whatever happens there, the site
goes on.
"""

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from scenarios.printing.limits import CPU_SECONDS, MISSING, SECONDS

log = logging.getLogger(__name__)

STYLE = Path(__file__).with_name("sheet.css")
# -I: neither the working directory nor PYTHON* variables may bring modules in.
TYPESETTER = (sys.executable, "-I", "-m", "scenarios.printing.typesetter")
MOST_AT_ONCE = 2
PATIENCE = 5.0
"""Seconds to wait for a place; then somebody is told to try again rather than kept waiting."""
_PASSED_ON = ("PATH", "LANG", "TMPDIR", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES")


class Reason(StrEnum):
    """Why there is no PDF."""

    MISSING = "missing"
    """The machine lacks the libraries that set text (Pango)."""
    BUSY = "busy"
    FAILED = "failed"
    """It took too long or too much memory, or broke."""


class NoPdf(Exception):
    """There is no PDF now; the page itself can still be printed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Press:
    """Makes PDFs, a few at once, each by a run of `command` within `seconds`, `cpu_seconds` of them at work."""

    def __init__(
        self,
        command: Sequence[str] = TYPESETTER,
        *,
        seconds: float = SECONDS,
        cpu_seconds: int = CPU_SECONDS,
        patience: float = PATIENCE,
    ) -> None:
        self._command, self._seconds, self._patience = command, seconds, patience
        self._cpu_seconds = cpu_seconds
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def pdf(self, html: str, font: Path, pictures: Sequence[bytes] = ()) -> bytes:
        """The PDF of a whole HTML document, in the style of our sheets.

        Args:
            html: with `<html lang>` and `<title>`, which a tagged PDF must have.
            font: the file (woff2) of the typeface.
            pictures: what is at `PICTURE` followed by its number.

        Raises:
            NoPdf: with the reason.
        """
        if not self._places.acquire(timeout=self._patience):
            raise NoPdf(Reason.BUSY)
        try:
            done = self._run(html, font, pictures)
        finally:
            self._places.release()
        if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
            return done.stdout
        log.warning("no PDF (code %s): %s", done.returncode, done.stderr[-500:].decode(errors="replace"))
        raise NoPdf(Reason.MISSING if done.returncode == MISSING else Reason.FAILED)

    def _run(self, html: str, font: Path, pictures: Sequence[bytes]) -> subprocess.CompletedProcess[bytes]:
        with tempfile.TemporaryDirectory(prefix="sheet-", ignore_cleanup_errors=True) as folder:
            for number, data in enumerate(pictures):
                Path(folder, str(number)).write_bytes(data)
            environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            try:
                return subprocess.run(
                    [*self._command, str(STYLE), str(font), folder, str(self._cpu_seconds)],
                    input=html.encode(), capture_output=True, timeout=self._seconds, check=False, cwd=folder,
                    env={**environment, "XDG_CACHE_HOME": folder},
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                log.warning("a PDF took more than %s s and was given up", self._seconds)
                raise NoPdf(Reason.FAILED) from None
