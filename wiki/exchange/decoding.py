"""From the bytes of a file to text, whatever wrote them; every guess and change is told."""

from dataclasses import dataclass

from wiki.rendering.characters import normalised

_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True)
class Decoded:
    """A text with LF and composed letters (NFC), and what was done to make it so."""

    text: str
    notes: tuple[str, ...]


def decode(data: bytes) -> Decoded:
    """The text of a file. What cannot be read stands as U+FFFD, which no page accepts."""
    text, notes = _characters(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        notes.append("line ends changed to LF")
    composed = normalised(text)
    if composed != text:
        notes.append("letters composed (NFC)")
    return Decoded(composed, tuple(notes))


def _characters(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return text, [f"byte order mark removed ({encoding.upper()})"]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _not_quite_utf8(data)


def _not_quite_utf8(data: bytes) -> tuple[str, list[str]]:
    """A damaged UTF-8 file stays damaged, to be refused; a file of another encoding is read in it."""
    damaged = data.decode("utf-8", "replace")
    accented = sum(char > "\x7f" for char in damaged)
    if accented - damaged.count("\ufffd") > damaged.count("\ufffd"):
        return damaged, []
    try:
        return data.decode("cp1252"), ["read as Windows-1252"]
    except UnicodeDecodeError:
        return data.decode("latin-1"), ["read as Latin-1"]
