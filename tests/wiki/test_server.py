"""`territoire serve` answers, looks after its worker, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import copies, name_of
from wiki import server
from wiki.config import Settings

PATIENCE = 90


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path, port: int, migrated_sqlite: Path) -> Iterator[subprocess.Popen[bytes]]:
    data = tmp_path / "data"
    data.mkdir()
    (data / "wiki.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    environment = {**os.environ, "DATA_DIR": str(data), "PORT": str(port), "PROCESSES": "1", "THREADS": "2"}
    with (
        copies(),
        subprocess.Popen(
            [sys.executable, "-m", "wiki", "serve"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process,
    ):
        yield process
        if process.poll() is None:
            process.terminate()


def answer(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante", timeout=5) as response:
            return str(response.read().decode())
    except OSError:
        return ""


def children(pid: int) -> dict[int, str]:
    """Processes started by a process, by number, with their command."""
    text = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in text.stdout.splitlines()]
    return {int(row[0]): row[3] for row in rows if int(row[1]) == pid and not row[2].startswith("Z")}


def worker_of(pid: int) -> int:
    return next((child for child in children(pid) if name_of(child) == "wiki worker"), 0)


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_the_site_answers_the_worker_comes_back_and_a_signal_ends_all(
    served: subprocess.Popen[bytes], port: int
) -> None:
    assert served.stdout
    assert served.stdout.readline().decode() == f"http://127.0.0.1:{port}\n"
    wait_until(lambda: answer(port) == "ok\n")
    wait_until(lambda: worker_of(served.pid))
    first = worker_of(served.pid)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: worker_of(served.pid) not in (0, first))
    wait_until(lambda: answer(port) == "ok\n")
    family = {*children(served.pid)}
    family.update(*(children(child) for child in list(family)))
    assert len(family) == 3

    served.send_signal(signal.SIGTERM)

    assert served.wait(PATIENCE) == 0
    wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in family))
    assert answer(port) == ""


SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_a_server_that_cannot_start_ends_the_command(tmp_path: Path) -> None:
    code = server.Supervisor([sys.executable, "-c", "raise SystemExit(3)"], SLEEP)
    assert run_in_main_thread(code) == 3


def test_what_does_not_end_by_itself_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(server, "_GRACE_SECONDS", -4.5)
    code = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(600)
"""
    deaf = [tmp_path / "first", tmp_path / "second"]
    commands = [[sys.executable, "-c", code, str(path)] for path in deaf]

    with signalled_when(lambda: all(path.exists() for path in deaf), signal.SIGTERM):
        assert run_in_main_thread(server.Supervisor(*commands)) == 0

    assert all("SIG_IGN" not in line for line in children(os.getpid()).values())


def test_a_worker_that_ends_is_started_again(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    lives.touch()
    short = [sys.executable, "-c", f"open({str(lives)!r}, 'a').write('x')"]

    with signalled_when(lambda: len(lives.read_text()) >= 2, signal.SIGINT):
        assert run_in_main_thread(server.Supervisor(SLEEP, short)) == 0

    assert len(lives.read_text()) >= 2


@contextmanager
def signalled_when(condition: Callable[[], object], number: signal.Signals) -> Iterator[None]:
    """This process gets a signal once something is so, or cannot be waited for any longer."""

    def wait() -> None:
        try:
            wait_until(condition)
        finally:
            signal.raise_signal(number)

    thread = threading.Thread(target=wait)
    thread.start()
    yield
    thread.join()


def run_in_main_thread(supervisor: server.Supervisor) -> int:
    """Run it as the command does, and give pytest its own signal handlers back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return supervisor.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_the_server_is_started_as_the_settings_say() -> None:
    command = " ".join(server.gunicorn_command(Settings(host="0.0.0.0", port=81, processes=3, threads=5)))  # noqa: S104  # a text, nothing listens

    for part in ("--bind 0.0.0.0:81", "--workers 3", "--threads 5", "wiki.app:create_app()"):
        assert part in command
    assert server.worker_command()[1:] == ["-m", "wiki", "worker"]
