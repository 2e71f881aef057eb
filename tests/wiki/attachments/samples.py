"""Files as people send them, made in memory."""

import io
import struct
import zipfile
from typing import Any

from PIL import Image

NORTH = {1: "N", 2: (48.0, 46.0, 12.0), 3: "E", 4: (2.0, 0.0, 7.0)}


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: who, where, and how it was held."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "TELEPHONE SECRET"
    data[0x8825] = NORTH
    return data


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """A picture with colours that tell left from right."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def animation(kind: str = "GIF", **options: Any) -> bytes:
    """Three pictures, one after the other."""
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    written = io.BytesIO()
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=100, loop=0, **options)
    return written.getvalue()


def archive(**entries: bytes | str) -> bytes:
    """A ZIP; `__` in a name stands for a slash, `_` for a dot."""
    return named_archive({name.replace("__", "/").replace("_", "."): data for name, data in entries.items()})


def named_archive(entries: dict[str, bytes | str]) -> bytes:
    """A ZIP of these entries."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return written.getvalue()


def odt(text: str = "Le texte") -> bytes:
    """A text of LibreOffice."""
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        f"<text:h>Un titre</text:h><text:p>{text}</text:p></office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return named_archive({"mimetype": kind, "content.xml": content})


def docx(text: str = "Le texte") -> bytes:
    """A text of Word."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    content = (
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{text[:3]}</w:t></w:r>'
        f"<w:r><w:t>{text[3:]}</w:t></w:r></w:p></w:body></w:document>"
    )
    return named_archive({"[Content_Types].xml": "<Types/>", "word/document.xml": content})


def pdf(text: str = "Le texte") -> bytes:
    """A PDF of one page with one line."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return written + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(written)
    )  # fmt: skip


def wav(seconds: float = 0.1) -> bytes:
    """Silence."""
    data = b"\0" * int(8000 * seconds)
    sound = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(data))
        + b"WAVE"
        + sound
        + struct.pack("<4sI", b"data", len(data))
        + data
    )


MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00\x00\x00\x08free" + b"\x00" * 1000
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + b"\x00" * 400
OGG = b"OggS\x00\x02" + b"\0" * 20 + b"\x01\x13OpusHead\x01" + b"\0" * 100
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\0" * 50
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom\x00\x00\x00\x00" + b"\0" * 50
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GPX = b'<?xml version="1.0"?><gpx version="1.1"><trk/></gpx>'
GEOJSON = b'{"type": "FeatureCollection", "features": []}'
