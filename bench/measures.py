"""What is measured on one running wiki, and how the figures are named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median

from bench import durability, journeys, load
from bench.figures import Figure
from bench.filling import CLIENTS, Filled
from bench.first_visit import first_visit
from bench.rounds import Comparison, Side, compare
from bench.servers import Server

WORDS = ("jardin", "vélo partagé", "mesurer la chaleur", "eau", "cuisiner", "marché", "école", "transports")
GROWTH_PAGES = 50
EDIT_PARTS = ("form", "save", "page")


@dataclass(frozen=True)
class Plan:
    """How much to do: sizes of wikis, rounds of each comparison, seconds of each round, pages read, edits made."""

    sizes: tuple[int, ...]
    rounds: int
    seconds: float
    hot_pages: int
    edits: int


@dataclass(frozen=True)
class Scene:
    """A running wiki beside the bare view that answers with one of its pages."""

    plan: Plan
    filled: Filled
    wiki: Server
    bare: Server
    paragraphs: Sequence[str]

    @property
    def size(self) -> int:
        return len(self.filled.paths)

    def against_bare(
        self, paths: Sequence[str], cookies: Sequence[str], *, encoding: str = "br"
    ) -> Comparison:
        """Views by eight clients, beside the bare view."""
        page = self.filled.paths[0]
        bare = Side(self.bare, lambda: [journeys.views([page]) for _ in range(CLIENTS)])
        return compare(
            bare, _readers(self.wiki, paths, cookies, encoding), self.plan.rounds, self.plan.seconds
        )


def growth(plan: Plan, wikis: Sequence[tuple[Server, Filled]]) -> Iterator[Figure]:
    """The smallest wiki and the largest, read in turn."""
    small, large = wikis
    for server, filled in wikis:
        _read_by_all(server, filled, _spread(filled, GROWTH_PAGES))
    for name, what in (("signed_in", "member"), ("anonymous", "visitor, warm")):
        first, second = (
            _readers(
                server,
                _spread(filled, GROWTH_PAGES),
                filled.cookies if name == "signed_in" else [""] * CLIENTS,
                "br",
            )
            for server, filled in (small, large)
        )
        found = compare(first, second, plan.rounds, plan.seconds)
        what = f"view at {plan.sizes[-1]:,} pages ÷ view at {plan.sizes[0]:,}, {what}"
        yield Figure(f"growth_{name}", 1 / found.rate_ratio, "×", what, at_most=1.1)


def first_visits(scene: Scene) -> Iterator[Figure]:
    """The home page and a page, with an empty cache."""
    for name, path in (("home", "/"), ("scenario", f"/{scene.filled.paths[0]}")):
        seen = first_visit(scene.wiki.port, path)
        what = f"first visit, {name}"
        yield Figure(f"first_visit_{name}_requests", seen.requests, "", f"{what}: requests", at_most=9)
        kilobytes = seen.wire_bytes / 1000
        yield Figure(f"first_visit_{name}_kb", kilobytes, "KB", f"{what}: on the wire", at_most=100)


def views(scene: Scene) -> Iterator[Figure]:
    """Visitors and members, beside the bare view."""
    hot = _spread(scene.filled, scene.plan.hot_pages)
    visitors, members = [""] * CLIENTS, scene.filled.cookies
    _read_by_all(scene.wiki, scene.filled, hot)
    many = f"{len(hot)} pages in turn"
    yield from _view(scene, "anonymous", f"visitor, warm, brotli, {many}", scene.against_bare(hot, visitors))
    yield from _view(
        scene, "anonymous_one", "visitor, warm, brotli, one page", scene.against_bare(hot[:1], visitors)
    )
    found = scene.against_bare(hot, visitors, encoding="gzip")
    yield from _view(scene, "anonymous_gzip", f"visitor, warm, gzip, {many}", found)
    yield from _view(scene, "signed_in", f"eight members, {many}", scene.against_bare(hot, members))


def searches(scene: Scene) -> Iterator[Figure]:
    """Pairs of words that nobody asked for before."""
    pairs = [f"{one} {other}" for one in WORDS for other in WORDS if one != other]
    load.run(scene.wiki.port, [journeys.searches(WORDS, 2 * len(WORDS))])
    seen = load.run(scene.wiki.port, [journeys.searches(pairs, len(pairs))])
    what = "a search, one client, words never asked before"
    yield Figure(f"search_{scene.size}_ms", _milliseconds(seen, "search"), "ms", what)


def edits(scene: Scene) -> Iterator[Figure]:
    """Whole edits by one member, then by eight at once."""
    bare = _alone(scene.bare, scene.filled.paths[0])
    pages = {
        "distinct": ("distinct pages", scene.filled.paths[1:]),
        "few": ("five pages", scene.filled.paths[:5]),
    }
    for name, (told, paths) in pages.items():
        written = islice(cycle(paths), scene.plan.edits)
        script = journeys.edits(written, scene.filled.cookies[0], scene.paragraphs, [], seed=scene.size)
        seen = load.run(scene.wiki.port, [script])
        whole = median(map(sum, zip(*(seen.times[part] for part in EDIT_PARTS), strict=True))) * 1000
        what = f"whole edit, one client, {told}"
        yield Figure(
            f"edit_{name}_{scene.size}_ratio", whole / bare, "×",
            f"{what}: server time ÷ bare view ({bare:.2f} ms)", at_most=12,
        )  # fmt: skip
        parts = ", ".join(f"{part} {_milliseconds(seen, part):.1f}" for part in EDIT_PARTS)
        yield Figure(f"edit_{name}_{scene.size}_ms", whole, "ms", f"{what} ({parts})")
    rate = _edits_by_eight(scene, []).rate("save")
    yield Figure(f"edit_eight_{scene.size}_rate", rate, "/s", "whole edits by eight members at once")


def memory(scene: Scene) -> Iterator[Figure]:
    """What all processes hold."""
    apart, shared = scene.wiki.memory()
    what = f"all processes after the run, shared memory counted once (in each: {apart:.0f} MB)"
    yield Figure(f"memory_{scene.size}", shared, "MB", what)


def durable(scene: Scene) -> Iterator[Figure]:
    """Kill everything while eight members save; nothing acknowledged is lost. The wiki is gone afterwards."""
    told: list[journeys.Told] = []
    _edits_by_eight(scene, told)
    scene.wiki.kill()
    lost = durability.lost(scene.filled.data_dir, told)
    what = f"of {len(told)} acknowledged saves, lost when every process is killed"
    yield Figure(f"lost_{scene.size}", len(lost), "", what, at_most=0)
    level = durability.synchronous(scene.filled.data_dir)
    what = "PRAGMA synchronous of the wiki's connections; 2 is FULL: on disk before a save is acknowledged"
    yield Figure(f"synchronous_{scene.size}", level, "", what, at_least=2)


def keep_answer(wiki: Server, path: str) -> tuple[load.Answer, int]:
    """What the wiki answers a visitor, compressed, for the bare view; and the length of its HTML."""
    compressed, plain = _ask(
        wiki, [load.request("view", f"/{path}", encoding=name) for name in ("br", "identity")]
    )
    return compressed, len(plain.body)


def _view(scene: Scene, name: str, told: str, found: Comparison) -> Iterator[Figure]:
    demand = 0.35 if name == "signed_in" else 0.6
    name = f"view_{name}_{scene.size}"
    yield Figure(f"{name}_ratio", found.rate_ratio, "×", f"{told}: throughput ÷ bare view", at_least=demand)
    yield Figure(f"{name}_rate", found.rate, "/s", f"{told} (bare: {found.reference_rate:,.0f}/s)")
    yield Figure(f"{name}_cpu", found.cpu_ratio, "×", f"{told}: processor time ÷ bare view")


def _readers(server: Server, paths: Sequence[str], cookies: Sequence[str], encoding: str) -> Side:
    """Clients that read the same pages, each beginning elsewhere."""

    def begin() -> list[load.Script]:
        return [
            journeys.views(_turned(paths, number), cookie=cookie, encoding=encoding)
            for number, cookie in enumerate(cookies)
        ]

    return Side(server, begin)


def _read_by_all(wiki: Server, filled: Filled, paths: Sequence[str]) -> None:
    """Every member has read every page before: a first reading is written down, once."""
    for cookie in filled.cookies:
        answers = _ask(wiki, [load.request("view", f"/{path}", cookie=cookie) for path in paths])
        assert all(answer.status == 200 for answer in answers)


def _edits_by_eight(scene: Scene, told: list[journeys.Told]) -> load.Load:
    scripts = [
        journeys.edits(
            cycle(scene.filled.paths[number::CLIENTS]), cookie, scene.paragraphs, told, 100 + number
        )
        for number, cookie in enumerate(scene.filled.cookies)
    ]
    return load.run(scene.wiki.port, scripts, scene.plan.seconds * 2)


def _ask(server: Server, requests: Sequence[load.Request]) -> list[load.Answer]:
    answers: list[load.Answer] = []
    load.run(server.port, [journeys.once(requests, answers)])
    return answers


def _alone(server: Server, path: str) -> float:
    """Milliseconds of a view when nobody else asks."""
    answers = _ask(server, [load.request("view", f"/{path}")] * 600)
    return median(answer.seconds for answer in answers[100:]) * 1000


def _spread(filled: Filled, count: int) -> list[str]:
    """So many pages of a wiki, from the first to the last."""
    return list(filled.paths[:: max(1, len(filled.paths) // count)][:count])


def _turned(paths: Sequence[str], number: int) -> list[str]:
    start = number * len(paths) // CLIENTS
    return [*paths[start:], *paths[:start]]


def _milliseconds(seen: load.Load, name: str) -> float:
    return median(seen.times[name]) * 1000
