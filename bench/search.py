"""How fast, how exact and how safe the search is, at two sizes, beside SQLite FTS5 and tantivy in the same run.

bench/README.md says what each figure means.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench import relevance, typos
from bench.corpus import has_practices
from bench.figures import Figure, report, report_options
from bench.judging import documents
from bench.searching import beside_whoosh, footprint, freshness, judging, latency, product, safety, saving
from bench.searching.built import build
from bench.searching.corpus import Pages
from bench.searching.queries import words_of
from bench.searching.scene import FULL, QUICK, Scene

SIZES = (10_000, 100_000)
QUICK_SIZES = (500, 1_500)
GROUPS: Mapping[str, Callable[[Scene], Iterator[Figure]]] = {
    "building": footprint.building,
    "warm": latency.warm,
    "cold": latency.cold,
    "whoosh": beside_whoosh.own_searcher,
    "memory": footprint.memory,
    "saves": saving.saves,
    "arrivals": freshness.arrivals,
    "product": product.product,
    "snippets": beside_whoosh.snippets,
    "typos": lambda scene: typos.figures_of(scene.amounts.typed * 2, scene.amounts.typed),
    "relevance": lambda scene: iter(relevance.figures_of(documents(), scene.amounts.rounds)),
    "judged": judging.judged,
    "withdrawn": safety.withdrawn,
    "kills": safety.kills,
    "writers": safety.writers,
}


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        scene = _scene(options, Path(folder))
        figures = [*_figures(scene, options.only or [*GROUPS])]
    report(figures, _told(scene), options)


def _options() -> argparse.Namespace:
    parser = report_options(argparse.ArgumentParser(description=__doc__))
    parser.add_argument(
        "--quick", action="store_true", help="under a minute: 500 and 1,500 pages, fewer queries"
    )
    parser.add_argument("--pages", type=_sizes, metavar="N,N", help="the two sizes")
    parser.add_argument("--only", type=_groups, metavar="NAME,…", help=f"some of: {', '.join(GROUPS)}")
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="keep the indexes here, and take those that are still right",
    )
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, int]:
    sizes = sorted(int(part) for part in text.split(","))
    if len(set(sizes)) != 2:
        raise argparse.ArgumentTypeError("two sizes: the smaller is the base of growth")
    return sizes[0], sizes[1]


def _groups(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}")
    return names


def _scene(options: argparse.Namespace, folder: Path) -> Scene:
    amounts = QUICK if options.quick else FULL
    sizes = options.pages or (QUICK_SIZES if options.quick else SIZES)
    pages, kept = Pages(), options.keep or folder / "kept"
    words = tuple(words_of(pages, amounts.lengths, min(500, sizes[0])))
    with _told_time("building"):
        small, large = (build(kept, pages, size) for size in sizes)
    return Scene(amounts, pages, words, small, large, folder)


def _figures(scene: Scene, groups: Sequence[str]) -> Iterator[Figure]:
    for name in groups:
        folder = scene.folder / name
        folder.mkdir()
        with _told_time(name):
            yield from GROUPS[name](replace(scene, folder=folder))


@contextmanager
def _told_time(name: str) -> Iterator[None]:
    print(name, end=" ", flush=True)
    start = time.monotonic()
    yield
    print(f"{time.monotonic() - start:.0f} s", flush=True)


def _told(scene: Scene) -> str:
    texts = "practice and demonstration texts" if has_practices() else "demonstration texts alone"
    return (
        f"{scene.small.size:,} and {scene.large.size:,} pages recombined from {texts}; {len(scene.words)} queries, "
        f"the best of {scene.amounts.rounds} rounds each, all engines in turn, one thread; demands of speed are "
        "those of the larger size."
    )


if __name__ == "__main__":
    main()
