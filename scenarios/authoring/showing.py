"""The designer as a page, as a form alone for the browser module, and as the parts that change while one types."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template
from flask_babel import get_locale
from flask_babel import gettext as _

from scenarios.authoring import fields
from scenarios.authoring.boxes import name_of
from scenarios.authoring.queries import suggestions
from scenarios.authoring.sheet import remarks, sheet_of
from scenarios.authoring.work import Work
from scenarios.reading.drawing import draw
from scenarios.script.durations import write_duration
from scenarios.script.model import Activity, Diagnostic, Fix, Script
from scenarios.script.timeline import timeline
from scenarios.script.vocabulary import FORMS, TYPES
from scenarios.sheets.patterns import look_of
from wiki.db import read_session
from wiki.pages import drafting
from wiki.pages.models import Draft, Page
from wiki.web.actor import current_actor
from wiki.web.i18n import typeset


@dataclass(frozen=True)
class Total:
    """How long the activities take, told beside what is announced; `is_right` when both agree."""

    words: str
    is_right: bool


def designer(
    page: Page, work: Work, *, draft: Draft | None = None, errors: Mapping[str, Any] | None = None
) -> str:
    """The whole page. `draft` when it opens on one, `errors` where saving was refused."""
    return render_template(
        "authoring/designer.html",
        **_shown(page, work),
        **_offered(page),
        draft=draft,
        draft_version=draft.version if draft else drafting.hand().version,
        errors=errors or {},
    )


def form_alone(page: Page, work: Work) -> str:
    """The inside of the form, after a button changed its structure."""
    return render_template("authoring/form.html", **_shown(page, work))


def state(page: Page, work: Work) -> str:
    """What changes while somebody types: the text, the remarks, the total and the timeline."""
    return render_template("authoring/state.html", **_shown(page, work))


def _shown(page: Page, work: Work) -> dict[str, Any]:
    sheet = sheet_of(work.script)
    language = str(get_locale() or "fr")
    steps = timeline(work.script)
    return {
        "page": page,
        "work": work,
        "sheet": sheet,
        "notes": remarks(sheet),
        "said": partial(_said, language),
        "total": _total(steps.total, steps.announced),
        "drawing": draw(steps, language),
        "look_of": look_of,
        "facts_of": partial(_facts, language),
        "flagged": _flagged(work.script),
        "first_properties": fields.FIRST_PROPERTIES,
        "verbs": fields.VERBS,
        "max_line": fields.MAX_LINE,
    }


def _offered(page: Page) -> dict[str, Any]:
    return {
        "lists": suggestions(read_session(), current_actor(), page.territory),
    }


def _said(language: str, found: Diagnostic | Fix) -> str:
    """A remark or what its button does, in the reader's language and spacing."""
    return in_spacing(found.message(language) if isinstance(found, Diagnostic) else found.label(language))


def in_spacing(words: object) -> str:
    """A sentence of the library, spaced as the reader's language does."""
    return str(words) if str(get_locale() or "fr").startswith("en") else typeset(str(words))


def _facts(language: str, activity: Activity) -> str:
    """What a folded card tells of its activity: how long, which type and which form, as far as it says."""
    of_type = TYPES.in_language(activity.type or "", language)
    form = FORMS.in_language(activity.form or "", language)
    return " · ".join(filter(None, (activity.get("Durée"), of_type, form)))


def _flagged(script: Script) -> set[str]:
    """Ids of the cards with something to see inside."""
    places = (found.place.split(":") for found in script.diagnostics)
    return {name_of(*place[:2]) for place in places if place[0] == "activity"}


def _total(minutes: int, announced: int | None) -> Total:
    told = write_duration(minutes) if minutes else _("aucune durée")
    if announced is None:
        return Total(_("%(total)s en tout", total=told), False)
    return Total(_("%(total)s sur %(announced)s annoncées", total=told, announced=write_duration(announced)),
                 minutes == announced)  # fmt: skip
