"""Whether people find what they look for: judged queries and pairs of words, and what reading a text costs.

Words only, Whoosh's own French and our terms are compared in one plain engine; `ours` is the product as it
runs: `open_index` on a Whoosh folder. bench/README.md says what each figure means.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from statistics import median
from tempfile import TemporaryDirectory

from whoosh.analysis import LanguageAnalyzer
from whoosh.highlight import ContextFragmenter, HtmlFormatter, highlight

from bench.chains import CHAINS, PlainEngine
from bench.corpus import ROOT, SHARED, has_practices
from bench.figures import Figure, report, report_options
from bench.judging import DEEP, Judged, documents, judged, quality
from search.analysis import terms
from search.documents import Document
from search.index import Index, open_index
from search.query import Query
from search.snippets import snippet

Answers = Callable[[str], Sequence[str]]
PAIRS = (
    ("pairs", "pairs given with the project", SHARED / "data" / "search" / "pairs.tsv", 0.95, 0.80),
    (
        "pairs_first",
        "first list, used since it was tried",
        ROOT / "tests" / "search" / "pairs_first.tsv",
        0.90,
        0.75,
    ),
    (
        "pairs_second",
        "second list, used since it was tried",
        ROOT / "tests" / "search" / "pairs_second.tsv",
        0.90,
        0.75,
    ),
    (
        "pairs_third",
        "third list, used since it was tried",
        ROOT / "tests" / "search" / "pairs_third.tsv",
        0.90,
        0.75,
    ),
)
ASKED_BY_NAME = {
    "scenarios climats": "trappes/lire-le-climat",
    "evaluee": "",
    "formatrices": "",
    "eco renovation": "pays-de-fougeres/",
}
_HITS = 20


def main() -> None:
    """Measure, print the table, write the JSON when asked."""
    parser = report_options(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--quick", action="store_true", help="fewer rounds of what is timed")
    parser.add_argument("--rounds", type=int, help="rounds of what is timed")
    options = parser.parse_args()
    pages = documents()
    figures = figures_of(pages, options.rounds or (3 if options.quick else 15))
    practices = "with" if has_practices() else "without"
    report(figures, f"Relevance: {len(pages)} pages, {practices} the shared practices.", options)


def figures_of(pages: Sequence[Document], rounds: int) -> list[Figure]:
    """Everything that is measured; what is timed, so many times."""
    with TemporaryDirectory() as folder:
        index = open_index(f"whoosh://{folder}/index")
        index.put(pages)
        figures = [*_quality_figures(pages, index), *_pair_figures(), *_cost_figures(pages, index, rounds)]
        index.close()
    return figures


def _quality_figures(pages: Sequence[Document], index: Index) -> Iterator[Figure]:
    queries = judged([page.url for page in pages])
    engines: dict[str, Answers] = {name: PlainEngine(pages, chain).search for name, chain in CHAINS.items()}
    names = {page.id: page.url for page in pages}
    engines["ours"] = lambda text: [names[hit.id] for hit in index.search(Query(text, limit=DEEP)).hits]
    yield Figure("queries", len(queries), "", "judged queries", at_least=60 if has_practices() else None)
    found = {
        name: quality(queries, [answer(query.text) for query in queries]) for name, answer in engines.items()
    }
    for name, attained in found.items():
        for measure, value in asdict(attained).items():
            yield Figure(f"{measure}_{name}", value, "", f"{_MEASURES[measure]}, {_ENGINES[name]}")
    words, ours = found["words"], found["ours"]
    yield Figure("mrr_ratio", ours.mrr / words.mrr, "×", "MRR, ours ÷ words only", at_least=1.10)
    yield Figure(
        "success_ratio", ours.success / words.success, "×", "success@5, ours ÷ words only", at_least=1.12
    )
    yield Figure("ndcg_ratio", ours.ndcg / words.ndcg, "×", "nDCG@10, ours ÷ words only", at_least=1.0)
    yield Figure(
        "library_ratio",
        ours.ndcg / found["library"].ndcg,
        "×",
        "nDCG@10, ours ÷ Whoosh's French",
        at_least=1.0,
    )
    yield from _accent_figures(queries, engines["ours"])
    for text, first in ASKED_BY_NAME.items():
        answer = engines["ours"](text)
        met = float(bool(answer) and answer[0].startswith(first))
        yield Figure(
            f"asked_{text.replace(' ', '_')}", met, "", f"“{text}” finds, first {first or 'any'}", at_least=1
        )


_MEASURES = {"ndcg": "nDCG@10", "mrr": "MRR@10", "success": "success@5", "empty": "found nothing"}
_ENGINES = {"words": "words only", "library": "Whoosh's French", "terms": "our terms", "ours": "the product"}


def _accent_figures(queries: Sequence[Judged], answer: Answers) -> Iterator[Figure]:
    """The queries that have accents, typed with and without them."""
    accented = [query for query in queries if query.unaccented.text != query.text]
    plain = [query.unaccented for query in accented]
    typed = quality(accented, [answer(query.text) for query in accented])
    bare = quality(plain, [answer(query.text) for query in plain])
    yield Figure(
        "unaccented_ratio", bare.mrr / typed.mrr, "×", "MRR, accents left out ÷ typed", at_least=0.98
    )
    yield Figure(
        "unaccented_ndcg", bare.ndcg / typed.ndcg, "×", "nDCG@10, accents left out ÷ typed", at_least=0.98
    )


def _pair_figures() -> Iterator[Figure]:
    for name, what, path, match, differ in PAIRS:
        if not path.is_file():
            continue
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
        for kind, least in (("match", match), ("differ", differ)):
            right = [_share(one, other) == (kind == "match") for said, one, other in rows if said == kind]
            told = f"{what}: {len(right)} that must {'' if kind == 'match' else 'not '}match"
            yield Figure(f"{name}_{kind}", sum(right) / len(right), "", told, at_least=least)


def _share(one: str, other: str) -> bool:
    return not set(terms(one)).isdisjoint(terms(other))


def _cost_figures(pages: Sequence[Document], index: Index, rounds: int) -> Iterator[Figure]:
    text = "\n".join(page.body for page in pages)
    seconds = _seconds(lambda: len(terms(text)), rounds)
    yield Figure("tokens_per_second", len(text.split()) / seconds, "/s", "words read, warm", at_least=500_000)
    queries = [query.text for query in judged([page.url for page in pages])][::8]
    bodies = {page.id: page.body for page in pages}
    hits = [(text, [bodies[name] for name in _hits(index, text)]) for text in queries]
    ours = _seconds(lambda: [snippet(body, text) for text, found in hits for body in found], rounds)
    theirs = _seconds(
        lambda: [_highlighted(body, text) for text, found in hits for body in found], min(rounds, 3)
    )
    shown = sum(len(found) for _, found in hits)
    yield Figure("snippet_ms", 1000 * ours / shown * _HITS, "ms", f"snippets of {_HITS} hits")
    yield Figure("snippet_ratio", ours / theirs, "×", "snippets ÷ Whoosh's highlighter", at_most=0.45)


def _hits(index: Index, text: str) -> list[str]:
    return [hit.id for hit in index.search(Query(text, limit=_HITS, match="any")).hits]


_FRENCH = LanguageAnalyzer("fr")


def _highlighted(body: str, text: str) -> str:
    wanted = frozenset(token.text for token in _FRENCH(text))
    return str(highlight(body, wanted, _FRENCH, ContextFragmenter(maxchars=220), HtmlFormatter(), top=1))


def _seconds(run: Callable[[], object], rounds: int) -> float:
    """Median processor time, after one run that is not counted."""
    run()
    times: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return median(times)


if __name__ == "__main__":
    main()
