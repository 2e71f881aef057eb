"""Figures with what was asked of them, and the table that keeps them."""

import argparse
import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One thing measured. `at_least` and `at_most` are the demand; a figure without either is information."""

    name: str
    value: float
    unit: str
    what: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the demand is met; information always is."""
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def demand(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most is not None else ""

    @property
    def verdict(self) -> str:
        return "" if not self.demand else "met" if self.is_met else "**not met**"

    @property
    def shown(self) -> str:
        """The value with three significant digits."""
        text = f"{self.value:,.0f}" if abs(self.value) >= 1000 else f"{self.value:.3g}"
        return f"{text} {self.unit}".rstrip()


def machine() -> str:
    """What the figures were measured on."""
    model = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")),
        platform.machine(),
    )  # fmt: skip
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}"


def as_table(figures: Sequence[Figure], told: str) -> str:
    """One run as a section of `RESULTS.md`."""
    lines = [
        f"## {datetime.now(UTC):%Y-%m-%d} — {machine()}",
        "",
        told,
        "",
        "| figure | what | demand | attained | |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| `{figure.name}` | {figure.what} | {figure.demand} | {figure.shown} | {figure.verdict} |"
              for figure in figures]  # fmt: skip
    return "\n".join(lines) + "\n"


def write_json(path: Path, figures: Iterable[Figure]) -> None:
    """The figures by name, for programs."""
    rows = {figure.name: {**asdict(figure), "is_met": figure.is_met} for figure in figures}
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def report_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Let a benchmark be told where its figures go."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures by name")
    parser.add_argument("--results", type=Path, metavar="FILE", help="append the table to this file")
    return parser


def report(figures: Sequence[Figure], told: str, options: argparse.Namespace) -> None:
    """Print the table of a run, and put it and the figures where `report_options` say."""
    table = as_table(figures, told)
    print(f"\n{table}")
    if options.json:
        write_json(options.json, figures)
    if options.results:
        with options.results.open("a", encoding="utf-8") as file:
            file.write(f"\n{table}")
