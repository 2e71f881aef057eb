"""Addresses of other sites in a text. Pure."""

import re
from collections import Counter

_ADDRESS = re.compile(r"""(?:https?:)?//(?P<host>[^\s/?#<>()\[\]"']{1,253})""", re.IGNORECASE)
"""An address with its host, wherever it stands: in Markdown, in HTML that will be cleaned away, or bare."""
_BARE = re.compile(r"(?<![\w./@-])www\.(?P<host>[^\s/?#<>()\[\]\"']{1,253})", re.IGNORECASE)


def added_links(before: str, after: str, own_host: str = "") -> int:
    """How many addresses of other sites a text has more than the one before, each host counted as often as it stands.

    Args:
        own_host: the host of this site, whose addresses do not count.
    """
    more = _hosts(after) - _hosts(before)
    more.pop(own_host.lower(), None)
    return more.total()


def _hosts(text: str) -> Counter[str]:
    found = [match["host"].lower() for match in _ADDRESS.finditer(text)]
    found.extend(f"www.{match['host'].lower()}" for match in _BARE.finditer(text))
    return Counter(found)
