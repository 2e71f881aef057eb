"""Python processes that begin as copies of this one.

To load the product takes a process some four seconds, and here it is loaded already. A copy is a process like any
other, with a number, signals, streams, an environment and an exit code of its own; it runs the very command it was
given. That the product starts from nothing is what `test_wheel.py` looks at.
"""

import gc
import logging
import os
import runpy
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from wiki.db import Database

_LAST_DESCRIPTOR = 65_536
_LONGEST_NAME = 15


class Copy(subprocess.Popen[Any]):
    """A process: where it is to run Python (`python -m …`, `python -c …`), a copy of this one does."""

    def __init__(self, args: Sequence[str], **options: Any) -> None:
        if args[0] == sys.executable and args[1] in _WAYS:
            # What runs before the command is loaded never ends, so that the command never is.
            options["preexec_fn"] = lambda: _become(*args[1:3], args[3:], options.get("env") or os.environ)
        super().__init__(args, **options)


@contextmanager
def copies(*databases: Database) -> Iterator[None]:
    """Processes that are started meanwhile are copies, and so are those that they start.

    SQLite knows which locks its process holds, and a copy would believe that it holds them as well: whatever database
    the processes use must be named here or be closed, so that nothing of it is open when they begin.
    """
    for database in databases:
        database.dispose()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", Copy)
        yield


def name_of(pid: int) -> str:
    """What a copy runs, as far as there is room for it."""
    return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()


def _become(way: str, what: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Forget the tests, run the command, and end."""
    changed = dict(environment)
    os.environ.clear()
    os.environ.update(changed)
    _let_go()
    sys.argv = [way if way == "-c" else what, *arguments]
    Path("/proc/self/comm").write_text(" ".join([what, *arguments])[:_LONGEST_NAME], encoding="utf-8")
    code = _code_of(_WAYS[way], what)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def _let_go() -> None:
    """Have streams and signals of its own, and leave alone what is the first process's."""
    # Nothing that was there may be cleared away: it would close connections that are no longer its own.
    gc.freeze()
    gc.enable()
    os.closerange(3, _LAST_DESCRIPTOR)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115  # open until the end
        for number, mode in enumerate("rww")
    )
    sys.settrace(None)
    threading.settrace(None)
    warnings.resetwarnings()
    logging.root.handlers.clear()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # As Python itself does where it starts: who stops listening is told of by an error.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def _code_of(run: Callable[[str], object], what: str) -> int:
    """Run a program, and say with which code it ends."""
    try:
        run(what)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _run_module(name: str) -> None:
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def _run_text(text: str) -> None:
    exec(text, {"__name__": "__main__"})  # noqa: S102  # what a test wrote


_WAYS = {"-m": _run_module, "-c": _run_text}
