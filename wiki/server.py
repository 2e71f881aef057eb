"""What `territoire serve` starts: gunicorn with threads, and one worker beside it, ended together.

The two are separate processes under a small supervisor: either may be killed without harm to what was
acknowledged, a worker that dies is started again, and Ctrl-C ends both.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from wiki.config import Settings

_GRACE_SECONDS = 10


def gunicorn_command(settings: Settings) -> list[str]:
    """The web server, as a command."""
    return [
        sys.executable, "-m", "gunicorn", "wiki.app:create_app()",
        "--bind", f"{settings.host}:{settings.port}",
        "--workers", str(settings.processes),
        "--worker-class", "gthread",
        "--threads", str(settings.threads),
        "--keep-alive", "30",
        "--graceful-timeout", str(_GRACE_SECONDS),
        "--log-level", "warning",
        "--no-control-socket",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The job worker, as a command."""
    return [sys.executable, "-m", "wiki", "worker"]


class Supervisor:
    """Runs commands side by side until one signal ends them all."""

    def __init__(self, essential: Sequence[str], restarted: Sequence[str]) -> None:
        self._essential = essential
        self._restarted = restarted
        self._stopping = False

    def run(self) -> int:
        """Run until a signal comes or the essential command ends; return its exit code (0 after a signal)."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        server = subprocess.Popen(self._essential, start_new_session=True)
        worker = subprocess.Popen(self._restarted, start_new_session=True)
        while not self._stopping and server.poll() is None:
            if worker.poll() is not None:
                worker = subprocess.Popen(self._restarted, start_new_session=True)
                time.sleep(1)
            time.sleep(0.2)
        code = 0 if self._stopping else server.returncode
        self._end([server, worker])
        return code or 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    @staticmethod
    def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
        for process in processes:
            if process.poll() is None:
                process.terminate()
        for process in processes:
            try:
                process.wait(_GRACE_SECONDS + 5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
