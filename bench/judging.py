"""The judged set: what people type, which pages answer it, and how well a list of pages does."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean

import yaml

from bench.corpus import DEMONSTRATION, source_files
from search.analysis import fold
from search.documents import Document
from wiki.rendering.document import Source, read

QUERIES = Path(__file__).parent / "judged" / "queries.tsv"
DEEP = 10
# As pages are indexed: what kind they are of is read like a text, and who told that they played it lifts them.
_KINDS = {
    "scenario": "Scénario",
    "tool": "Outil",
    "project": "Projet",
    "approach": "Démarche",
    "enactment": "Retour d'expérience",
    "page": "Page",
}
_NOT_SEARCHED = frozenset({"langue", "licence", "coordonnées", "format", "durée", "auteurs", "adapté de"})


@dataclass(frozen=True)
class Judged:
    """A query, and the pages that answer it with their grades, 1 to 3."""

    text: str
    grades: dict[str, int]

    @property
    def unaccented(self) -> "Judged":
        """The same typed without accents."""
        return Judged(fold(self.text), self.grades)


@dataclass(frozen=True)
class Quality:
    """Means over a set of queries. `success`: a page of grade 2 or 3 among the first five."""

    ndcg: float
    mrr: float
    success: float
    empty: float


@cache
def documents() -> tuple[Document, ...]:
    """The pages of the demonstration and the shared practices; by `url`, `territory/page` or `practices/page`."""
    files = source_files()
    kinds = {name: kind for file in DEMONSTRATION.glob("*/pages.yaml") for name, kind in _kinds(file)}
    sources = {_name(file): read(file.read_text(encoding="utf-8"), home=file.parent.name) for file in files}
    told = [sources[name] for name, kind in kinds.items() if kind == "enactment"]
    played = Counter(path for source in told for path in {link.path for link in source.links})
    return tuple(
        _document(number, name, source, kinds.get(name, "page"), played[name])
        for number, (name, source) in enumerate(sources.items())
    )


def judged(names: Sequence[str]) -> list[Judged]:
    """The queries, with those of their pages that are at hand. Raises ValueError for a page named in vain."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    queries = [_query(line, names) for line in lines if line and not line.startswith("#")]
    return [query for query in queries if query.grades]


def quality(queries: Sequence[Judged], answers: Sequence[Sequence[str]]) -> Quality:
    """How well lists of pages answer queries, the best page first in each."""
    pairs = [*zip(queries, answers, strict=True)]
    return Quality(
        ndcg=fmean(_ndcg(query, answer) for query, answer in pairs),
        mrr=fmean(1 / (1 + _first(query, answer)) for query, answer in pairs),
        success=fmean(_first(query, answer) < 5 for query, answer in pairs),
        empty=fmean(not answer for _, answer in pairs),
    )


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def _kinds(file: Path) -> Iterator[tuple[str, str]]:
    for page in yaml.safe_load(file.read_text(encoding="utf-8")):
        yield _name(file.parent / page["file"]), page["kind"]


def _document(number: int, name: str, source: Source, kind: str, played: int) -> Document:
    said = (
        value if isinstance(value, str) else ", ".join(value)
        for key, value in source.head.values.items()
        if key not in _NOT_SEARCHED
    )
    return Document(
        id=str(number),
        url=name,
        title=source.title or name,
        head=". ".join((_KINDS[kind], *said)),
        summary=source.summary or "",
        body=source.plain,
        kind=kind,
        played=played if kind == "scenario" else 0,
    )


def _query(line: str, names: Sequence[str]) -> Judged:
    text, _, judgements = line.partition("\t")
    return Judged(text, dict(_grades(judgements, names)))


def _grades(judgements: str, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Pages are named by unambiguous beginnings; where the practices are absent theirs are left out."""
    for judgement in judgements.split():
        grade, beginning = judgement.split(":")
        meant = [name for name in names if name.startswith(beginning)]
        if len(meant) == 1:
            yield meant[0], int(grade)
        elif meant or not beginning.startswith("practices/"):
            raise ValueError(f"{beginning} is not one page: {meant}")


def _ndcg(query: Judged, answer: Sequence[str]) -> float:
    """Normalised discounted cumulated gain at ten, with gains of 2^grade - 1 (Burges et al., 2005)."""
    attained = _gain(query.grades.get(name, 0) for name in answer[:DEEP])
    return attained / _gain(sorted(query.grades.values(), reverse=True)[:DEEP])


def _gain(grades: Iterator[int] | Sequence[int]) -> float:
    return sum((float(2**grade) - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _first(query: Judged, answer: Sequence[str]) -> float:
    """How many pages stand before the first good one, without end if there is none among the first ten."""
    places = (place for place, name in enumerate(answer[:DEEP]) if query.grades.get(name, 0) >= 2)
    return next(places, math.inf)
