"""What a dashboard is made of: numbers with what they count, and tables with the chart beside each.

The same tables are shown, sorted and taken along as a spreadsheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from wiki.errors import NotFound
from wiki.rendering.slugs import fold
from wiki.web.spreadsheets import Sheet

Value = str | int


@dataclass(frozen=True)
class Figure:
    """A number that is shown large; `href` leads to what it counts, `note` says the rest."""

    label: Any
    value: Value
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in a table; `href` leads to what is counted or named."""

    value: Value
    href: str = ""

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int)


@dataclass(frozen=True)
class Column:
    """A column of a table; its key stands in the address that sorts by it."""

    key: str
    label: Any


@dataclass(frozen=True)
class Drawing:
    """A chart; `caption` says what it shows where a table has several."""

    chart: Markup
    caption: Any = ""


@dataclass(frozen=True)
class Table:
    """Rows under their headings, with the charts that show the same.

    Attributes:
        key: its name in addresses.
        note: how it is counted, where that is not plain.
        empty: what to say instead of an empty table.
        sorting: the column by which it is sorted, where it can be.
        footer: the sums below the rows, where they make sense.
    """

    key: str
    title: Any
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    drawings: Sequence[Drawing] = ()
    note: Any = ""
    empty: Any = ""
    sorting: str = ""
    is_descending: bool = False
    footer: Sequence[Cell] = ()

    def sheet(self) -> Sheet:
        """The table for a spreadsheet."""
        return Sheet(
            str(self.title),
            [str(column.label) for column in self.columns],
            [[cell.value for cell in row] for row in self.rows],
        )

    def sorted_by(self, key: str, *, ascending: bool | None = None) -> "Table":
        """The same rows in the order of a column: names from A on, numbers from the largest, unless told.

        An unknown column changes nothing.
        """
        place = next((place for place, column in enumerate(self.columns) if column.key == key), None)
        if place is None or not self.sorting:
            return self
        is_descending = any(row[place].is_number for row in self.rows) if ascending is None else not ascending
        rows = sorted(self.rows, key=lambda row: _order(row[place]), reverse=is_descending)
        return replace(self, rows=rows, sorting=key, is_descending=is_descending)


@dataclass(frozen=True)
class Dashboard:
    """All that one page shows."""

    figures: Sequence[Figure]
    tables: Sequence[Table]

    def table(self, key: str) -> Table:
        """One of the tables.

        Raises:
            NotFound: there is none of that name.
        """
        found = next((table for table in self.tables if table.key == key), None)
        if found is None:
            raise NotFound
        return found


def _order(cell: Cell) -> tuple[int, str]:
    return (cell.value, "") if isinstance(cell.value, int) else (0, fold(cell.value))
