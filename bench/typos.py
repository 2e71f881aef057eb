"""Words as one types: is a slip of the finger put right, how fast, and what does keeping words cost.

Slips are seeded: a letter left out, added, changed or swapped with the next, in words of the pages (five letters
and more), each at one place. A slip that makes another word of the pages is none. bench/README.md says more.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from string import ascii_lowercase
from typing import TypeVar

from bench.figures import Figure, report, report_options
from bench.searching.corpus import Pages, size_of
from search.documents import Document
from search.index import rebuild_index
from search.lexicon import Lexicon
from search.words import language_of, plainly, words_of

PUBLIC = frozenset({"public", "members", "territory:*"})
PAGES, TYPED = 2_000, 1_000
_SHORTEST = 5

T = TypeVar("T")
R = TypeVar("R")


def main() -> None:
    options = _options()
    pages, typed = (300, 300) if options.quick else (options.pages, TYPED)
    figures = list(figures_of(pages, typed))
    report(figures, f"{pages:,} pages, {typed:,} slips; one thread, the better of two askings.", options)


def figures_of(pages: int, typed: int) -> Iterator[Figure]:
    """Everything that is measured, on so many pages with so many slips."""
    documents = [*Pages().first(pages)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "words")
        lexicon = Lexicon(path)
        yield from _learning(lexicon, documents, Path(folder))
        lexicon.close()
        share = path.stat().st_size / sum(map(size_of, documents))
        yield Figure("lexicon_size", path.stat().st_size / 1e6, "MB", "words and titles on the disk")
        yield Figure("lexicon_share", share, "×", "their size ÷ that of the texts", at_most=0.10)
        yield from _slips(lexicon, documents, typed)
        yield from _completions(lexicon, documents, typed)
        lexicon.close()


def _learning(lexicon: Lexicon, documents: Sequence[Document], folder: Path) -> Iterator[Figure]:
    learning = _seconds(lambda: lexicon.learn(documents))
    indexing = _seconds(lambda: rebuild_index(f"whoosh://{folder}/index", lambda after: documents, 0))
    yield Figure("learn", 1e3 * learning / len(documents), "ms", "taking in the words of one page")
    yield Figure(
        "learn_share", learning / indexing, "×", "taking in words ÷ building the index", at_most=0.10
    )


def _slips(lexicon: Lexicon, documents: Sequence[Document], typed: int) -> Iterator[Figure]:
    slips = [*seeded_slips(documents, typed)]
    answers, times = _timed(lambda pair: [word.text for word in lexicon.near(pair[0], PUBLIC, 3)], slips)
    right = [meant for _, meant in slips]
    first = sum(meant in answer[:1] for meant, answer in zip(right, answers, strict=True)) / typed
    third = sum(meant in answer for meant, answer in zip(right, answers, strict=True)) / typed
    yield Figure("typo_first", first, "", "slips whose right word comes first", at_least=0.90)
    yield Figure("typo_in_three", third, "", "slips whose right word is among three", at_least=0.98)
    yield Figure("near_p50", statistics.median(times), "ms", "words near to one typed, median")
    yield Figure("near_p95", _p95(times), "ms", "the same, 95th percentile", at_most=1.0)


def _completions(lexicon: Lexicon, documents: Sequence[Document], typed: int) -> Iterator[Figure]:
    chance = random.Random(2)
    words = _vocabulary(documents)
    begun = [word[: chance.randint(2, 5)] for word in chance.choices(words, k=typed)]
    _, times = _timed(lambda prefix: lexicon.complete(prefix, PUBLIC), begun)
    yield Figure("complete_p95", _p95(times), "ms", "completing a word of 2 to 5 letters")
    titles = [document.title[: chance.randint(2, 12)] for document in chance.choices(documents, k=typed)]
    _, times = _timed(lambda text: lexicon.titles(text, PUBLIC), titles)
    yield Figure("titles_p95", _p95(times), "ms", "titles for 2 to 12 letters")


def seeded_slips(documents: Sequence[Document], count: int) -> Iterator[tuple[str, str]]:
    """Pairs of what was typed and what was meant, the same ones in every run."""
    chance = random.Random(1)
    words = _vocabulary(documents)
    known = set(map(plainly, words))
    while count:
        meant = chance.choice(words)
        typed = _slip(chance, meant)
        if plainly(typed) not in known:
            count -= 1
            yield typed, meant


def _vocabulary(documents: Sequence[Document]) -> list[str]:
    french = (words_of(document) for document in documents if language_of(document) == "fr")
    return sorted(word for word in frozenset().union(*french) if len(word) >= _SHORTEST)


def _slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word))
    before, after = word[:at], word[at:]
    return chance.choice((
        before + after[1:],
        before + chance.choice(ascii_lowercase) + after,
        before + chance.choice(ascii_lowercase) + after[1:],
        before + after[1:2] + after[:1] + after[2:],
    ))  # fmt: skip


def _timed(ask: Callable[[T], R], asked: Sequence[T]) -> tuple[list[R], list[float]]:
    """The answers, and for each the milliseconds of the better of two askings."""
    answers, times = list[R](), list[float]()
    for one in asked:
        seconds = min(_seconds(partial(ask, one)) for _ in range(2))
        answers.append(ask(one))
        times.append(1e3 * seconds)
    return answers, times


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[len(times) * 95 // 100]


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _options() -> argparse.Namespace:
    parser = report_options(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--quick", action="store_true", help="a few seconds: 300 pages")
    parser.add_argument("--pages", type=int, default=PAGES, help="how many pages")
    return parser.parse_args()


if __name__ == "__main__":
    main()
