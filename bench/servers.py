"""Servers of their own processes: started, weighed, ended, killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.corpus import ROOT
from wiki.config import Settings
from wiki.server import gunicorn_command

_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 60
CONTROLLED = ("DATABASE_URL", "SEARCH_URL", "PROCESSES", "THREADS", "HOST", "DEBUG", "SECRET_KEY")


class Server:
    """A running server and all processes it started."""

    def __init__(self, command: Sequence[str], port: int, environment: Mapping[str, str]) -> None:
        self.port = port
        kept = {name: value for name, value in os.environ.items() if name not in CONTROLLED}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env={**kept, **environment}, stdout=subprocess.DEVNULL, start_new_session=True
        )
        _wait_for(port, self._process)

    def pids(self) -> list[int]:
        """Every process: the first and its descendants."""
        found = [self._process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                found.extend(int(child) for child in task.read_text().split())
        return found

    def cpu_seconds(self) -> float:
        """Processor time spent so far, in and below the processes."""
        return sum(_ticks(pid) for pid in self.pids()) / _TICKS

    def memory(self) -> tuple[float, float]:
        """RSS summed (shared pages counted again in each process) and PSS summed (counted once), in MB."""
        kinds = {"Rss:": 0, "Pss:": 0}
        for pid in self.pids():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                name, *rest = line.split()
                if name in kinds:
                    kinds[name] += int(rest[0])
        return kinds["Rss:"] / 1024, kinds["Pss:"] / 1024

    def kill(self) -> None:
        """End every process at once, as a power cut would: nobody gets a chance to write anything."""
        pids = self.pids()
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End in good order."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def wiki(data_dir: Path) -> Iterator[Server]:
    """The wiki as `make serve` starts it: gunicorn and the worker, under their supervisor."""
    port = _free_port()
    server = Server(
        [sys.executable, "-m", "wiki", "serve"], port, {"DATA_DIR": str(data_dir), "PORT": str(port)}
    )
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def bare(answer: Path) -> Iterator[Server]:
    """The bare view under the very settings of the wiki's server."""
    port = _free_port()
    settings = replace(Settings(), port=port)
    command = ["bench.bare:create_app()" if part == "wiki.app:create_app()" else part
               for part in gunicorn_command(settings)]  # fmt: skip
    server = Server(command, port, {"BENCH_ANSWER": str(answer)})
    try:
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


def _ticks(pid: int) -> int:
    """User and system time, also of children that have ended."""
    values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(value) for value in values[11:15])
