"""How fast pages are read, written and found; what a first visit weighs; that what was saved is kept.

bench/README.md says what each figure means.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import corpus, filling, measures, servers
from bench.bare import write_answer
from bench.figures import Figure, report, report_options
from bench.filling import CLIENTS, Filled
from bench.measures import Plan, Scene
from bench.servers import Server

QUICK = Plan(sizes=(100, 1000), rounds=3, seconds=0.5, hot_pages=50, edits=40)
FULL = Plan(sizes=(100, 1000, 10000), rounds=7, seconds=2.0, hot_pages=200, edits=200)


def main() -> None:
    options = _options()
    usual = QUICK if options.quick else FULL
    plan = Plan(
        sizes=options.pages or usual.sizes,
        rounds=options.rounds or usual.rounds,
        seconds=options.seconds or usual.seconds,
        hot_pages=usual.hot_pages,
        edits=options.edits or usual.edits,
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        figures = list(_figures(plan, Path(folder)))
    report(figures, _told(plan), options)


def _options() -> argparse.Namespace:
    parser = report_options(argparse.ArgumentParser(description=__doc__))
    parser.add_argument(
        "--quick", action="store_true", help="about a minute: 100 and 1,000 pages, short rounds"
    )
    parser.add_argument(
        "--pages", type=_sizes, metavar="N,N,…", help="sizes of wikis; the smallest is the base of growth"
    )
    parser.add_argument("--seconds", type=float, help="length of a round")
    parser.add_argument("--rounds", type=int, help="rounds of each comparison")
    parser.add_argument("--edits", type=int, help="edits by one client, of each kind")
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(sorted(int(part) for part in text.split(",")))
    if len(sizes) < 2:
        raise argparse.ArgumentTypeError("two sizes at least: the smallest is the base of growth")
    return sizes


def _figures(plan: Plan, folder: Path) -> Iterator[Figure]:
    texts = corpus.corpus()
    wikis = [
        filled.copy(folder / str(len(filled.paths)))
        for filled in filling.fill(folder / "filling", texts, plan.sizes)
    ]
    small, *between, large = wikis
    with servers.wiki(large.data_dir) as wiki:
        with servers.wiki(small.data_dir) as base:
            print("growth", flush=True)
            yield from measures.growth(plan, ((base, small), (wiki, large)))
        yield from _at_one_size(plan, large, wiki, folder / "answer", texts.paragraphs)
    for filled in between:
        with servers.wiki(filled.data_dir) as wiki:
            yield from _at_one_size(plan, filled, wiki, folder / "answer", texts.paragraphs)


def _at_one_size(
    plan: Plan, filled: Filled, wiki: Server, answer: Path, paragraphs: list[str]
) -> Iterator[Figure]:
    print(f"{len(filled.paths)} pages", flush=True)
    compressed, length = measures.keep_answer(wiki, filled.paths[0])
    write_answer(answer, compressed.headers(), compressed.body)
    with servers.bare(answer) as bare:
        scene = Scene(plan, filled, wiki, bare, paragraphs)
        yield Figure(
            f"html_{scene.size}", length / 1000, "KB", "HTML of the page that the bare view answers with"
        )
        if scene.size == plan.sizes[-1]:
            yield from measures.first_visits(scene)
        for measure in (measures.views, measures.searches, measures.edits, measures.memory, measures.durable):
            print(f"  {measure.__name__}", flush=True)
            yield from measure(scene)


def _told(plan: Plan) -> str:
    texts = "practice and demonstration texts" if corpus.has_practices() else "demonstration texts alone"
    return (
        f"{CLIENTS} keep-alive clients on loopback; {plan.rounds} rounds of {plan.seconds:g} s, in turn with the "
        f"bare view; pages recombined from {texts}."
    )


if __name__ == "__main__":
    # However this ends, the servers it started end with it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    main()
