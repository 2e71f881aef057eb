"""The demonstration's sessions: told through the same text as the form makes, days before today."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.demonstration.content import read_yaml
from scenarios.enactments.queries import theme_names
from scenarios.retold.model import Account, Played, Proposal, Timing
from scenarios.retold.opening import Setting, new_text
from scenarios.script.reading import parse
from scenarios.suggestions.models import DECLINED, TAKEN, Suggestion
from wiki.accounts.models import User
from wiki.db import now
from wiki.pages.models import TELLS_OF_OTHERS, Page, audience_key
from wiki.pages.service import add_revision
from wiki.rendering.document import read
from wiki.rendering.slugs import slugify
from wiki.territories.models import Territory
from wiki.themes.queries import resolve

CONTENT = Path(__file__).with_name("content") / "retours.yaml"
_TOLD_AFTER = timedelta(days=2)
_EVENING = time(18, 30, tzinfo=UTC)
_ANSWERS = {
    "Dire clairement ce que l'élue ou l'élu peut promettre": (TAKEN, 4, ""),
    "Trois points suffisent quand le lieu est coupé par une route": (
        DECLINED, None, "Cinq points font toute la comparaison ; la variante courte en garde trois.",
    ),
}  # fmt: skip
"""What the college of Trappes said of some proposals: state, version, answer."""


def sessions_told() -> list[dict[str, Any]]:
    """The sessions, as their file has them."""
    found: list[dict[str, Any]] = read_yaml(CONTENT)
    return found


def add_retours(session: Session, users: Mapping[str, User]) -> None:
    """Add the sessions that are missing, and what became of their proposals."""
    pages = {page.path: page for page in session.scalars(select(Page))}
    places = {place.slug: place for place in session.scalars(select(Territory))}
    for told in sessions_told():
        scenario = pages.get(told["scenario"])
        slug = slugify(f"{told['scenario'].split('/')[1][:40]} {told['place']}")
        if scenario is not None and f"{told['territory']}/{slug}" not in pages:
            _add(session, told, scenario, places[told["territory"]], slug, users[told["by"]])
    _answer(session, users["claire"])


def _add(
    session: Session, told: Mapping[str, Any], scenario: Page, place: Territory, slug: str, author: User
) -> None:
    moment = datetime.combine(now() - timedelta(days=told["days_ago"]), _EVENING)
    themes = theme_names(session, scenario.id)
    setting = Setting(scenario.title, place.name, tuple(themes), author.handle)
    text = new_text(_account(told, scenario, moment), setting)
    page = Page(
        territory=place, territory_id=place.id, slug=slug, kind=TELLS_OF_OTHERS, owner_id=author.id,
        audience_key=audience_key("public", place.id, author.id), created_at=moment,
    )  # fmt: skip
    session.add(page)
    session.flush()
    add_revision(
        session, page, text, resolve(session, themes)[0], source=read(text, home=place.slug),
        author_id=author.id, summary="Raconte une séance", created_at=moment,
    )  # fmt: skip


def _account(told: Mapping[str, Any], scenario: Page, moment: datetime) -> Account:
    latitude, longitude = told["coordinates"]
    return Account(
        played=Played(told["scenario"], told["version"]),
        played_on=(moment - _TOLD_AFTER).date(),
        place=told["place"],
        coordinates=(latitude, longitude),
        headcount=told["headcount"],
        categories=tuple(told["with"]),
        minutes=tuple(_timings(told["minutes"], scenario)),
        worked=told.get("worked", ""),
        change=told.get("change", ""),
        ratings=told["ratings"],
        words=told.get("words", {}),
        proposals=tuple(Proposal(one["place"], one["words"]) for one in told.get("proposals", ())),
    )


def _timings(lived: Mapping[str, int], scenario: Page) -> Iterable[Timing]:
    planned = {activity.title: activity.minutes for activity in parse(scenario.current.text).activities}
    return [Timing(title, minutes, planned.get(title)) for title, minutes in lived.items()]


def _answer(session: Session, decider: User) -> None:
    for row in session.scalars(select(Suggestion).where(Suggestion.words.in_(_ANSWERS))):
        row.state, row.number, row.answer = _ANSWERS[row.words]
        row.decided_by, row.decided_at = decider.id, now()
    session.flush()
