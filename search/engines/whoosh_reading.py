"""The newest generation of an index, kept at hand by one process and shared by its threads."""

from pathlib import Path
from threading import Lock
from typing import NamedTuple

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.engines.whoosh_folder import damage_told, in_use, which_pointer
from search.engines.whoosh_generation import Generation
from search.engines.whoosh_schema import FINGERPRINT, make_schema
from search.engines.whoosh_segment import Segments
from search.errors import IndexStale

INDEX_NAME = "MAIN"


class _Opened(NamedTuple):
    """A generation, which pointer led to it, and the files that tell whether it is still the newest."""

    pointer: tuple[int, int]
    commit: Path
    next_commit: Path
    generation: Generation


class Reader:
    """Opens generations. Whoosh's own `refresh()` is never used: it keeps deleted pages findable.

    Segments that are still there keep what was read of them; deletions are read anew for each generation. A
    thread that still searches an older generation holds it and its files.
    """

    def __init__(self, root: Path, cache_limit: int) -> None:
        self._root = root
        self._limit = cache_limit
        # What is read of segments is only needed again after a commit; what a generation keeps, all the time.
        self._for_segments = cache_limit // 4
        self.segments = Segments(self._for_segments)
        self._opening = Lock()
        self._opened: _Opened | None = None

    def newest(self) -> Generation:
        """The generation that every commit made before is in; asking costs a look into the folder.

        Raises IndexStale when there is none that can be read.
        """
        opened = self._opened
        if opened is None or not self._is_newest(opened):
            with self._opening:
                opened = self._opened
                if opened is None or not self._is_newest(opened):
                    opened = self._opened = self._open()
        return opened.generation

    def close(self) -> None:
        """Forget everything; files are closed when nobody searches them any more."""
        self._opened = None
        self.segments = Segments(self._for_segments)

    def _is_newest(self, opened: _Opened) -> bool:
        """A commit is told by its file: it takes those of earlier ones away, unless it is killed just then."""
        return (
            which_pointer(self._root) == opened.pointer
            and opened.commit.exists()
            and not opened.next_commit.exists()
        )

    def _open(self) -> _Opened:
        """Open what is there; once more when it was replaced meanwhile."""
        while True:
            pointer = which_pointer(self._root)
            folder = in_use(self._root)
            newest = _newest_commit(folder)
            try:
                generation = open_generation(folder, self.segments, self._limit - self._for_segments)
            except IndexStale:
                if which_pointer(self._root) == pointer and _newest_commit(folder) == newest:
                    raise
            else:
                commit, following = (_commit_file(folder, generation.commit + more) for more in (0, 1))
                return _Opened(pointer, commit, following, generation)


def open_generation(folder: Path, segments: Segments | None = None, cache_limit: int = 0) -> Generation:
    """What the last commit left in a folder. Raises IndexStale for what is damaged or of another version."""
    segments = segments or Segments(0)
    with damage_told(folder):
        storage = FileStorage(folder)
        toc = TOC.read(storage, INDEX_NAME, schema=make_schema())
        parts = [(segments.of(storage, one), frozenset(one.deleted_docs())) for one in toc.segments]
        generation = Generation(toc.generation, parts, segments.tables, cache_limit)
    written_by = generation.control.get("fingerprint")
    if written_by != FINGERPRINT:
        raise IndexStale(f"{folder} was written by {written_by!r}, this is {FINGERPRINT!r}")
    return generation


def _commit_file(folder: Path, commit: int) -> Path:
    return folder / f"_{INDEX_NAME}_{commit}.toc"


def _newest_commit(folder: Path) -> int:
    # Whoosh tells this number of an open index only.
    return TOC._latest_generation(FileStorage(folder), INDEX_NAME)  # type: ignore[no-any-return]  # noqa: SLF001
