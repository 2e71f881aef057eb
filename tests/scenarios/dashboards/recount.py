"""The numbers of dashboards again, by somebody who never read the product's queries.

Rows are read with `sqlite3` and counted by loops; kinds, themes and sessions come out of the texts of the pages
themselves, as people wrote them.
"""

import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

CATEGORIES = 14
HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass
class Reader:
    """Somebody, by the audiences that they belong to."""

    keys: set[str]
    everywhere: bool = False

    def may_read(self, audience: str) -> bool:
        return audience in self.keys or (self.everywhere and audience.startswith("territory:"))


@dataclass
class Counts:
    """What one reader's dashboards must say."""

    places: dict[str, dict[str, int]] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)
    themes: Counter[str] = field(default_factory=Counter)
    together: Counter[tuple[str, str]] = field(default_factory=Counter)
    reach: Counter[tuple[str, str]] = field(default_factory=Counter)


class Wiki:
    """The database of a wiki, table by table."""

    def __init__(self, path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self.rows = {name: _all(connection, name) for name in names}
        connection.close()
        self.territories = {row["id"]: row for row in self.rows["territory"]}
        self.pages = {row["id"]: row for row in self.rows["page"]}
        self.texts = {row["id"]: row["text"] for row in self.rows["revision"]}
        self.theme_ids = {alias["key"]: alias["theme_id"] for alias in self.rows["theme_alias"]}
        self.theme_slugs = {row["id"]: row["slug"] for row in self.rows["theme"]}

    def reader(self, handle: str) -> Reader:
        """A visitor, or the person with this handle."""
        if not handle:
            return Reader({"public"})
        [user] = [row for row in self.rows["user_account"] if row["handle"] == handle]
        own = {
            f"territory:{row['territory_id']}"
            for row in self.rows["membership"]
            if row["user_id"] == user["id"] and row["admitted_at"]
        }
        return Reader({"public", "members", f"draft:{user['id']}", *own}, user["site_role"] == "admin")

    def head(self, page: dict[str, Any]) -> dict[str, Any]:
        """The head of a page as it was typed."""
        found = HEAD.match(self.texts[page["current_id"]])
        return yaml.safe_load(found.group(1)) if found else {}

    def themes_of(self, page: dict[str, Any]) -> set[str]:
        """The addresses of the themes that a head names."""
        said = self.head(page).get("thèmes", self.head(page).get("themes", []))
        names = said if isinstance(said, list) else str(said).split(",")
        ids = (self.theme_ids.get(key(str(name))) for name in names)
        return {self.theme_slugs[number] for number in ids if number is not None}

    def count(self, reader: Reader) -> Counts:
        """Everything, for one reader."""
        counts = Counts()
        seen = {number: page for number, page in self.pages.items() if reader.may_read(page["audience_key"])}
        for number, place in self.territories.items():
            counts.places[place["slug"]] = self.of_place(number, seen, reader)
        for of_place in counts.places.values():
            counts.totals.update(of_place)
        for page in seen.values():
            slugs = self.themes_of(page)
            counts.themes.update(slugs)
            counts.together.update((one, other) for one in slugs for other in slugs if one != other)
        counts.totals["personnes"] = sum(
            bool(row["confirmed_at"]) and not row["deleted_at"] for row in self.rows["user_account"]
        )
        counts.totals["adaptations"] = len(self.adaptations(seen))
        self.climb(counts, seen)
        return counts

    def of_place(self, number: int, seen: dict[int, Any], reader: Reader) -> dict[str, int]:
        """One territory."""
        kinds = Counter(page["kind"] for page in seen.values() if page["territory_id"] == number)
        adapted = self.adaptations(seen)
        categories = {row["category"] for row in self.rows["college_seat"] if row["territory_id"] == number}
        return {
            "pages": sum(kinds.values()),
            "scenarios": kinds["scenario"],
            "retours": kinds["enactment"],
            "donnees": sum(made["territory_id"] == number != there for made, there in adapted),
            "recues": sum(made["territory_id"] != number == there for made, there in adapted),
            "membres": sum(
                row["territory_id"] == number and bool(row["admitted_at"]) for row in self.rows["membership"]
            ),
            "college": len(categories),
            "retenus": sum(
                not row["ended_at"]
                and row["page_id"] in seen
                and seen[row["page_id"]]["territory_id"] == number
                for row in self.rows["feature"]
            ),
            "besoins": self.needs(number, seen, reader),
            "fiche": self.sheet(number),
        }

    def adaptations(self, seen: dict[int, Any]) -> list[tuple[dict[str, Any], int]]:
        """Rows of the journal with the territory that adapted."""
        return [
            (row, seen[row["page_id"]]["territory_id"])
            for row in self.rows["derivation"]
            if row["kind"] == "adapted" and row["page_id"] in seen
        ]

    def needs(self, number: int, seen: dict[int, Any], reader: Reader) -> int:
        """Needs that wait: not closed, and not answered by people, by what their page is, by something confirmed."""
        today = datetime.now(UTC).date().isoformat()
        items = {row["id"]: row for row in self.rows["inventory_item"]}

        def is_seen(item: dict[str, Any]) -> bool:
            if item["removed_at"]:
                return False
            if item["page_id"] is None:
                return reader.may_read(item["audience_key"])
            return item["page_id"] in seen

        def is_answered(item: dict[str, Any]) -> bool:
            said = [row for row in self.rows["inventory_answer"] if row["need_id"] == item["id"]]
            return any(
                row["verdict"] == "confirmed"
                and (row["page_id"] in seen or (row["item_id"] in items and is_seen(items[row["item_id"]])))
                for row in said
            )

        return sum(
            item["territory_id"] == number
            and item["kind"] == "need"
            and item["state"] == "open"
            and not (item["until"] and item["until"] < today)
            and is_seen(item)
            and not (item["page_id"] and seen[item["page_id"]]["kind"] in ("scenario", "tool", "approach"))
            and not is_answered(item)
            for item in items.values()
        )

    def sheet(self, number: int) -> int:
        """Percents of an identity sheet: thirteen things, each counting alike, the college by its share."""
        place = self.territories[number]
        roles = {row["role"] for row in self.in_place("membership", number) if row["admitted_at"]}
        seats = self.in_place("college_seat", number)
        lines = [row for row in self.in_place("budget_line", number) if not row["removed_at"]]
        pages = {(page["slug"], page["audience_key"]) for page in self.in_place("page", number)}
        things = [
            bool(place["project"]),
            bool(place["region"] and place["place"]),
            place["latitude"] is not None and place["longitude"] is not None,
            bool({("presentation", "public"), ("presentation", "members")} & pages),
            "referent" in roles,
            "ambassador" in roles,
            any(row["is_steward"] for row in seats),
            any(not row["removed_at"] for row in self.in_place("sponsor", number)),
            bool(lines),
            any(row["source"] == "own" and row["cents"] > 0 for row in lines),
            any(not row["removed_at"] for row in self.in_place("milestone", number)),
            any(
                not row["removed_at"] and not row["cancelled_at"]
                for row in self.in_place("programme_event", number)
            ),
        ]
        parts = sum(things) * CATEGORIES + len({row["category"] for row in seats})
        return 100 * parts // (CATEGORIES * (len(things) + 1))

    def in_place(self, table: str, number: int) -> list[dict[str, Any]]:
        return [row for row in self.rows[table] if row["territory_id"] == number]

    def climb(self, counts: Counts, seen: dict[int, Any]) -> None:
        """How far what was written went; regions of the demonstration as a person reads them off the map."""
        farthest: dict[int, int] = defaultdict(int)
        for row in self.rows["derivation"]:
            if row["page_id"] not in seen or row["kind"] not in ("adapted", "ancestor"):
                continue
            step = self.step(row["territory_id"], seen[row["page_id"]]["territory_id"])
            if row["kind"] == "adapted":
                counts.reach["adaptations", STEPS[step]] += 1
            if row["source_id"] in seen:
                farthest[row["source_id"]] = max(step, farthest[row["source_id"]])
        for told in self.rows["enactment"]:
            page, played = seen.get(told["page_id"]), seen.get(told["scenario_id"])
            if not page or page["kind"] != "enactment" or not played or played["kind"] != "scenario":
                continue
            where = self.place_told(told) or page["territory_id"]
            step = self.step(played["territory_id"], where)
            counts.reach["retours", STEPS[step]] += 1
            farthest[told["scenario_id"]] = max(step, farthest[told["scenario_id"]])
        scenarios = [number for number, page in seen.items() if page["kind"] == "scenario"]
        counts.reach["scenarios", "Pas encore repris"] = sum(number not in farthest for number in scenarios)
        for number in scenarios:
            if number in farthest:
                counts.reach["scenarios", STEPS[farthest[number]]] += 1

    def place_told(self, told: dict[str, Any]) -> int | None:
        """The territory nearest to where a session says it was; those of the demonstration are far from borders."""
        if told["latitude"] is None:
            return None
        known = [place for place in self.territories.values() if place["latitude"] is not None]
        nearest: int = min(
            known,
            key=lambda place: (
                abs(place["latitude"] - told["latitude"]) + abs(place["longitude"] - told["longitude"])
            ),
        )["id"]
        return nearest

    def step(self, from_id: int, to_id: int) -> int:
        one, other = (REGIONS.get(self.territories[number]["slug"], "") for number in (from_id, to_id))
        if from_id == to_id:
            return 1
        if not one or not other:
            return 0
        return 2 if one == other else 3


STEPS = ("Lieu non situé", "Sur le même territoire", "Dans la même région", "Dans une autre région")
REGIONS = {
    "sceaux": "IDF", "pays-de-roissy": "IDF", "trappes": "IDF", "hopital-broca": "IDF", "apprentis-d-auteuil": "IDF",
    "caen": "NOR", "mont-saint-michel": "NOR", "bma": "BRE", "rennes": "BRE", "belle-ile-en-mer": "BRE",
    "le-mene": "BRE", "pays-de-fougeres": "BRE", "nantes": "PDL", "grand-lyon": "ARA", "porquerolles": "PAC",
}  # fmt: skip


def key(name: str) -> str:
    """A name as the table of aliases has it."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("’", "'"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]+", "-", bare).strip("-")


def _all(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]  # noqa: S608 - its own tables
