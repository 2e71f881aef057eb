"""Searches as a table for a spreadsheet, in which no text can become a formula."""

import csv
from collections.abc import Iterable
from io import StringIO

from flask_babel import gettext as _

from wiki.searchlog.queries import Asked
from wiki.web.spreadsheets import plain_cell


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
