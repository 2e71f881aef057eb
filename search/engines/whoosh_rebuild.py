"""A new index built aside from all documents, in many commits, so that an interrupted build goes on."""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from search.documents import Document
from search.engines import whoosh_folder as folders
from search.engines.whoosh_reading import open_generation
from search.engines.whoosh_schema import fields_of
from search.engines.whoosh_segment import Segments
from search.engines.whoosh_writing import control_again, writing
from search.errors import IndexStale
from search.lexicon import Lexicon
from search.results import Rebuilt

# Fewer and larger segments are searched quicker, and cost more memory to build: here about 300 MB.
_BATCH = 4_000
_MEMORY_MB = 1_024


def rebuild_folder(
    root: Path, documents: Callable[[str | None], Iterable[Document]], sequence: int
) -> Rebuilt:
    """Build, or go on building, then put the new index in the place of the old one.

    Raises IndexBusy when another process is at it.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.chmod(0o700)
    with folders.building(root):
        folder, control = _unfinished(root) or _begun(root, sequence)
        lexicon = Lexicon(folder / folders.LEXICON)
        try:
            waiting = iter(documents(control["last"]))
            while batch := [*islice(waiting, _BATCH)]:
                control = {
                    **control,
                    "last": batch[-1].id,
                    "documents": control["documents"] + len(batch),
                }
                _add(folder, batch, lexicon, control)
        finally:
            lexicon.close()
        since = control["sequence"]
        _add(folder, [], lexicon, {**control, "before": _generations_before(root)})
        folders.point_to(root, folder)
    return Rebuilt(control["documents"], since)


def _unfinished(root: Path) -> tuple[Path, dict[str, Any]] | None:
    """A build of this version that was interrupted, and how far it came."""
    folder = folders.being_built(root)
    if folder is None:
        return None
    try:
        return folder, open_generation(folder).control
    except IndexStale:
        return None


def _begun(root: Path, sequence: int) -> tuple[Path, dict[str, Any]]:
    control = {"last": None, "documents": 0, "sequence": sequence}
    return folders.begin_building(root, **control), control


def _add(folder: Path, batch: list[Document], lexicon: Lexicon, control: dict[str, Any]) -> None:
    segments = Segments(0)
    with writing(folder, _MEMORY_MB) as writer:
        for document in batch:
            writer.add_document(**fields_of(document))
        control_again(writer, segments, **control)
        lexicon.learn(batch)


def _generations_before(root: Path) -> int:
    """How often the index in use changed: counting goes on from there."""
    try:
        return open_generation(folders.in_use(root)).number
    except IndexStale:
        return 0
