"""How the national team decides: how many opinions and voices, and when people are reminded. Never commits."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scenarios.curation import queries
from scenarios.curation.models import CurationSettings
from wiki.audit.service import record
from wiki.errors import Conflict, Invalid
from wiki.permissions import Actor, Permission, require

LIMITS = {"opinions": (2, 15), "voices": (2, 10), "remind_after": (1, 90), "late_after": (1, 365)}
"""From where to where each may go. Fewer than two opinions or voices would not be a decision of a college."""


@dataclass(frozen=True)
class Rules:
    """See `CurationSettings`."""

    opinions: int
    voices: int
    remind_after: int
    late_after: int


def change(session: Session, actor: Actor, rules: Rules, turn: int) -> CurationSettings:
    """Decide by other rules from now on; a decision that is proposed already keeps those it was proposed under.

    Raises:
        Forbidden: the actor does not look after nominations.
        Conflict: the rules were changed since `turn` was read.
        Invalid: a number is out of its limits, or more voices are asked for than opinions.
    """
    require(actor, Permission.CURATION_MANAGE)
    _check(rules)
    kept = _kept(session)
    if kept.turn != turn:
        raise Conflict
    before = [getattr(kept, name) for name in LIMITS]
    for name in LIMITS:
        setattr(kept, name, getattr(rules, name))
    kept.turn += 1
    after = [getattr(kept, name) for name in LIMITS]
    record(session, actor, "curation.rules_changed", kind="curation", before=before, after=after)
    return kept


def _check(rules: Rules) -> None:
    errors: dict[str, object] = {
        name: _l("Choisissez un nombre de %(least)s à %(most)s.", least=least, most=most)
        for name, (least, most) in LIMITS.items()
        if not least <= getattr(rules, name) <= most
    }
    if not errors and rules.voices > rules.opinions:
        errors["voices"] = _l("Pas plus de voix que d'avis : qui décide a donné le sien.")
    if errors:
        raise Invalid(errors)


def _kept(session: Session) -> CurationSettings:
    """The row, made where there is none, held until the transaction ends."""
    locked = select(CurationSettings).where(CurationSettings.id == 1).with_for_update()
    kept = session.scalar(locked.execution_options(populate_existing=True))
    return kept if kept is not None else _first(session)


def _first(session: Session) -> CurationSettings:
    """The row, made now.

    Raises:
        Conflict: somebody else makes it at this moment.
    """
    fresh = queries.fresh_settings()
    try:
        with session.begin_nested():
            session.add(fresh)
    except IntegrityError:
        raise Conflict from None
    return fresh
