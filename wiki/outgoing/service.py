"""Call another site.

An address comes from people, and this machine stands inside a house: it could be led to a database, a printer or the
page where a cloud tells its secrets. So the name is looked up once, every address it leads to is checked, and the
connection goes to an address that was checked, never through a second look-up, which could say something else (DNS
rebinding). Redirects are not followed unasked, and a proxy of the environment is not used: it would look names up
itself. See docs/explanation/adr/0022-calls-to-other-sites.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from wiki.outgoing.connection import Request, exchange
from wiki.outgoing.errors import Refused
from wiki.outgoing.installation import private_is_open, user_agent
from wiki.outgoing.targets import target_of

TIMEOUT = 10.0
MAX_BYTES = 1024 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_ONE_SITE = ("authorization", "cookie")


@dataclass(frozen=True)
class Answer:
    """What the other site said.

    Attributes:
        headers: names in lower case; several of one name are joined by commas.
        body: as it came, at most `max_bytes`; `is_cut` says that there was more.
        url: the address that answered.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    is_cut: bool = False


def fetch(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
) -> Answer:
    """Ask once; a redirect is an answer like any other.

    Args:
        timeout: seconds for everything after the name was looked up.

    Raises:
        Refused: this address is never called.
        Unreachable: there was no answer.
        TooSlow: it was not there in time.
    """
    target = target_of(url, private=private_is_open())
    sent = {"User-Agent": user_agent(), "Accept-Encoding": "identity", **(headers or {})}
    status, received, content, is_cut = exchange(target, Request(method, sent, body, timeout, max_bytes))
    return Answer(status, received, content, url, is_cut)


def follow(
    method: str,
    url: str,
    *,
    most: int = 5,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
) -> Answer:
    """Ask, and go where redirects lead, each checked like the first; for GET and HEAD.

    Args:
        most: redirects that are followed.
        timeout: seconds for each of them.

    Raises:
        Refused: one of the addresses is never called, or there were too many.
        Unreachable: there was no answer.
        TooSlow: it was not there in time.
    """
    sent = dict(headers or {})
    for _hop in range(most + 1):
        answer = fetch(method, url, headers=sent, timeout=timeout, max_bytes=max_bytes)
        place = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not place:
            return answer
        following = _joined(url, place)
        if urlsplit(following)[:2] != urlsplit(url)[:2]:
            sent = {name: value for name, value in sent.items() if name.lower() not in _FOR_ONE_SITE}
        url = following
    raise Refused("this site redirects too often")


def _joined(url: str, place: str) -> str:
    try:
        return urljoin(url, place).partition("#")[0]
    except ValueError:
        raise Refused("this site redirects to something that is no address") from None
