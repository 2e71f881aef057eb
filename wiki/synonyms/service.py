"""Save and restore the equivalents. Two people who write at the same time lose nothing of either."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.audit.service import record
from wiki.errors import Conflict, Invalid
from wiki.pages.checks import tidy_text
from wiki.permissions import Actor, Permission, require
from wiki.synonyms import queries
from wiki.synonyms.merging import together
from wiki.synonyms.models import EquivalentsVersion
from wiki.synonyms.reading import Fault, read

MAX_TEXT = 100_000
STARTER = Path(__file__).parent / "starter.txt"


@dataclass(frozen=True)
class Change:
    """A change of the list, made from its version `base_number` (0: there was none)."""

    base_number: int
    text: str
    summary: str = ""


class Faulty(Invalid):
    """Some lines cannot be used; `text` is what they stand in, merged with what others saved meanwhile."""

    def __init__(self, text: str, faults: Sequence[Fault], base_number: int) -> None:
        super().__init__(
            {"text": _l("Certaines lignes sont à corriger : voyez le tableau « Lignes à corriger ».")}
        )
        self.text = text
        self.faults = faults
        self.base_number = base_number


class Meanwhile(Conflict):
    """Somebody changed the same lines; `text` holds both, and can be saved from version `current` on."""

    def __init__(self, text: str, current: EquivalentsVersion) -> None:
        super().__init__()
        self.text = text
        self.current = current


def ensure_equivalents(session: Session) -> None:
    """Give a wiki its first list; one that is there stays as it has become."""
    if session.scalar(select(func.count()).select_from(EquivalentsVersion)) == 0:
        text = STARTER.read_text(encoding="utf-8")
        session.add(EquivalentsVersion(number=1, text=text, summary="Liste de départ"))
        session.flush()


def save(session: Session, actor: Actor, change: Change) -> EquivalentsVersion:
    """Save a change as a new version; if the list moved on meanwhile, merge both. Returns the version in force.

    Raises:
        Forbidden: the actor does not look after the equivalents.
        Faulty: lines cannot be used.
        Invalid: the text cannot be kept, or the version it was made from is not there.
        Meanwhile: the same lines were changed.
    """
    require(actor, Permission.SYNONYMS_MANAGE)
    text = _tidied(change.text)
    current = _locked(session)
    base = current.number if current else 0
    if current is not None and change.base_number != base:
        text = _merged(session, change.base_number, text, current)
    faults = read(text).faults
    if faults:
        raise Faulty(text, faults, base)
    return _append(session, actor, current, text, change.summary, change.base_number)


def restore(session: Session, actor: Actor, number: int) -> EquivalentsVersion:
    """Make an earlier version current again, as a new one.

    Raises:
        Forbidden: the actor does not look after the equivalents.
        NotFound: there is no such version.
    """
    require(actor, Permission.SYNONYMS_MANAGE)
    current = _locked(session)
    earlier = queries.version(session, number)
    summary = f"Version {number} rétablie"
    return _append(session, actor, current, earlier.text, summary, current.number if current else 0)


def _append(
    session: Session, actor: Actor, current: EquivalentsVersion | None, text: str, summary: str, base: int
) -> EquivalentsVersion:
    """Write the next version, unless it would say what the present one says."""
    if current is not None and text == current.text:
        return current
    made = EquivalentsVersion(
        number=current.number + 1 if current else 1,
        text=text,
        author_id=actor.user_id,
        summary=summary[:300],
        base_number=base,
    )
    session.add(made)
    session.flush()
    record(session, actor, "equivalents.changed", kind="equivalents", thing_id=made.number)
    return made


def _locked(session: Session) -> EquivalentsVersion | None:
    """The version in force, read once whoever saves at this moment is done: the first one serves as the lock."""
    session.scalar(select(EquivalentsVersion.id).where(EquivalentsVersion.number == 1).with_for_update())
    return queries.current(session)


def _tidied(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise Invalid(
            {"text": _l("La liste est trop longue : %(limit)s caractères au plus.", limit=MAX_TEXT)}
        )
    return tidy_text(text)


def _merged(session: Session, base_number: int, text: str, current: EquivalentsVersion) -> str:
    base = session.scalar(select(EquivalentsVersion.text).where(EquivalentsVersion.number == base_number))
    if base is None:
        raise Invalid({"": _l("La version dont vous êtes parti n'existe pas. Rechargez la page.")})
    merged = together(base, text, current.text)
    if not merged.settled:
        raise Meanwhile(merged.text, current)
    return merged.text
