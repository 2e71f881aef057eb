"""Searches as a table for a spreadsheet, in which no text can become a formula."""

import csv
from collections.abc import Iterable
from io import StringIO

from flask_babel import gettext as _

from wiki.searchlog.queries import Asked

_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def as_table(rows: Iterable[Asked]) -> str:
    """The rows with semicolons between, as French spreadsheets expect."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Recherche"),
            _("Nombre de fois"),
            _("Sans résultat"),
            _("Pages trouvées la dernière fois"),
            _("Dernier jour"),
        ]
    )
    writer.writerows(
        (plain_cell(row.text), row.asked, row.empty, row.total, row.last_day.isoformat()) for row in rows
    )
    return written.getvalue()


def plain_cell(text: str) -> str:
    """The text of a cell; an apostrophe before what a spreadsheet would take for a formula.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
