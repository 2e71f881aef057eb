"""Keep the grid: work on a draft, publish it as the next version. A published version never changes."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from scenarios.criteria.changes import sentences
from scenarios.criteria.checking import refuse_name, refuse_unready, refuse_words
from scenarios.criteria.models import MOST_CRITERIA, Criterion, Grid, Wording
from scenarios.criteria.queries import criterion, current, grid
from scenarios.criteria.starting import first_criteria
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Invalid
from wiki.permissions import Actor, Permission, require
from wiki.rendering.slugs import slugify

MAX_SUMMARY = 300


@dataclass(frozen=True)
class Words:
    """A criterion as somebody wrote it."""

    axis: str
    french: Wording
    english: Wording


class Reworded(Conflict):
    """Somebody else changed the criterion meanwhile; `now` is what it says."""

    def __init__(self, now: Criterion) -> None:
        super().__init__()
        self.now = now


def ensure_grid(session: Session) -> None:
    """Give a wiki its first grid; one that is there stays as it has become."""
    if session.scalar(select(func.count()).select_from(Grid)) == 0:
        session.add(
            Grid(
                number=1,
                summary="Première grille, d’après le document fondateur",
                published_at=now(),
                all_criteria=list(first_criteria()),
            )
        )
        session.flush()


def begin(session: Session, actor: Actor, number: int = 0) -> Grid:
    """Begin a draft from the version in force, or from another one; the draft that there is stays as it is.

    Raises:
        Forbidden: the actor does not look after the criteria.
        NotFound: there is no such version.
        Conflict: another version was asked for, and there is a draft.
    """
    draft = _held(session, actor)
    if draft is not None and number:
        raise Conflict
    if draft is not None:
        return draft
    last = current(session)
    origin = grid(session, number) if number else last
    # What was taken out since stays at hand.
    known = {each.key for each in origin.all_criteria}
    lost = [_copy(each, is_retired=True) for each in last.all_criteria if each.key not in known]
    made = Grid(
        number=last.number + 1,
        author_id=actor.user_id,
        all_criteria=[*(_copy(each, is_retired=each.is_retired) for each in origin.all_criteria), *lost],
    )
    session.add(made)
    session.flush()
    record(session, actor, "criteria.begun", kind="grid", thing_id=made.number)
    return made


def give_up(session: Session, actor: Actor, turn: int) -> None:
    """Throw the draft away.

    Raises:
        Forbidden: the actor does not look after the criteria.
        Conflict: there is none, or it changed since the actor read it.
    """
    draft = _draft(session, actor)
    if draft.turn != turn:
        raise Conflict
    record(session, actor, "criteria.given_up", kind="grid", thing_id=draft.number)
    session.delete(draft)


def add(session: Session, actor: Actor, words: Words) -> Criterion:
    """Add a criterion at the end of its axis; one that was added before with these very words is that one.

    Raises:
        Forbidden: the actor does not look after the criteria.
        Conflict: there is no draft any more.
        Invalid: its words cannot be kept, or there are too many criteria.
    """
    draft = _draft(session, actor)
    refuse_words(words.axis, words.french, words.english)
    for other in draft.criteria:
        if (other.axis, other.french, other.english) == (words.axis, words.french, words.english):
            return other
    refuse_name(draft.all_criteria, words.french.name)
    if len(draft.all_criteria) >= MOST_CRITERIA:
        message = _l("La grille a déjà %(most)s critères : plus personne ne la lirait.", most=MOST_CRITERIA)
        raise Invalid({"": message})
    made = Criterion(key=_free_key(draft, words.french.name), position=_end(draft, words.axis))
    _write(made, words)
    draft.all_criteria.append(made)
    _touch(session, draft)
    return made


def change(session: Session, actor: Actor, criterion_id: int, turn: int, words: Words) -> Criterion:
    """Change what a criterion of the draft says, or its axis; it then goes to the end of that.

    Raises:
        Forbidden: the actor does not look after the criteria.
        NotFound: the draft has no such criterion.
        Conflict: there is no draft any more.
        Reworded: it says something else than what the actor read (`turn`).
        Invalid: its words cannot be kept.
    """
    draft = _draft(session, actor)
    found = criterion(session, draft, criterion_id)
    refuse_words(words.axis, words.french, words.english)
    if (found.axis, found.french, found.english) == (words.axis, words.french, words.english):
        return found
    if found.turn != turn:
        raise Reworded(found)
    refuse_name(draft.all_criteria, words.french.name, but=found)
    if found.axis != words.axis:
        found.position = _end(draft, words.axis)
    _write(found, words)
    found.turn += 1
    _touch(session, draft)
    return found


def move(session: Session, actor: Actor, criterion_id: int, place: int, step: int) -> Criterion:
    """Move a criterion up (-1) or down (1) on its axis, from the place where the actor saw it; once, if sent twice.

    Raises:
        Forbidden: the actor does not look after the criteria.
        NotFound: the draft has no such criterion.
        Conflict: there is no draft any more, or somebody else moved it.
    """
    draft = _draft(session, actor)
    found = criterion(session, draft, criterion_id)
    line = draft.on_axis(found.axis)
    if found.is_retired:
        raise Conflict
    here, wanted = line.index(found), place + step
    if here == wanted:
        return found
    if here != place or not 0 <= wanted < len(line):
        raise Conflict
    line.insert(wanted, line.pop(here))
    for position, each in enumerate(line):
        each.position = position
    _touch(session, draft)
    return found


def retire(session: Session, actor: Actor, criterion_id: int) -> Criterion:
    """Take a criterion out of the draft; it can be put back, in this version or a later one.

    Raises:
        Forbidden, NotFound, Conflict: as for `change`.
    """
    return _set_retired(session, actor, criterion_id, is_retired=True)


def bring_back(session: Session, actor: Actor, criterion_id: int) -> Criterion:
    """Put a criterion back at the end of its axis.

    Raises:
        Forbidden, NotFound, Conflict: as for `change`.
    """
    return _set_retired(session, actor, criterion_id, is_retired=False)


def publish(session: Session, actor: Actor, number: int, turn: int, summary: str) -> Grid:
    """Put the draft in force. What was proposed before is read with the version that it began with.

    Raises:
        Forbidden: the actor does not look after the criteria.
        Conflict: there is no draft any more, or it changed since the actor read it.
        Invalid: no summary, nothing that changed, or an axis without a criterion.
    """
    draft = _held(session, actor)
    if draft is None or draft.number != number:
        return _published_before(session, actor, number, summary)
    if draft.turn != turn:
        raise Conflict
    if not summary:
        raise Invalid({"summary": _l("Dites en une phrase ce qui change et pourquoi.")})
    if len(summary) > MAX_SUMMARY:
        raise Invalid({"summary": _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_SUMMARY)})
    refuse_unready(draft)
    if not sentences(current(session).criteria, draft.criteria):
        raise Invalid({"": _l("Rien n'a changé : il n'y a pas de version à publier.")})
    draft.published_at, draft.author_id, draft.summary = now(), actor.user_id, summary
    record(session, actor, "criteria.published", kind="grid", thing_id=draft.number, name=summary)
    return draft


def _held(session: Session, actor: Actor) -> Grid | None:
    """The draft, once whoever changes it at this moment is done; the first version serves as the lock."""
    require(actor, Permission.CRITERIA_MANAGE)
    session.scalar(select(Grid.id).where(Grid.number == 1).with_for_update())
    return session.scalar(
        select(Grid)
        .where(Grid.published_at.is_(None))
        .options(selectinload(Grid.all_criteria))
        .execution_options(populate_existing=True)
    )


def _draft(session: Session, actor: Actor) -> Grid:
    draft = _held(session, actor)
    if draft is None:
        raise Conflict
    return draft


def _published_before(session: Session, actor: Actor, number: int, summary: str) -> Grid:
    """What this very form published when it was sent the first time."""
    last = current(session)
    if (last.number, last.author_id, last.summary) != (number, actor.user_id, summary):
        raise Conflict
    return last


def _set_retired(session: Session, actor: Actor, criterion_id: int, *, is_retired: bool) -> Criterion:
    draft = _draft(session, actor)
    found = criterion(session, draft, criterion_id)
    if found.is_retired != is_retired:
        found.position = _end(draft, found.axis)
        found.is_retired = is_retired
        _touch(session, draft)
    return found


def _copy(found: Criterion, *, is_retired: bool) -> Criterion:
    made = Criterion(key=found.key, position=found.position, is_retired=is_retired)
    _write(made, Words(found.axis, found.french, found.english))
    return made


def _write(target: Criterion, words: Words) -> None:
    target.axis = words.axis
    target.name, target.help, target.levels = words.french.name, words.french.help, list(words.french.levels)
    target.name_en, target.help_en = words.english.name, words.english.help
    target.levels_en = list(words.english.levels)


def _free_key(draft: Grid, name: str) -> str:
    """A key that no criterion has: what is compared from version to version."""
    taken, bare = {each.key for each in draft.all_criteria}, slugify(name)[:70]
    candidates = [bare, *(f"{bare}-{number}" for number in range(2, MOST_CRITERIA + 2))]
    return next(key for key in candidates if key not in taken)


def _end(draft: Grid, axis: str) -> int:
    return max((each.position + 1 for each in draft.on_axis(axis)), default=0)


def _touch(session: Session, draft: Grid) -> None:
    draft.turn += 1
    session.flush()
