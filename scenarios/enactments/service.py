"""Tell that a scenario was played, and mend what was told. A retour is a page: its text is the only truth."""

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.enactments import queries
from scenarios.retold.model import Account, Played
from scenarios.retold.opening import Setting, new_text, with_opening
from scenarios.retold.reading import read
from scenarios.retold.writing import write
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.activity.service import tell
from wiki.errors import Invalid, NotFound
from wiki.pages import service as pages
from wiki.pages.models import TELLS_OF_OTHERS, Page, Revision, audience_key
from wiki.pages.posting import form_mark, posted_before
from wiki.pages.projection import all_see
from wiki.permissions import Actor, Permission, require
from wiki.territories.models import Territory

OF_A_GUEST = ("public", "members")
"""Who may read the retour of somebody who belongs to no territory."""


@dataclass(frozen=True)
class Report:
    """A session as somebody tells it. `account.played` says the version; its path is the scenario's.

    `territory_id`: where the page shall stand, None for the only place there is.
    """

    account: Account
    audience: str
    territory_id: int | None = None


@dataclass(frozen=True)
class Reported:
    """The retour; not `is_new` when this very form had been sent before."""

    page: Page
    is_new: bool


def report(session: Session, actor: Actor, scenario_id: int, told: Report, form_key: str) -> Reported:
    """Make the page that tells of a session.

    Raises:
        NotFound, Forbidden: the scenario is not this person's to read, or they may not tell of it.
        Invalid: there is no such version or territory, or others would learn of a scenario that they may not read.
        Incomplete: a shared page lacks what it needs.
    """
    scenario = session.get(Page, scenario_id)
    if scenario is None or not actor.rules.can(actor, Permission.PAGE_VIEW, scenario):
        raise NotFound
    require(actor, Permission.ENACTMENT_REPORT, scenario)
    mark = form_mark(actor, form_key, "report", scenario.id)
    before = posted_before(session, mark)
    if before is not None:
        return Reported(before.page, is_new=False)
    territory = _territory(session, actor, scenario, told.territory_id)
    _check_readers(actor, scenario, territory, told.audience)
    account = _of(session, scenario, told.account)
    setting = Setting(
        scenario.title, territory.name, tuple(queries.theme_names(session, scenario.id)), actor.handle,
        scenario.language,
    )  # fmt: skip
    new = pages.NewPage(
        territory.id, TELLS_OF_OTHERS, told.audience, new_text(account, setting),
        summary="Raconte une séance", same_title_meant=True,
    )  # fmt: skip
    page = pages.create_with_leave(session, actor, new, mark)
    tell_played(session, page)
    return Reported(page, is_new=True)


def change_of(session: Session, page: Page, base_number: int, account: Account, form_key: str) -> pages.Edit:
    """The edit that makes a retour tell this, from the version that the person looked at.

    Raises:
        Invalid: there is no such version.
    """
    query = select(Revision.text).where(Revision.page_id == page.id, Revision.number == base_number)
    base = session.scalar(query)
    if base is None:
        raise Invalid({"": _l("La version dont vous êtes parti n'existe pas. Rechargez la page.")})
    before = read(base)
    path = before.played.path if before.played else ""
    version = account.played.version if account.played else None
    account = replace(account, played=Played(path, version) if path else before.played)
    text = with_opening(write(base, account), before, account)
    return pages.Edit(page.id, base_number, text, summary="Complète le retour", form_key=form_key)


def tell_played(session: Session, page: Page) -> None:
    """Let those who follow a scenario know that it was played, once, as soon as all of them may read of it."""
    row = queries.enactment_of(session, page)
    scenario = session.get(Page, row.scenario_id) if row is not None and row.scenario_id is not None else None
    if scenario is None or not all_see(scenario.audience_key, page.audience_key):
        return
    is_told = _was_told(session, happens.PAGE_PLAYED, scenario.id, page.id)
    if not is_told and _was_told(session, happens.PAGE_CREATED, page.id):
        tell(
            session, page.owner_id, happens.PAGE_PLAYED, page_id=scenario.id, territory_id=scenario.territory_id,
            about_id=page.id,
        )  # fmt: skip


def _was_told(session: Session, kind: str, page_id: int, about_id: int = 1) -> bool:
    """Whether this happened; pages of an import or a demonstration are not told of one by one."""
    query = select(Happening.id).where(
        Happening.kind == kind, Happening.page_id == page_id, Happening.about_id == about_id
    )
    return session.scalar(query.limit(1)) is not None


def _territory(session: Session, actor: Actor, scenario: Page, territory_id: int | None) -> Territory:
    """Where the page stands: in a territory of the person, or in the scenario's where they have none."""
    own = list(actor.territories) or [scenario.territory_id]
    chosen = territory_id if territory_id is not None else (own[0] if len(own) == 1 else None)
    if chosen is None or (chosen not in own and not actor.is_curator):
        raise Invalid({"territory": _l("Choisissez l'un de vos territoires.")})
    territory = session.get(Territory, chosen)
    if territory is None:
        raise Invalid({"territory": _l("Choisissez l'un de vos territoires.")})
    return territory


def _check_readers(actor: Actor, scenario: Page, territory: Territory, audience: str) -> None:
    """Nobody shall learn from a retour of a scenario that they may not read."""
    is_theirs = actor.is_curator or territory.id in actor.territories
    if not is_theirs and audience not in OF_A_GUEST:
        # They could neither read it again nor share it later.
        raise Invalid({"audience": _l("Choisissez qui peut lire la page.")})
    _refuse_more_readers(scenario, audience_key(audience, territory.id, actor.user_id))


def check_readers(session: Session, page: Page, key: str) -> None:
    """Let a retour that is settled have no more readers than the scenario that it tells of (`wiki.pages.readers`).

    Raises:
        Invalid: it would have.
    """
    row = queries.enactment_of(session, page)
    scenario = session.get(Page, row.scenario_id) if row is not None and row.scenario_id is not None else None
    # Fewer readers than now are never too many, whatever became of the scenario.
    if scenario is not None and not all_see(key, page.audience_key):
        _refuse_more_readers(scenario, key)


def _refuse_more_readers(scenario: Page, key: str) -> None:
    if not key.startswith("draft:") and not all_see(key, scenario.audience_key):
        message = _l(
            "Tout le monde ne peut pas lire ce scénario : son retour ne peut pas avoir plus de lecteurs."
        )
        raise Invalid({"audience": message})


def _of(session: Session, scenario: Page, account: Account) -> Account:
    """The account, of a version that there is."""
    number = account.played.version if account.played else None
    query = select(Revision.withdrawn_at).where(Revision.page_id == scenario.id, Revision.number == number)
    found = session.execute(query).one_or_none()
    if found is None or found.withdrawn_at is not None:
        raise Invalid({"version": _l("Ce scénario n'a pas cette version. Choisissez-en une dans la liste.")})
    return replace(account, played=Played(scenario.path, number))
