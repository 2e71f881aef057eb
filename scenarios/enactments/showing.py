"""What the form of a retour is filled with: a scenario that was played, or what was told of one already."""

from collections.abc import Sequence
from typing import Any

from flask import request

from scenarios.enactments.fields import Row
from scenarios.enactments.forms import ReportForm, rows_of, values_of
from scenarios.enactments.service import OF_A_GUEST
from scenarios.reading.queries import read_text
from scenarios.retold.dates import read_date
from scenarios.retold.model import Account
from scenarios.retold.reading import read
from scenarios.script.durations import write_duration
from scenarios.script.model import Script
from wiki.days import today
from wiki.db import read_session
from wiki.pages import queries as pages
from wiki.pages.forms import number_of
from wiki.pages.models import AUDIENCES, Page, Revision
from wiki.pages.projection import all_see
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.clock import day_in_words
from wiki.web.forms import choices_of, tidy

MOST_VERSIONS = 60
_SPARE_PROPOSALS = 2
"""Empty rows under the proposals: who has more says so with a button."""


def form_of(scenario: Page) -> ReportForm:
    """The form for a session of a scenario: as it was posted, or with what the address says of the session."""
    own = _own_territories(scenario)
    form = ReportForm(
        request.form if request.method == "POST" else None,
        audiences=_audiences(scenario),
        territories=own,
        territory=own[0].id if own else None,
        audience="public" if scenario.audience == "public" else scenario.audience,
        **_said_by_address(scenario),
    )
    return _filled(form, scenario)


def form_of_retour(page: Page, scenario: Page | None) -> ReportForm:
    """The form for what was told already: as it was posted, or as its text says."""
    told = read(page.current.text)
    form = ReportForm(
        request.form if request.method == "POST" else None,
        audience=page.audience,
        lived=_rows(told),
        base=str(page.current.number),
        **values_of(told),
    )
    return _filled(form, scenario)


def _filled(form: ReportForm, scenario: Page | None) -> ReportForm:
    """The form with the versions to choose from, the activities of the one chosen, and room for proposals."""
    planned: Sequence[tuple[str, int | None]] = ()
    if scenario is not None:
        versions = pages.history(read_session(), scenario, None, MOST_VERSIONS)
        form.version.choices = choices_of(
            (str(version.number), _version_label(version))
            for version in versions
            if version.withdrawn_at is None
        )
        planned = activities_of(_script(scenario, versions, form.version.data or 0))
    form.lived.data = rows_of(planned, form.lived.data)
    more = _SPARE_PROPOSALS if len(form.proposal_words.data) < _SPARE_PROPOSALS or _wants_more() else 0
    form.proposal_words.data = [*form.proposal_words.data, *[Row("", "", "")] * more]
    return form


def places_of(scenario: Page | None, number: int) -> list[str]:
    """What a proposal may be about: the activities and sections of a version."""
    if scenario is None:
        return []
    script = _script(scenario, [], number)
    return [*(found.title for found in script.activities), *(found.heading for found in script.sections)]


def activities_of(script: Script) -> list[tuple[str, int | None]]:
    """The activities of a version, each title once, with the minutes planned."""
    return list(
        {found.title: (found.title, found.minutes) for found in script.activities if found.title}.values()
    )


def _script(scenario: Page, versions: Sequence[Revision], number: int) -> Script:
    text = next((version.text for version in versions if version.number == number), "")
    if not text and number and number != scenario.current.number:
        found = pages.history(read_session(), scenario, number + 1, 1)
        text = found[0].text if found and found[0].number == number else ""
    return read_text(text or scenario.current.text)[0]


def _version_label(version: Revision) -> str:
    summary = f" · {version.summary[:60]}" if version.summary else ""
    return f"{version.number} · {day_in_words(version.created_at)}{summary}"


def _wants_more() -> bool:
    return request.method == "POST" and request.form.get("action") == "more"


def _own_territories(scenario: Page) -> Sequence[Territory]:
    """The territories to choose from; the scenario's own where the person belongs to none."""
    actor = current_actor()
    if not actor.territories:
        return (scenario.territory,)
    own = [
        place for place in pages.writable_territories(read_session(), actor) if place.id in actor.territories
    ]
    return sorted(own, key=lambda place: place.id != scenario.territory_id)


def _audiences(scenario: Page) -> Sequence[str]:
    """Who may read a retour of this scenario: nobody who may not read the scenario."""
    offered = AUDIENCES if current_actor().territories or current_actor().is_curator else OF_A_GUEST
    key = scenario.audience_key
    fitting = {"public": "public", "members": "members", "territory": f"territory:{scenario.territory_id}"}
    return [code for code in offered if code == "draft" or all_see(fitting[code], key)]


def _said_by_address(scenario: Page) -> dict[str, Any]:
    """What a link to the form already knows: `?version=`, `?joue=`, `?lieu=`, `?vecu=35,12,`."""
    number = number_of(request.args.get("version")) or scenario.current.number
    day = read_date(request.args.get("joue", ""), today()) or today()
    minutes = request.args.get("vecu", "").split(",")
    planned = activities_of(_script(scenario, [], number))
    rows = [Row(title, "", tidy(said)[:40]) for (title, _), said in zip(planned, minutes, strict=False)]
    return {
        "version": number,
        "played_on": day.isoformat(),
        "place": tidy(request.args.get("lieu", ""))[:200],
        "lived": rows,
    }


def _rows(told: Account) -> list[Row]:
    return [
        Row(timing.title, write_duration(timing.planned) if timing.planned else "", _said(timing.lived))
        for timing in told.minutes
    ]


def _said(minutes: int) -> str:
    return write_duration(minutes) if minutes else "0"
