"""What an address asks us to call: taken apart, checked, its name looked up once."""

import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from wiki.outgoing.addresses import check_public
from wiki.outgoing.errors import Refused, Unreachable

PORTS = frozenset({80, 443, 8080, 8443})
"""Where web sites answer; other ports belong to other protocols, which must not be spoken to by accident."""

_MAX_URL = 2000
_MOST_ADDRESSES = 4
_KEPT_IN_PATHS = "/%:=&?~+!$,;'@()*[]"


@dataclass(frozen=True)
class Target:
    """Whom to call: `host` is the name that TLS and the request speak of, `addresses` what it led to."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """The Host header: RFC 9110, 7.2."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _default_port(self.scheme) else f"{name}:{self.port}"


def check_url(url: str, *, private: bool = False) -> None:
    """Refuse what we would never call, without looking the name up: for forms.

    Raises:
        Refused: not an http or https address, or one with a password or an odd port.
    """
    _taken_apart(url, private)


def target_of(url: str, *, private: bool) -> Target:
    """The target of an address.

    Args:
        private: whether addresses of the house and all ports are open.

    Raises:
        Refused: not an http or https address, an odd port, a name that leads into the house.
        Unreachable: the name is unknown.
    """
    scheme, host, port, path = _taken_apart(url, private)
    addresses = _looked_up(host, port)
    if not private:
        check_public(addresses)
    return Target(scheme, host, port, path, tuple(addresses[:_MOST_ADDRESSES]))


def _taken_apart(url: str, private: bool) -> tuple[str, str, int, str]:
    if len(url) > _MAX_URL or not url.isprintable() or " " in url:
        raise Refused("this is not the address of a site")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        raise Refused("this is not the address of a site") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("only http and https addresses are called")
    if "@" in parts.netloc:
        raise Refused("addresses that hold a name or a password are not called")
    port = _default_port(parts.scheme) if port is None else port
    if port not in PORTS and not private:
        raise Refused("web sites do not answer at this port")
    path = quote(parts.path or "/", safe=_KEPT_IN_PATHS)
    return (
        parts.scheme,
        host,
        port,
        f"{path}?{quote(parts.query, safe=_KEPT_IN_PATHS)}" if parts.query else path,
    )


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _looked_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("the name of the site is unknown") from None
    return list(dict.fromkeys(str(address[4][0]) for address in found))
