"""A wheel installed in an empty environment, far from the checkout, serves the same site."""

import filecmp
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

PROJECT = Path(__file__).parent.parent
STARTS_WITHIN = 180
FOLDERS_FOUND = """
from wiki import resources
print(resources.PACKAGE)
print(resources.templates_folder())
print(resources.migrations_folder())
print(resources.static_folder())
print(resources.translations_folder())
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
        return {**kept, "DATA_DIR": str(self.data), "PROCESSES": "1"}

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    def told(self, code: str) -> str:
        """What its Python prints outside the checkout."""
        command = [str(self.programs / "python"), "-c", code]
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
    subprocess.run([*pip, "install", "--no-index", "--no-deps", "--no-compile", str(wheel)], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    _lend_dependencies(packages)
    _lend_compiled(packages)
    return Installation(folder)


def _lend_dependencies(packages: Path) -> None:
    """Let the environment import what is installed here, but not the checkout.

    A path file makes Python look into a folder without reading the path files in it, and the one of an
    editable installation is such a file.
    """
    lent = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")


def _lend_compiled(packages: Path) -> None:
    """Where a module is that of the checkout, what is compiled there will do: a thousand modules take seconds."""
    for name in ("wiki", "search", "scenarios"):
        for installed in (packages / name).rglob("*.py"):
            source = PROJECT / installed.relative_to(packages)
            compiled = Path(cache_from_source(str(source)))
            if compiled.exists() and filecmp.cmp(source, installed, shallow=False):
                # Python takes what is compiled for that of a source with this date and length.
                shutil.copystat(source, installed)
                (installed.parent / compiled.parent.name).mkdir(exist_ok=True)
                shutil.copy(compiled, installed.parent / compiled.parent.name)


@pytest.fixture
def site(installation: Installation, migrated_sqlite: Path) -> Iterator[str]:
    """The address of the installed site while it runs; fails when Ctrl-C does not stop it cleanly."""
    installation.data.mkdir()
    shutil.copy(migrated_sqlite, installation.data / "wiki.sqlite3")
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


def test_everything_travels(installation: Installation) -> None:
    package, *folders = map(Path, installation.told(FOLDERS_FOUND).split())
    here = [
        PROJECT / "templates",
        PROJECT / "migrations",
        PROJECT / "wiki/static",
        PROJECT / "wiki/translations",
    ]
    assert package.is_relative_to(installation.folder)
    for found, source in zip(folders, here, strict=True):
        assert found.is_relative_to(package)
        assert _files_in(found) >= _files_in(source)
    for name in ("env.py", "script.py.mako"):
        assert (folders[1] / name).is_file()
    assert (package / "static" / "dist" / "manifest.json").is_file()
    assert (package / "translations" / "en" / "LC_MESSAGES" / "messages.mo").is_file()


def _files_in(folder: Path) -> set[Path]:
    """What people wrote or built there."""
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".po", ".pot")
    }


def test_the_installed_command_serves_a_site_that_shows_its_first_page_with_its_style(site: str) -> None:
    home = _read(site)
    style = re.search(r'href="(/static/dist/[^"]+\.css)"', home)

    assert style, home
    assert "{" in _read(site + style.group(1))
