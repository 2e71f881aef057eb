"""Two servers measured in turn, so that a noisy neighbour troubles both alike; medians are told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.load import Load, Script, run
from bench.servers import Server

Clients = Callable[[], Iterable[Script]]


@dataclass(frozen=True)
class Run:
    """What one server did in one round."""

    load: Load
    cpu_seconds: float

    @property
    def cpu_per_answer(self) -> float:
        return self.cpu_seconds / max(1, self.load.count)


@dataclass(frozen=True)
class Side:
    """A server and what its clients do in each round."""

    server: Server
    clients: Clients


@dataclass(frozen=True)
class Comparison:
    """Rounds of a reference and of what is compared with it."""

    reference: Sequence[Run]
    measured: Sequence[Run]

    @property
    def rate_ratio(self) -> float:
        """Throughput of the measured over that of the reference, the median of the rounds."""
        pairs = zip(self.measured, self.reference, strict=True)
        return median(ours.load.rate() / theirs.load.rate() for ours, theirs in pairs)

    @property
    def cpu_ratio(self) -> float:
        """Processor time of the measured over that of the reference, for one answer."""
        pairs = zip(self.measured, self.reference, strict=True)
        return median(ours.cpu_per_answer / theirs.cpu_per_answer for ours, theirs in pairs)

    @property
    def rate(self) -> float:
        return median(one.load.rate() for one in self.measured)

    @property
    def reference_rate(self) -> float:
        return median(one.load.rate() for one in self.reference)


def once(side: Side, seconds: float) -> Run:
    """One round of one server."""
    before = side.server.cpu_seconds()
    load = run(side.server.port, side.clients(), seconds)
    return Run(load, side.server.cpu_seconds() - before)


def compare(reference: Side, measured: Side, rounds: int, seconds: float) -> Comparison:
    """Reference, measured, reference, measured…; each is warmed before the first round that counts."""
    once(reference, seconds / 2)
    once(measured, seconds / 2)
    pairs = [(once(reference, seconds), once(measured, seconds)) for _ in range(rounds)]
    return Comparison([pair[0] for pair in pairs], [pair[1] for pair in pairs])
