"""The process that makes one PDF: HTML on standard input, PDF on standard output.

Run as `python -I -m scenarios.printing.typesetter STYLE FONT FOLDER SECONDS` by `service`, never imported by the
site. The HTML is hostile by assumption: whatever it names, nothing is fetched but the font that our own style names,
and the pictures that were put into the folder of this run.
"""

import re
import resource
import sys
from pathlib import Path
from typing import Any

from scenarios.printing.limits import CPU_SECONDS, FILE_BYTES, MEMORY, MISSING, PICTURE

try:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError as missing:
    # A library of Pango that cannot be loaded.
    sys.stderr.write(f"{missing}\n")
    sys.exit(MISSING)

FONT_ADDRESS = "sheet:font"
BASE = "sheet:page"
_PICTURE = re.compile(re.escape(PICTURE) + r"([0-9]{1,3})")


class OursOnly(URLFetcher):  # type: ignore[misc]  # ships no types
    """Answers the addresses of our font and of this run's pictures: no network, no other file, no inlined data."""

    def __init__(self, font: bytes, folder: Path | None = None) -> None:
        super().__init__()
        self._font, self._folder = font, folder

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The font, or a picture.

        Raises:
            ValueError: for any other address.
        """
        if url == FONT_ADDRESS:
            return URLFetcherResponse(url, self._font, {"Content-Type": "font/woff2"})
        number = _PICTURE.fullmatch(url)
        if number is None or self._folder is None:
            raise ValueError("a sheet loads nothing else")
        return URLFetcherResponse(url, (self._folder / number[1]).read_bytes())


def bound(seconds: int = CPU_SECONDS) -> None:
    """Limit this process: memory, processor time, files."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def typeset(html: str, style: str, font: bytes, folder: Path | None = None) -> bytes:
    """The tagged PDF (PDF/UA-1) of a document."""
    fetcher, fonts = OursOnly(font, folder), FontConfiguration()
    sheet = CSS(string=style, url_fetcher=fetcher, font_config=fonts, base_url=BASE)
    document = HTML(string=html, url_fetcher=fetcher, base_url=BASE)
    pdf: bytes = document.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return pdf


def main() -> None:
    bound(int(sys.argv[4]))
    style, font, folder = (Path(argument) for argument in sys.argv[1:4])
    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(typeset(html, style.read_text(encoding="utf-8"), font.read_bytes(), folder))


if __name__ == "__main__":
    main()
