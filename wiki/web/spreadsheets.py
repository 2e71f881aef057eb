"""Tables that people take along in a spreadsheet: CSV and OpenDocument, in which no text can become a formula.

CSV as French spreadsheets read it at a double click: UTF-8 with a byte order mark, semicolons between cells, a comma
in decimal numbers. OpenDocument says of each cell whether it is a number or a text: its texts stand as they are. Its
library is loaded where somebody asks for such a file: few do, and every process would start the later for it.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from flask import Response

from wiki.db import now

if TYPE_CHECKING:
    from odfdo import Cell, Table

Value = str | int | float | date | None
"""What a cell holds; None is an empty cell."""

SHEET_NAME = 31
"""Characters of the name of a sheet that every spreadsheet takes."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}

_BYTE_ORDER_MARK = "\ufeff"
_BREAKS_A_CELL = ("\t", "\r", "\n")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]*?:/\\']")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets."""


@dataclass(frozen=True)
class Sheet:
    """A table with its name; rows are as long as the headings."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


def plain_cell(text: str) -> str:
    """The text of a cell; an apostrophe before what a spreadsheet would take for a formula.

    Spaces, control characters and those that take no place may stand before the sign, and the sign may have another
    width: some spreadsheets look through both. Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if text.startswith(_BREAKS_A_CELL) or _first_sign(text) in "=+-@" else text


def as_csv(sheet: Sheet) -> str:
    """The table as CSV (RFC 4180, but for the semicolons)."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(plain_cell, sheet.headings))
    writer.writerows(map(_written, row) for row in sheet.rows)
    return _BYTE_ORDER_MARK + written.getvalue()


def as_ods(sheets: Iterable[Sheet]) -> bytes:
    """Tables as the sheets of one OpenDocument spreadsheet (ISO/IEC 26300)."""
    from odfdo import Document  # noqa: PLC0415  # see above

    document = Document("spreadsheet")
    document.body.clear()
    for number, sheet in enumerate(sheets, start=1):
        document.body.append(_table(sheet, number))
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def download(body: str | bytes, name: str, suffix: str) -> Response:
    """The answer that makes a browser keep a table as a file named after it and the day."""
    response = Response(body, content_type=TYPES[suffix])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{now():%Y-%m-%d}.{suffix}"'
    return response


def _first_sign(text: str) -> str:
    """The first character that shows, in its usual width; none is told from every sign."""
    for character in text:
        # Separators, control and format characters: https://www.unicode.org/reports/tr44/#General_Category_Values
        if unicodedata.category(character) not in ("Zs", "Zl", "Zp", "Cc", "Cf"):
            return unicodedata.normalize("NFKC", character)[0]
    return "none"


def _written(value: Value) -> str | int:
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else plain_cell(value or "")


def _table(sheet: Sheet, number: int) -> "Table":
    """A sheet; its number stands before its name, so that no two are called alike."""
    from odfdo import Row, Table  # noqa: PLC0415  # see above

    name = _NOT_IN_SHEET_NAMES.sub(" ", _NOT_IN_XML.sub("", sheet.title))
    table = Table(f"{number} {name}"[:SHEET_NAME].strip())
    for values in (sheet.headings, *sheet.rows):
        row = Row()
        for value in values:
            row.append_cell(_cell(value), clone=False)
        table.append_row(row, clone=False)
    return table


def _cell(value: Value) -> "Cell":
    from odfdo import Cell  # noqa: PLC0415  # see above

    if isinstance(value, str):
        return Cell(value=_NOT_IN_XML.sub("", value), cell_type="string")
    return Cell() if value is None else Cell(value=value)
