"""Commits: what is written at once, and when small segments become one."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

import whoosh.index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import LockError
from whoosh.reading import SegmentReader

from search.engines.whoosh_folder import damage_told
from search.engines.whoosh_schema import CONTROL, control_fields, make_schema
from search.engines.whoosh_segment import Segments, blocks
from search.errors import IndexBusy

_LOCK_TIMEOUT = 30.0
# Postings are decoded block by block, so large ones are quicker; little is gained by packing them harder.
_BLOCK, _COMPRESSION = 1024, 1

# So many segments of one size (of as many digits) become one, unless that is larger than this: such segments
# are never touched by a save.
_SMALL_SEGMENT = 2_000
_FAN = 8


@contextmanager
def writing(folder: Path, memory: int) -> Iterator[Any]:
    """A writer that commits at the end and gives up everything on an error.

    Raises IndexBusy when another writer does not finish, IndexStale when the index cannot be read.
    """
    codec = W3Codec(blocklimit=_BLOCK, compression=_COMPRESSION)
    with damage_told(folder):
        index = whoosh.index.open_dir(folder, schema=make_schema())
        try:
            writer = index.writer(timeout=_LOCK_TIMEOUT, compound=False, limitmb=memory, codec=codec)
        except LockError as locked:
            raise IndexBusy("another process is writing to the index") from locked
    try:
        yield writer
        writer.commit(mergetype=_fold_small_segments)
    finally:
        if not writer.is_closed:
            writer.cancel()


def delete(writer: Any, segments: Segments, ids: Collection[str]) -> set[str]:
    """Delete the documents with these ids; returns the ids that were there."""
    found: set[str] = set()
    for segment in writer.segments:
        known = segments.of(writer.storage, segment)
        for id_ in ids:
            numbers = [number for number in known.numbers_of(id_) if not segment.is_deleted(number)]
            for number in numbers:
                segment.delete_document(number)
                found.add(id_)
    return found


def control_again(writer: Any, segments: Segments, **said: Any) -> None:
    """Write the control document again, with what is said now."""
    control: dict[str, Any] = {}
    for segment in writer.segments:
        known = segments.of(writer.storage, segment)
        for number in known.numbers_of(CONTROL):
            if not segment.is_deleted(number):
                control |= known.control(number)
                segment.delete_document(number)
    writer.add_document(**control_fields({**control, **said}))


class _Folded(SegmentReader):  # type: ignore[misc]  # Whoosh's types are not followed
    """Reads all of a small segment: whole blocks, where Whoosh looks each term up again and steps through it."""

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes | None]]:
        """Field, term, document, weight and value of each posting that is not deleted."""
        deleted = self.deleted_docs_set
        for (field, term), info in self._terms.items():
            format_ = self.schema[field].format
            size = format_.fixed_value_size()
            # The reader's own way would decode each posting, to be written again as it was.
            matcher = self.codec().postings_reader(self._terms._postfile, info, format_)  # noqa: SLF001
            for steps, values in blocks(matcher):
                for at, number in enumerate(accumulate(steps)):
                    if number not in deleted:
                        yield field, term, number, 1.0, values[at * size : (at + 1) * size] if size else None


def _fold_small_segments(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge policy: what a save costs has a bound, whatever the size of the index."""
    by_size: dict[int, list[Any]] = {}
    for segment in segments:
        by_size.setdefault(len(str(segment.doc_count_all())), []).append(segment)
    folded = next(filter(None, map(_to_fold, by_size.values())), [])
    for segment in folded:
        with damage_told(segment.segment_id()):
            reader = _Folded(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in folded]


def _to_fold(alike: list[Any]) -> list[Any]:
    """When there are many of one size, the smallest of them that are not too large together."""
    if len(alike) < _FAN:
        return []
    alike = sorted(alike, key=lambda segment: segment.doc_count_all())
    totals = accumulate(segment.doc_count_all() for segment in alike)
    few = [segment for segment, total in zip(alike, totals, strict=True) if total <= _SMALL_SEGMENT]
    return few if len(few) > 1 else []
