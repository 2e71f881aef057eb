"""What the demonstration says, read from the files beside this module."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from scenarios.adaptation.service import adapted_text
from scenarios.demonstration.earlier import earlier_text
from wiki.pages.checks import tidy_text

FOLDER = Path(__file__).parent / "content"
_DAY_STARTS = time(8, tzinfo=UTC)
_DAY_MINUTES = 10 * 60


@dataclass(frozen=True)
class Version:
    """One revision of a page; `author` is a handle."""

    text: str
    author: str
    summary: str
    days_ago: int


@dataclass(frozen=True)
class Origin:
    """The page, at one of its versions, that another was adapted from."""

    path: str
    number: int
    days_ago: int


@dataclass(frozen=True)
class DemoPage:
    """A page with all its versions, oldest first; the last one is the text of its file.

    `played`: of a retour, the month and day of its session (`06-13`), which was the last such day.
    """

    territory: str
    slug: str
    kind: str
    audience: str
    versions: tuple[Version, ...]
    adapted_from: Origin | None = None
    played: str = ""

    @property
    def path(self) -> str:
        return f"{self.territory}/{self.slug}"

    def moments(self, today: datetime) -> list[datetime]:
        """When each version was written: by day, at the same hour whenever the demonstration is made."""
        return [
            datetime.combine(today - timedelta(days=version.days_ago), _DAY_STARTS)
            + timedelta(minutes=crc32(f"{self.territory}/{self.slug}:{number}".encode()) % _DAY_MINUTES)
            for number, version in enumerate(self.versions)
        ]


def territories() -> list[dict[str, Any]]:
    """The identity sheets of the territories, as their file has them."""
    sheets: list[dict[str, Any]] = read_yaml(FOLDER / "territories.yaml")
    return sheets


def pages() -> list[DemoPage]:
    """Every page, by territory."""
    found = [
        _page(index.parent, entry)
        for index in sorted(FOLDER.glob("*/pages.yaml"))
        for entry in read_yaml(index)
    ]
    by_path = {page.path: page for page in found}
    return [_adapted(page, by_path) for page in found]


def _adapted(page: DemoPage, by_path: Mapping[str, DemoPage]) -> DemoPage:
    """An adaptation begins with its origin's text, as the wiki makes it; without its origin it is left a page."""
    told = page.adapted_from
    origin = by_path.get(told.path) if told else None
    if told is None or origin is None:
        return replace(page, adapted_from=None)
    names = {sheet["slug"]: sheet["name"] for sheet in territories()}
    text = adapted_text(
        origin.versions[told.number - 1].text, names[page.territory], f"{told.path}@{told.number}"
    )
    summary = f"Adapté de {told.path}, version {told.number}"
    first = Version(text, page.versions[0].author, summary, told.days_ago)
    return replace(page, versions=(first, *page.versions))


def _page(folder: Path, entry: dict[str, Any]) -> DemoPage:
    path = folder / entry["file"]
    final = tidy_text(path.read_text(encoding="utf-8"))
    last = Version(final, entry["author"], entry["summary"], entry["days_ago"])
    versions = (*_earlier_versions(path, final), last)
    origin = entry.get("adapted_from")
    adapted_from = Origin(origin["page"], origin["version"], origin["days_ago"]) if origin else None
    played = entry.get("played", "")
    return DemoPage(folder.name, path.stem, entry["kind"], entry["audience"], versions, adapted_from, played)


def _earlier_versions(path: Path, final: str) -> Iterator[Version]:
    history = path.with_suffix(".history.yaml")
    for entry in read_yaml(history) if history.exists() else ():
        text = tidy_text(earlier_text(final, entry["remove"], entry["replace"]))
        yield Version(text, entry["author"], entry["summary"], entry["days_ago"])


def read_yaml(path: Path) -> Any:
    """What a file of the demonstration holds; read by libyaml, much quicker than in Python."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
