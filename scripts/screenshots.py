"""Take the pictures of the user guide: a fresh demonstration site, seen in the machine's Chromium.

``make screenshots`` writes them to ``docs/images``; the site and its data are gone afterwards.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
TERRITOIRE = [sys.executable, "-m", "wiki"]
STARTS_WITHIN = 30.0
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
}
DARK: dict[str, Any] = {**DESKTOP, "color_scheme": "dark"}


@dataclass(frozen=True)
class Picture:
    """One picture: its file name, the address it shows and the screen it is seen on."""

    name: str
    address: str
    screen: dict[str, Any]


PICTURES = (
    Picture("accueil", "/", DESKTOP),
    Picture("accueil-sombre", "/", DARK),
    Picture("accueil-telephone", "/", PHONE),
    Picture("recherche", "/recherche?q=climat", DESKTOP),
    Picture("recherche-telephone", "/recherche?q=climat", PHONE),
    Picture("themes", "/themes", DESKTOP),
    Picture("territoires", "/territoires", DESKTOP),
    Picture("territoire", "/trappes", DESKTOP),
    Picture("recents", "/recents", DESKTOP),
    Picture("inscription", "/inscription", DESKTOP),
    Picture("connexion", "/connexion", DESKTOP),
)


@contextmanager
def demonstration_site() -> Iterator[str]:
    """Serve the demonstration content from a temporary folder; give the address."""
    with (
        tempfile.TemporaryDirectory(prefix="screenshots-") as data,
        socket.create_server(("127.0.0.1", 0)) as free,
    ):
        port = free.getsockname()[1]
        settings = {**os.environ, "DATA_DIR": data, "DATABASE_URL": "", "PORT": str(port)}
        free.close()
        for command in (["migrate"], ["demo", "--if-empty"]):
            subprocess.run([*TERRITOIRE, *command], env=settings, stdout=subprocess.DEVNULL, check=True)
        server = subprocess.Popen([*TERRITOIRE, "serve"], env=settings, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}/sante")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def wait_for(address: str) -> None:
    """Return when something answers there; raise TimeoutError when nothing does."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {address}")


def take(site: str) -> None:
    """Take every picture of the site."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or sys.exit(
        "Chromium is needed to take pictures: apt install chromium"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            page = browser.new_page(locale="fr-FR", **picture.screen)
            answer = page.goto(site + picture.address, wait_until="networkidle")
            if answer is None or not answer.ok:
                sys.exit(f"{picture.address} does not answer as it should")
            page.screenshot(path=IMAGES / f"{picture.name}.png")
            page.close()
            print(f"docs/images/{picture.name}.png")
        browser.close()


if __name__ == "__main__":
    with demonstration_site() as address:
        take(address)
