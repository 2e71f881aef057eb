"""Characters that no page can carry."""

import re

REPLACEMENT = "\ufffd"

# Controls, lone surrogates and non-characters: XML, YAML and UTF-8 refuse some of them each. U+0085 stays
# out of the list because it is a line break to many editors.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with every unprintable character replaced by U+FFFD, one for one, so that offsets hold."""
    return _UNPRINTABLE.sub(REPLACEMENT, text)
