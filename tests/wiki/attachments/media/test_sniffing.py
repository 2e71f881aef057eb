"""What a file is, told by its content."""

import io
import struct
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wiki.attachments import samples
from wiki.attachments.media import kinds
from wiki.attachments.media.kinds import Kind, kind_named, kind_of
from wiki.attachments.media.sniffing import Macros, Unknown, encoding_of, sniff

KNOWN = [
    (samples.picture("JPEG"), "jpg", kinds.JPEG),
    (samples.picture("PNG"), "png", kinds.PNG),
    (samples.picture("GIF"), "gif", kinds.GIF),
    (samples.picture("WEBP"), "webp", kinds.WEBP),
    (samples.picture("AVIF"), "avif", kinds.AVIF),
    (samples.SVG, "svg", kinds.SVG),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg", kinds.SVG),
    (samples.wav(), "wav", kinds.WAV),
    (samples.MP3, "mp3", kinds.MP3),
    (b"\xff\xfb\x90\x00" + b"\0" * 400, "mp3", kinds.MP3),
    (samples.OGG, "opus", kinds.OGG),
    (b"fLaC" + b"\0" * 40, "flac", kinds.FLAC),
    (samples.M4A, "m4a", kinds.M4A),
    (samples.MP4, "mp4", kinds.MP4),
    (samples.WEBM, "webm", kinds.WEBM),
    (samples.pdf(), "pdf", kinds.PDF),
    (samples.odt(), "odt", kinds.ODT),
    (samples.docx(), "docx", kinds.DOCX),
    (samples.named_archive({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "xlsx", kinds.XLSX),
    (samples.named_archive({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "pptx", kinds.PPTX),
    (samples.named_archive({"[Content_Types].xml": "", "autre.xml": ""}), "zip", kinds.ZIP),
    (samples.named_archive({"mimetype": "application/epub+zip"}), "epub", kinds.EPUB),
    (samples.named_archive({"mimetype": "text/html"}), "zip", kinds.ZIP),
    (samples.named_archive({"h5p.json": "{}"}), "h5p", kinds.H5P),
    (samples.named_archive({"contentv3.xml": ""}), "elp", kinds.ELP),
    (samples.named_archive({"a.txt": ""}), "zip", kinds.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xls", kinds.XLS),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "pdf", kinds.DOC),
    ("Été".encode(), "txt", kinds.TXT),
    ("Été".encode("cp1252"), "txt", kinds.TXT),
    ("Été;là".encode("utf-16"), "csv", kinds.CSV),
    (b"# Titre", "md", kinds.MD),
    (b"WEBVTT\n", "vtt", kinds.VTT),
    (b"BEGIN:VCALENDAR", "ics", kinds.ICS),
    (samples.GEOJSON, "geojson", kinds.GEOJSON),
    (samples.GPX, "gpx", kinds.GPX),
    (b'<!-- a --><kml xmlns="x"></kml>', "kml", kinds.KML),
]


@pytest.mark.parametrize(
    ("data", "extension", "kind"), KNOWN, ids=lambda value: getattr(value, "media_type", None)
)
def test_what_is_taken_is_known_by_its_content(data: bytes, extension: str, kind: Kind) -> None:
    assert sniff(io.BytesIO(data), extension) is kind
    assert kind_of(kind.media_type) is kind


@pytest.mark.parametrize(
    "data", [data for data, _extension, kind in KNOWN if not kind.is_text and kind not in kinds.OLD_OFFICE]
)
def test_no_name_makes_another_kind_of_it(data: bytes) -> None:
    told = {sniff(io.BytesIO(data), extension) for extension in ("txt", "html", "svg", "jpg", "exe", "")}
    assert len(told) == 1


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (b"MZ\x90\x00" + b"\0" * 64, "exe"),
        (b"MZ\x90\x00" + b"\0" * 64, "jpg"),
        (b"\x7fELF" + b"\0" * 60, "pdf"),
        (b"<!doctype html><script>alert(1)</script>", "html"),
        (b"<!doctype html><script>alert(1)</script>", "svg"),
        (b"<!doctype html><script>alert(1)</script>", "jpg"),
        (b"#!/bin/sh\n", "sh"),
        (b"texte", ""),
        (b"texte avec \0 dedans", "txt"),
        (b"\xff\xfe\x00", "txt"),
        (b"\x81\x8d", "csv"),
        (b"{}", "gpx"),
        (b"[]", "geojson"),
        (b"{oups", "json"),
        (b"[" * 100_000, "json"),
        (b'{"a": "' + b"a" * (8 * 1024 * 1024) + b'"}', "json"),
        (samples.GPX, "kml"),
        (b"RIFF\0\0\0\0AVI ", "webp"),
        (b"OggS" + b"\0" * 100, "ogg"),
        (b"\x1aE\xdf\xa3matroska", "webm"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0", "mp4"),
        (b"PK\x03\x04 pas une archive", "zip"),
        # What a PDF reader would open, though it begins as something else.
        (b"<script>\n%PDF-1.4", "pdf"),
    ],
)
def test_anything_else_is_refused(data: bytes, extension: str) -> None:
    with pytest.raises(Unknown):
        sniff(io.BytesIO(data), extension)


def test_documents_with_programs_are_refused() -> None:
    entries = {"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": "x"}
    with pytest.raises(Macros):
        sniff(io.BytesIO(samples.named_archive(entries)), "docx")


def test_an_archive_that_lists_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.attachments.media.sniffing.MOST_ENTRIES", 2)
    with pytest.raises(Unknown):
        sniff(io.BytesIO(samples.named_archive({"a": "", "b": "", "c": ""})), "zip")


@given(st.binary(max_size=300), st.sampled_from(["", "jpg", "txt", "svg", "zip", "json", "doc"]))
def test_any_bytes_are_a_kind_or_refused(data: bytes, extension: str) -> None:
    try:
        kind = sniff(io.BytesIO(data), extension)
    except Unknown:
        return
    assert kind in kinds.KINDS
    if kind.is_text:
        assert kind_named(extension) is kind


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    assert text.encode().decode(encoding_of(io.BytesIO(text.encode()))) == text.removeprefix("\ufeff")
    marked = text.encode("utf-16")
    assert encoding_of(io.BytesIO(marked)) == "utf-16"


def long_archive(entries: int, *, with_long_numbers: bool) -> bytes:
    """An archive of empty files, told by its list alone; `with_long_numbers`: its end is that of ZIP64."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, *[0] * 8, 1, *[0] * 6) + b"a"
    listed, start = entry * entries, b"PK\3\4" + b"\0" * 60
    many, size, place = entries & 0xFFFF, len(listed), len(start)
    end = b""
    if with_long_numbers:
        end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, size, place)
        end += struct.pack("<4sLQL", b"PK\6\7", 0, place + size, 1)
        many, size, place = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF
    return start + listed + end + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, many, many, size, place, 0)


@pytest.mark.parametrize("with_long_numbers", [False, True])
def test_a_list_that_would_fill_the_memory_is_not_read(with_long_numbers: bool) -> None:
    assert sniff(io.BytesIO(long_archive(100, with_long_numbers=with_long_numbers)), "zip") is kinds.ZIP
    archive = io.BytesIO(long_archive(150_000, with_long_numbers=with_long_numbers))
    tracemalloc.start()
    try:
        with pytest.raises(Unknown):
            sniff(archive, "zip")
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_an_end_that_stands_elsewhere_is_not_followed() -> None:
    archive = long_archive(100, with_long_numbers=True)
    pointer = archive.index(b"PK\6\7")
    elsewhere = archive[: pointer + 8] + struct.pack("<Q", 7) + archive[pointer + 16 :]
    with pytest.raises(Unknown):
        sniff(io.BytesIO(elsewhere), "zip")
