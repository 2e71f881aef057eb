"""The log as a table and as JSON lines, piece by piece: it may be longer than what memory holds."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from flask_babel import gettext as _

from wiki.audit.acts import sentence_of
from wiki.audit.queries import Line
from wiki.web.spreadsheets import plain_cell

LINES_AT_ONCE = 200


def as_table(lines: Iterable[Line]) -> Iterator[str]:
    """Semicolons between, as French spreadsheets expect; no cell can become a formula."""
    yield "\ufeff"
    yield _written(
        [
            [
                _("Numéro"), _("Moment (UTC)"), _("Personne"), _("Identifiant"), _("Acte"), _("En mots"),
                _("Sorte d'objet"), _("Numéro de l'objet"), _("Objet"), _("Détails"), _("Adresse"),
            ]
        ]
    )  # fmt: skip
    batch: list[list[object]] = []
    for line in lines:
        batch.append(_row(line))
        if len(batch) == LINES_AT_ONCE:
            yield _written(batch)
            batch = []
    yield _written(batch)


def as_json_lines(lines: Iterable[Line]) -> Iterator[str]:
    """One object a line: https://jsonlines.org."""
    for line in lines:
        yield json.dumps(
            {
                "id": line.id, "at": line.at.isoformat(), "actor_id": line.actor_id, "person": line.person,
                "handle": line.handle, "act": line.act, "kind": line.kind, "thing_id": line.thing_id,
                "name": line.thing_handle or line.name, "details": line.details, "address": line.address,
            },
            ensure_ascii=False,
        ) + "\n"  # fmt: skip


def _row(line: Line) -> list[object]:
    words = sentence_of(line.act) % {"thing": line.thing}
    details = json.dumps(line.details, ensure_ascii=False) if line.details else ""
    texts = (line.person, line.handle, line.act, words, line.kind)
    return [
        line.id, line.at.isoformat(), *map(plain_cell, texts), line.thing_id if line.thing_id is not None else "",
        *map(plain_cell, (line.thing, details, line.address)),
    ]  # fmt: skip


def _written(rows: Iterable[Iterable[object]]) -> str:
    written = StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(rows)
    return written.getvalue()
