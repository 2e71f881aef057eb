"""A wheel installed in an empty environment, far from the checkout, serves the same site."""

import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

PROJECT = Path(__file__).parent.parent
STARTS_WITHIN = 90
FOLDERS_FOUND = """
from wiki import resources
for found in (
    resources.__file__,
    resources.templates_folder() / "base.html",
    resources.migrations_folder() / "env.py",
    resources.static_folder() / "dist" / "manifest.json",
    resources.translations_folder() / "en" / "LC_MESSAGES" / "messages.mo",
):
    print(found)
"""

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installation:
    """An environment that holds the wheel and, through a path file, the packages it depends on."""

    folder: Path

    @property
    def programs(self) -> Path:
        """Where its commands are."""
        return self.folder / "environment" / "bin"

    @property
    def settings(self) -> dict[str, str]:
        """An environment in which nothing leads back to the checkout."""
        led_back = ("PYTHON", "COV_", "DATABASE_", "PORT", "DATA_DIR")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(led_back)}
        return {**kept, "DATA_DIR": str(self.folder / "data")}

    def run(self, program: str, *arguments: str) -> str:
        """Run one of its commands outside the checkout and return what it printed."""
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.settings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    built = subprocess.run(build, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr

    environment = folder / "environment"
    venv.create(environment)
    (wheel,) = folder.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "--quiet"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", str(wheel)], check=True)
    _lend_dependencies(environment)
    return Installation(folder)


def _lend_dependencies(environment: Path) -> None:
    """Let the environment import what is installed here, but not the checkout.

    A path file makes Python look into a folder without reading the path files in it, and the one of an
    editable installation is such a file.
    """
    (packages,) = environment.glob("lib/python*/site-packages")
    lent = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")


@pytest.fixture
def site(installation: Installation) -> Iterator[str]:
    """The address of the installed site while it runs; fails when Ctrl-C does not stop it cleanly."""
    installation.run("territoire", "migrate")
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    log = installation.folder / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [installation.programs / "territoire", "serve"],
            cwd=installation.folder,
            env={**installation.settings, "PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/sante", log)
        yield address
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=STARTS_WITHIN) == 0, log.read_text("utf-8")
    finally:
        server.kill()
        server.wait()


def _wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}:\n{log.read_text('utf-8')}")


def _read(address: str) -> str:
    with urlopen(address, timeout=60) as answer:
        return str(answer.read().decode("utf-8"))


def test_everything_that_is_not_python_travels(installation: Installation) -> None:
    for found in installation.run("python", "-c", FOLDERS_FOUND).split():
        assert Path(found).is_file(), found
        assert Path(found).is_relative_to(installation.folder), found


def test_the_command_is_installed(installation: Installation) -> None:
    assert "serve" in installation.run("territoire", "--help")


def test_the_installed_site_shows_its_first_page_with_its_style(site: str) -> None:
    home = _read(site)
    style = re.search(r'href="(/static/dist/[^"]+\.css)"', home)

    assert style, home
    assert "{" in _read(site + style.group(1))
