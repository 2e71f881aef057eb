"""What a browser says of itself, in plain words, and where it says it from, without saying exactly where."""

import ipaddress

# The first that is found counts: each browser also names those that it wants to be taken for.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Vivaldi", "Vivaldi"),
    ("FxiOS", "Firefox"), ("Firefox/", "Firefox"), ("CriOS", "Chrome"), ("HeadlessChrome", "Chrome"),
    ("Chrome/", "Chrome"), ("Chromium", "Chromium"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def described(agent: str) -> tuple[str, str]:
    """The names of browser and system, as their makers write them; "" for what is not known."""
    return _first(_BROWSERS, agent), _first(_SYSTEMS, agent)


def shortened(address: str) -> str:
    """The network of an address, as `192.0.2.…`: enough to recognise one's own, not enough to find somebody."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if found.version == 4:
        return f"{str(found).rpartition('.')[0]}.…"
    return f"{':'.join(found.exploded.split(':')[:3])}:…"


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in names if mark in agent), "")
