"""One question and its answer over a connection to an address that was checked before."""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Timer

from wiki.outgoing.errors import TooSlow, Unreachable
from wiki.outgoing.targets import Target

Received = tuple[int, dict[str, str], bytes, bool]


@dataclass(frozen=True)
class Request:
    """What is asked, and what the answer may cost."""

    method: str
    headers: Mapping[str, str]
    body: bytes | None
    timeout: float
    max_bytes: int


class CheckedConnection(HTTPConnection):
    """A connection that goes to the addresses of its target and looks no name up."""

    def __init__(self, target: Target, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self._target = target
        self._ends_at = time.monotonic() + timeout
        # `sock` is let go as soon as the headers of an answer are there, while its body still comes in.
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Reach one of the addresses; with https the certificate must be one for the name."""
        self.sock = self._line = self._reached()
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            # The handshake comes after the socket is in place, so that whoever watches the time can end it.
            self.sock = self._line = context.wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _reached(self) -> socket.socket:
        failure = OSError("no address")
        for address in self._target.addresses:
            left = self._ends_at - time.monotonic()
            if left <= 0:
                break
            try:
                return socket.create_connection((address, self._target.port), timeout=left)
            except OSError as error:
                failure = error
        raise failure

    def cut(self) -> None:
        """End the connection from another thread: what waits for it then fails."""
        if self._line is not None:
            with suppress(OSError):
                # Not the method of the TLS socket, which would take the session from under a reader.
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)


def exchange(target: Target, request: Request) -> Received:
    """Status, headers, body and whether it was cut.

    Raises:
        Unreachable: no connection, a certificate for another name, or no HTTP.
        TooSlow: the time was over.
    """
    connection = CheckedConnection(target, request.timeout)
    with _in_time(connection, request.timeout) as is_over:
        try:
            received = _ask(connection, target, request)
        except (OSError, HTTPException, ValueError) as error:
            if is_over.is_set() or isinstance(error, TimeoutError):
                raise TooSlow("the site took too long to answer") from None
            raise Unreachable(f"no answer: {type(error).__name__}") from None
    if is_over.is_set():
        # A connection that was cut looks like an answer without a length that has ended.
        raise TooSlow("the site took too long to answer")
    return received


@contextmanager
def _in_time(connection: CheckedConnection, seconds: float) -> Iterator[Event]:
    """Cut the connection when the time is over: timeouts of sockets begin anew with each byte that drips in."""
    is_over = Event()

    def end() -> None:
        is_over.set()
        connection.cut()

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()
        connection.close()


def _ask(connection: CheckedConnection, target: Target, request: Request) -> Received:
    headers = {"Host": target.authority, "Connection": "close", **request.headers}
    connection.request(request.method, target.path, body=request.body, headers=headers)
    response = connection.getresponse()
    content = response.read(request.max_bytes + 1)
    is_cut = len(content) > request.max_bytes
    return response.status, _joined_headers(response), content[: request.max_bytes], is_cut


def _joined_headers(response: HTTPResponse) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in response.getheaders():
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined
