"""Characters that no page can carry, and Unicode forms worked out in a time that nobody can stretch."""

import re
import unicodedata
from typing import Literal

REPLACEMENT = "\ufffd"

# Controls, lone surrogates and non-characters: XML, YAML and UTF-8 refuse some of them each. U+0085 stays
# out of the list because it is a line break to many editors.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_MARKS = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
_MANY_MARKS = re.compile(f"([{_MARKS}]{{30}})(?=[{_MARKS}])")
_JOINER = "\u034f"


def normalised(text: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    """The text in a Unicode form.

    Ordering the marks over one letter takes a time that grows with the square of their number, during which the
    whole process waits: thousands on one letter would stop it. As Unicode says it (UAX 15, stream-safe text),
    an invisible joiner is put after each thirty of them; no language has so many.
    """
    return text if text.isascii() else unicodedata.normalize(form, _MANY_MARKS.sub(rf"\1{_JOINER}", text))


def printable(text: str) -> str:
    """The text with every unprintable character replaced by U+FFFD, one for one, so that offsets hold."""
    return _UNPRINTABLE.sub(REPLACEMENT, text)
