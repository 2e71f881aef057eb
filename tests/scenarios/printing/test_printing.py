"""PDF sheets: tagged, and made where what people wrote can reach nothing."""

import ctypes.util
import importlib
import re
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from scenarios.printing.service import MOST_AT_ONCE, STYLE, NoPdf, Press, Reason
from wiki.resources import static_folder

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "4873f4cd0000000049454e44ae426082"
)
PATIENT = Press(seconds=300, cpu_seconds=100)
"""For what is set for a test on a busy machine."""
PAGE = (
    '<!doctype html><html lang="fr"><head><title>Été à Trappes</title>{head}</head><body>{body}</body></html>'
)


@pytest.fixture(scope="module")
def font() -> Path:
    return next((static_folder() / "dist").glob("font.*.woff2"))


@pytest.fixture
def pango() -> None:
    if not ctypes.util.find_library("pango-1.0"):
        pytest.skip("no Pango on this machine")


@pytest.fixture
def typesetter(pango: None) -> Any:
    """The program of the other process, here: it can only be imported where Pango is."""
    return importlib.import_module("scenarios.printing.typesetter")


def page(body: str, head: str = "") -> str:
    return PAGE.format(head=head, body=body)


def inside(pdf: bytes) -> bytes:
    """What a PDF says, its streams unpacked."""
    unpacked = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            unpacked.append(stream)
    return b"\n".join(unpacked)


@pytest.mark.pdf
def test_a_sheet_is_tagged_and_says_its_language_and_title(typesetter: Any, font: Path) -> None:
    body = "<h1>Mesurer</h1><table><tr><th>Où</th></tr></table>"
    told = inside(typesetter.typeset(page(body), STYLE.read_text("utf-8"), font.read_bytes()))

    assert b"/StructTreeRoot" in told
    assert b"pdfuaid" in told
    assert re.search(rb"/Lang ?\(fr\)", told)
    for tag in (b"/H1", b"/Table", b"/TH"):
        assert tag in told


@pytest.mark.pdf
def test_our_typeface_is_in_it(typesetter: Any, font: Path) -> None:
    pdf = typesetter.typeset(page("<p>Lire</p>"), STYLE.read_text("utf-8"), font.read_bytes())

    assert b"+Sheet" in inside(pdf)


@pytest.mark.pdf
@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "data:text/css,p{}",
        "sheet:other",
        "sheet:picture/0",
        "sheet:picture/../x",
    ],
)
def test_every_other_address_is_refused(typesetter: Any, address: str) -> None:
    from_ours = typesetter.OursOnly(b"woff2")

    assert from_ours.fetch(typesetter.FONT_ADDRESS).read() == b"woff2"
    with pytest.raises(ValueError, match="loads nothing"):
        from_ours.fetch(address)


@pytest.mark.pdf
@pytest.mark.usefixtures("pango")
def test_the_pictures_of_the_run_are_in_it(font: Path) -> None:
    """And no other: a number that was not given shows the text of the picture."""
    pictures = "".join(f'<p><img src="sheet:picture/{number}" alt="La cour"></p>' for number in range(2))

    assert inside(PATIENT.pdf(page(pictures), font, [PIXEL])).count(b"/Subtype /Image") == 1


class _Listener(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]  # our own list
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Tests read answers, not logs."""


@pytest.fixture
def listener() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _Listener)
    server.asked = []  # type: ignore[attr-defined]  # what was asked for
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.pdf
@pytest.mark.usefixtures("pango")
def test_what_people_wrote_reaches_neither_network_nor_files(
    font: Path, listener: HTTPServer, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("body::before { content: 'SECRET' } @page { @top-left { content: 'SECRET' } }")
    there = f"http://127.0.0.1:{listener.server_port}"
    loading = "".join(
        f'<img src="{at}/i.png" alt="x"><object data="{at}/o.svg"></object><embed src="{at}/e">'
        f'<link rel="stylesheet" href="{at}/l.css"><link rel="attachment" href="{at}/a">'
        f'<a rel="attachment" href="{at}/b">b</a><style>@import url("{at}/s.css");'
        f' p {{ background: url("{at}/p.png"); }}</style>'
        f'<svg viewBox="0 0 1 1"><image href="{at}/v.png"/><use href="{at}/u.svg#x"/></svg>'
        for at in (there, tmp_path.as_uri())
    )
    pdf = PATIENT.pdf(
        page(f"<p>Texte</p>{loading}", f'<link rel="stylesheet" href="{secret.as_uri()}">'), font
    )

    told = inside(pdf)
    assert listener.asked == []  # type: ignore[attr-defined]  # what was asked for
    assert b"SECRET" not in told
    assert b"/EmbeddedFile " not in told
    assert b"@top-left" not in told


@pytest.mark.pdf
@pytest.mark.usefixtures("pango")
def test_a_sheet_that_takes_all_memory_is_given_up(font: Path) -> None:
    """As much as a page might take, in the process as it is bounded."""
    greedy = (
        "from scenarios.printing import typesetter; typesetter.bound(); print('%PDF-', len(bytearray(2**31)))"
    )

    with pytest.raises(NoPdf) as given_up:
        Press([sys.executable, "-c", greedy]).pdf(page(""), font)

    assert given_up.value.reason is Reason.FAILED


def test_a_process_that_does_not_end_is_ended(font: Path) -> None:
    endless = Press([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.3)

    with pytest.raises(NoPdf) as given_up:
        endless.pdf(page(""), font)

    assert given_up.value.reason is Reason.FAILED


def test_a_machine_without_pango_is_told_apart(font: Path) -> None:
    """The real program, on a machine whose libraries cannot be loaded."""
    without = (
        "import cffi, runpy\n"
        "def missing(*_): raise OSError('no such library')\n"
        "cffi.FFI.dlopen = missing\n"
        "runpy.run_module('scenarios.printing.typesetter', run_name='__main__')\n"
    )
    with pytest.raises(NoPdf) as none:
        Press([sys.executable, "-c", without]).pdf(page(""), font)
    assert none.value.reason is Reason.MISSING


def test_what_is_no_pdf_is_not_sent(font: Path) -> None:
    with pytest.raises(NoPdf):
        Press([sys.executable, "-c", "print('bonjour')"]).pdf(page(""), font)


def test_the_process_knows_nothing_of_the_environment(font: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "très secret")
    telling = "import os, sys; sys.stdout.write('%PDF-' + ' '.join(os.environ))"

    assert b"SECRET_KEY" not in Press([sys.executable, "-c", telling]).pdf(page(""), font)


def test_only_a_few_at_once(font: Path, tmp_path: Path) -> None:
    """Each run says that it began, and goes on once it is told to."""
    going_on = f"touch {tmp_path}/begun.$$; until [ -e {tmp_path}/end ]; do sleep 0.02; done; echo %PDF-"
    slow = Press(["sh", "-c", going_on], patience=0.1)
    threads = [threading.Thread(target=slow.pdf, args=("", font)) for _ in range(MOST_AT_ONCE)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 30
    while len([*tmp_path.glob("begun.*")]) < MOST_AT_ONCE and time.monotonic() < until:
        time.sleep(0.02)

    try:
        with pytest.raises(NoPdf) as busy:
            slow.pdf("", font)
    finally:
        (tmp_path / "end").touch()
        for thread in threads:
            thread.join()

    assert busy.value.reason is Reason.BUSY
