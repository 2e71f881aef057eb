"""What reading, writing, merging and timing a scenario cost per KB of text, and how the cost grows.

Reading and merging are measured in turn with what the wiki does with the same text anyway: reading it as a page, and
its merge of lines. bench/README.md says what each figure means.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench.figures import Figure, report, report_options
from scenarios.script import changes, merge, parse, serialise, timeline
from wiki.pages import merge as wiki_merge
from wiki.rendering.document import read

KB = 1000
SIZES = (100, 1000)
LONGEST_PARSE = 0.002
"""Seconds per KB: 100 KB in 0.2 s."""
MOST_GROWTH = 12.0

HEAD = """---
territoire: Trappes
thèmes: [Climat, Citoyenneté]
public: Habitants dès 12 ans
durée: 90 min
modalité: présentiel
langue: fr
licence: CC-BY-SA-4.0
auteurs: [Collège local de Trappes]
référent: Ambassadrice climat
---

# Lire le climat de son quartier

Une marche où l'on mesure, compare et dessine le chaud et le frais d'un lieu connu de tous.

## Objectifs

- O1 (comprendre) : Expliquer la différence entre météo et climat
- O2 (analyser) : Comparer des températures de surface

## Déroulé

"""
ACTIVITY = """### Activité : Mesurer au point {n}

- Durée : {minutes} min
- Type : {type}
- Forme : groupes de 4
- Modalité : présentiel, extérieur
- Lieu : point {n}, rue {n}
- Rôles : animatrice accueille, binôme de sécurité, élue à l'écoute (Élus)
- Objectifs : O1, O2
- Matériel : {n} thermomètres, fiches de relevé, crayons

Trois mesures au point {n}, à l'ombre puis au soleil. Noter l'heure et la matière du sol. Comparer avec le point {m}.

> **Consigne.** Montrez l'endroit {n} sur le plan et dites pourquoi.

"""
TYPES = ("acquisition", "enquête", "pratique", "production", "discussion", "collaboration")


class Work(NamedTuple):
    """Something to measure on a text of some KB."""

    name: str
    what: str
    run: Callable[[], object]


def main() -> None:
    options = _options()
    figures = list(_figures(*options.kb, rounds=options.rounds or (3 if options.quick else 9)))
    small, large = options.kb
    report(figures, f"Made-up scenarios of {small} and {large} KB; medians of processor time.", options)


def _options() -> argparse.Namespace:
    parser = report_options(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--quick", action="store_true", help="under a minute: three rounds")
    parser.add_argument("--kb", type=_sizes, metavar="N,N", default=SIZES, help="sizes of the two texts")
    parser.add_argument("--rounds", type=int, help="rounds at the small size")
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, int]:
    small, large = sorted(int(part) for part in text.split(","))
    return small, large


def scenario_text(size: int) -> str:
    """A scenario of about `size` KB; no two activities are the same."""
    parts, length = [HEAD], len(HEAD.encode())
    while length < size * KB:
        n = len(parts)
        parts.append(ACTIVITY.format(n=n, m=n * 7, minutes=5 + n % 40, type=TYPES[n % 6]))
        length += len(parts[-1].encode())
    return "".join(parts)


def with_moves(text: str) -> str:
    """Ours: every tenth activity renamed, and the last tenth of them moved to the beginning."""
    start, *activities = text.split("### Activité : ")
    renamed = [f"Relevé, {part}" if place % 10 == 0 else part for place, part in enumerate(activities)]
    cut = len(renamed) * 9 // 10
    return "### Activité : ".join([start, *renamed[cut:], *renamed[:cut]])


def with_edits(text: str) -> str:
    """Theirs: a duration, a material and a sentence of every fifth activity."""
    start, *activities = text.split("### Activité : ")
    edited = [
        part.replace(" min", " minutes", 1).replace("crayons", "crayons, gilets").replace("Noter", "Écrire")
        if place % 5 == 0
        else part
        for place, part in enumerate(activities)
    ]
    return "### Activité : ".join([start, *edited])


def _works(text: str) -> Iterator[tuple[Work, Work | None]]:
    """What is measured, each with what it is compared with."""
    script = parse(text)
    ours, theirs = with_moves(text), with_edits(text)
    lines = text.replace("Trois mesures", "Quatre mesures"), text.replace("Montrez", "Dites")
    render = Work("render", "reading the same text as a page", lambda: read(text, home="trappes"))
    yield Work("parse", "text → script with its diagnostics", lambda: parse(text)), render
    yield Work("serialise", "script → text in English", lambda: serialise(script, "en")), None
    yield Work("timeline", "script → timeline", lambda: timeline(script)), None
    yield (
        Work("merge_lines", "merge where lines suffice", lambda: merge(text, *lines)),
        Work("wiki_merge_lines", "the wiki's merge of the same", lambda: wiki_merge.merge(text, *lines)),
    )
    yield (
        Work(
            "merge",
            "merge by structure: moves and new names against edits",
            lambda: merge(text, ours, theirs),
        ),
        Work(
            "wiki_merge",
            "the wiki's merge of the same (in conflict)",
            lambda: wiki_merge.merge(text, ours, theirs),
        ),
    )
    yield Work("changes", "changes told in sentences", lambda: changes(text, theirs)), None


def _figures(small: int, large: int, *, rounds: int) -> Iterator[Figure]:
    works = zip(_works(scenario_text(small)), _works(scenario_text(large)), strict=True)
    for (work, reference), (at_large, _) in works:
        seconds, of_reference = _measured(work, reference, rounds)
        long, _ = _measured(at_large, None, max(1, rounds // 3))
        at_most = LONGEST_PARSE * small if work.name == "parse" else None
        yield Figure(f"{work.name}_{small}", seconds, "s", f"{work.what}, {small} KB", at_most=at_most)
        yield Figure(f"{work.name}_per_kb", 1000 * seconds / small, "ms", f"{work.what}, per KB")
        yield Figure(f"{work.name}_{large}", long, "s", f"{work.what}, {large} KB")
        what = f"{work.name}: {large} KB ÷ {small} KB"
        yield Figure(
            f"{work.name}_growth", long / seconds, "×", what, at_most=MOST_GROWTH * large / small / 10
        )
        if reference:
            ratio = f"{work.name} ÷ {reference.what}, {small} KB"
            yield Figure(f"{work.name}_ratio", seconds / of_reference, "×", ratio)


def _measured(work: Work, reference: Work | None, rounds: int) -> tuple[float, float]:
    """Median processor time of both, in turn, so that a busy machine troubles them alike."""
    times, others = list[float](), list[float]()
    for _ in range(rounds):
        times.append(_once(work.run))
        if reference:
            others.append(_once(reference.run))
    return statistics.median(times), statistics.median(others) if others else 0.0


def _once(run: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    main()
