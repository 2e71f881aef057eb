"""The process that makes one PDF: HTML on standard input, PDF on standard output.

Run as `python -I -m scenarios.printing.typesetter STYLE FONT` by `service`, never imported by the site. The HTML is
hostile by assumption: whatever it names, nothing is fetched but the font that our own style names.
"""

import resource
import sys
from pathlib import Path
from typing import Any

from scenarios.printing.limits import CPU_SECONDS, FILE_BYTES, MEMORY, MISSING

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


class OurFontOnly(URLFetcher):  # type: ignore[misc]  # ships no types
    """Answers the address of our font and refuses every other: no network, no file, no inlined data."""

    def __init__(self, font: bytes) -> None:
        super().__init__()
        self._font = font

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The font.

        Raises:
            ValueError: for any other address.
        """
        if url != FONT_ADDRESS:
            raise ValueError("a sheet loads nothing")
        return URLFetcherResponse(url, self._font, {"Content-Type": "font/woff2"})


def bound() -> None:
    """Limit this process: memory, processor time, files."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def typeset(html: str, style: str, font: bytes) -> bytes:
    """The tagged PDF (PDF/UA-1) of a document."""
    fetcher, fonts = OurFontOnly(font), FontConfiguration()
    sheet = CSS(string=style, url_fetcher=fetcher, font_config=fonts, base_url=BASE)
    document = HTML(string=html, url_fetcher=fetcher, base_url=BASE)
    pdf: bytes = document.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return pdf


def main() -> None:
    bound()
    style, font = (Path(argument) for argument in sys.argv[1:3])
    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(typeset(html, style.read_text(encoding="utf-8"), font.read_bytes()))


if __name__ == "__main__":
    main()
