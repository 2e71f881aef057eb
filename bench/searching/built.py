"""Indexes of one size: ours and those of the yardsticks, built in processes of their own, kept when asked to."""

import json
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from bench.searching.corpus import Pages, size_of
from bench.searching.engines import YARDSTICKS
from bench.searching.timing import Metered, bytes_in, in_fresh_process
from search.documents import Document
from search.engines.whoosh_schema import FINGERPRINT
from search.index import rebuild_index

OURS = "ours"
_TOLD = "built.json"
_SOURCES = ("yardsticks.py", "fts5.py", "in_tantivy.py", "built.py")  # of what the folders hold


@dataclass(frozen=True)
class Making:
    """What building one index took: pages a second of processor and of wall time, bytes on the disk, MB of memory."""

    rate: float
    wall_rate: float
    bytes: int
    memory: float


@dataclass(frozen=True)
class Built:
    """The same pages in every engine."""

    size: int
    folder: Path
    text_bytes: int
    making: Mapping[str, Making]

    @property
    def url(self) -> str:
        """The address of our own index."""
        return url_of(self.folder / OURS)

    def copy(self, folder: Path, engine: str = OURS) -> Path:
        """One engine's index again, to be written to."""
        return Path(shutil.copytree(self.folder / engine, folder / f"{engine}-{self.size}"))


def url_of(folder: Path) -> str:
    """The address of a Whoosh index."""
    return f"whoosh://{folder}"


def build(folder: Path, pages: Pages, size: int) -> Built:
    """Build all, or take what an earlier run has kept of the same pages, analysis and yardsticks."""
    own = folder / f"{_fingerprint(pages)}-{size}"
    if not (own / _TOLD).exists():
        shutil.rmtree(own, ignore_errors=True)
        making = {name: in_fresh_process(_make, name, own / name, size) for name in (OURS, *YARDSTICKS)}
        text_bytes = sum(map(size_of, pages.first(size)))
        told = {"text_bytes": text_bytes, "making": {name: asdict(made) for name, made in making.items()}}
        (own / _TOLD).write_text(json.dumps(told), encoding="utf-8")
    told = json.loads((own / _TOLD).read_text(encoding="utf-8"))
    made = {name: Making(**values) for name, values in told["making"].items()}
    return Built(size, own, told["text_bytes"], made)


def _make(engine: str, folder: Path, size: int) -> Making:
    """Build one index; making the pages is not counted, reading them into terms is."""
    pages = Pages()
    metered: list[Metered[Document]] = []

    def documents(after: str | None) -> Iterator[Document]:
        metered.append(Metered(pages.first(size, after)))
        return metered[-1]

    wall, cpu = time.perf_counter(), time.process_time()
    _FILLING[engine](folder, documents)
    made = sum(one.seconds for one in metered)
    wall, cpu = time.perf_counter() - wall - made, time.process_time() - cpu - made
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Making(size / cpu, size / wall, bytes_in(folder), memory)


def _fill_ours(folder: Path, documents: Callable[[str | None], Iterator[Document]]) -> None:
    rebuild_index(url_of(folder), documents, 0)


def _fill_yardstick(name: str) -> Callable[[Path, Callable[[str | None], Iterator[Document]]], None]:
    def fill(folder: Path, documents: Callable[[str | None], Iterator[Document]]) -> None:
        YARDSTICKS[name](folder).fill(documents(None))

    return fill


_FILLING = {OURS: _fill_ours} | {name: _fill_yardstick(name) for name in YARDSTICKS}


def _fingerprint(pages: Pages) -> str:
    made = sha256(f"{pages.fingerprint} {FINGERPRINT}".encode())
    for name in _SOURCES:
        made.update((Path(__file__).parent / name).read_bytes())
    return made.hexdigest()[:12]
