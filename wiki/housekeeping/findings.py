"""What a text says that its upkeep needs to know. Pure."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from wiki.housekeeping.models import MAX_URL
from wiki.rendering.document import Source
from wiki.rendering.rules.images import file_number

MOST_LINKS = 500
"""Of a page, to other sites; a text with more is a list of addresses, and no list is read here to its end."""
_LONGEST_ANCHOR = 100


@dataclass(frozen=True)
class Findings:
    """Words; images from elsewhere that nobody described; places inside; links to places; other sites' addresses."""

    words: int
    images_without_alt: int
    anchors: tuple[str, ...]
    anchor_links: frozenset[tuple[str, str]]
    external: tuple[str, ...]


def findings(source: Source) -> Findings:
    """Read the source of a page."""
    return Findings(
        words=source.words,
        images_without_alt=sum(not alt.strip() and file_number(at) is None for at, alt in source.images()),
        anchors=tuple(heading.anchor for heading in source.headings),
        anchor_links=frozenset(
            (link.path[:170], link.fragment[:_LONGEST_ANCHOR]) for link in source.links if link.fragment
        ),
        external=tuple(dict.fromkeys(filter(None, map(checkable, source.external_links()))))[:MOST_LINKS],
    )


def checkable(address: str) -> str:
    """The address as it is asked: without what leads inside the page; empty for what cannot be asked."""
    url = f"https:{address}" if address.startswith("//") else address
    url = url.partition("#")[0]
    return url if len(url) <= MAX_URL and host_of(url) else ""


def host_of(url: str) -> str:
    """Which site an address is of; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""
