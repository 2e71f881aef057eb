"""An address as a picture that a phone reads."""

import io

import segno
from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """A QR code (ISO/IEC 18004) as SVG, dark on light in any light: readers of such codes expect it."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=3, xmldecl=False, svgns=True, omitsize=True, light="#fff", dark="#000"
    )
    # Drawn by the library, out of an address that is escaped in it.
    return Markup(drawing.getvalue().decode())  # noqa: S704
