"""Keep-alive clients that cost little: one thread, one selector, and a script of requests for each client.

A script is a generator: it yields what to ask and is sent what was answered, so that a visit and a whole edit
are written the same way.
"""

import selectors
import socket
import time
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

_CHUNK = 262_144


@dataclass(frozen=True, slots=True)
class Request:
    """The bytes of one request, and the name under which its time is kept."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One response as it came."""

    status: int
    head: bytes
    body: bytes
    seconds: float

    def headers(self) -> list[tuple[str, str]]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return [(name, value) for name, _, value in (line.partition(": ") for line in lines) if name]

    @property
    def wire_bytes(self) -> int:
        return len(self.head) + 4 + len(self.body)


Script = Generator[Request, Answer, None]


@dataclass
class Load:
    """What a run saw: the time of each request by name, and how long it all took."""

    seconds: float = 0.0
    times: dict[str, list[float]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(map(len, self.times.values()))

    def rate(self, name: str = "") -> float:
        """Answers per second, of one name or of all."""
        return (len(self.times.get(name, ())) if name else self.count) / self.seconds


def request(
    name: str, path: str, *, cookie: str = "", encoding: str = "br", body: bytes | None = None
) -> Request:
    """A request as a browser sends it; with a body it is a posted form."""
    lines = [
        f"{'GET' if body is None else 'POST'} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept-Language: fr-FR,fr;q=0.9",
        f"Accept-Encoding: {encoding}",
    ]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if body is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return Request(name, ("\r\n".join(lines) + "\r\n\r\n").encode() + (body or b""))


def run(port: int, scripts: Iterable[Script], seconds: float = float("inf")) -> Load:
    """Let every client follow its script until the time is up, and an answer came, or all scripts have ended."""
    load = Load()
    started = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        clients = [_Client(port, script, selector, load) for script in scripts]
        end = started + seconds
        while selector.get_map() and (time.perf_counter() < end or not load.count):
            for key, _ in selector.select(1):
                key.data.receive()
        load.seconds = time.perf_counter() - started
        for client in clients:
            client.close()
    return load


class _Client:
    """One connection and where its script is."""

    def __init__(self, port: int, script: Script, selector: selectors.BaseSelector, load: Load) -> None:
        self._port, self._script, self._selector, self._load = port, script, selector, load
        self._connect()
        self._send(next(script))

    def _connect(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector.register(self._socket, selectors.EVENT_READ, self)

    def _send(self, wanted: Request) -> None:
        self._wanted = wanted
        self._parts: list[bytes] = []
        self._missing = -1
        self._sent_at = time.perf_counter()
        self._socket.sendall(wanted.data)

    def receive(self) -> None:
        """Take what has come; when the answer is whole, ask for the next thing."""
        data = self._socket.recv(_CHUNK)
        if not data:
            raise RuntimeError(f"the server closed the connection during {self._wanted.name}")
        self._parts.append(data)
        if self._missing < 0:
            whole = b"".join(self._parts)
            end = whole.find(b"\r\n\r\n")
            if end < 0:
                return
            self._head, self._start = whole[:end], end + 4
            self._missing = end + 4 + _content_length(self._head) - len(whole)
        else:
            self._missing -= len(data)
        if self._missing <= 0:
            self._answered()

    def _answered(self) -> None:
        seconds = time.perf_counter() - self._sent_at
        self._load.times.setdefault(self._wanted.name, []).append(seconds)
        body = b"".join(self._parts)[self._start :]
        answer = Answer(int(self._head[9:12]), self._head, body, seconds)
        if b"onnection: close" in self._head:
            self.close()
            self._connect()
        try:
            wanted = self._script.send(answer)
        except StopIteration:
            self.close()
        else:
            self._send(wanted)

    def close(self) -> None:
        if self._socket.fileno() >= 0:
            self._selector.unregister(self._socket)
            self._socket.close()


def _content_length(head: bytes) -> int:
    lower = head.lower()
    start = lower.find(b"content-length:")
    if start < 0:
        # Answers without a body say so by their status.
        assert lower[9:12] in (b"204", b"304"), head
        return 0
    return int(lower[start + 15 :].split(b"\r\n", 1)[0])
