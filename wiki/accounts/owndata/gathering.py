"""What the tables hold of a person, whatever feature they belong to."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from wiki.accounts import queries
from wiki.accounts.models import User
from wiki.accounts.owndata.registry import Entry
from wiki.accounts.ownership import owner_column
from wiki.audit.models import AuditEntry
from wiki.db import Model
from wiki.permissions import Actor

MOST_ROWS = 50_000
_OF_OTHER_PARTS = {"page", "revision", "own_data_archive", "begun_step"}
_SECRETS = ("_hash", "secret", "public_key", "token", "digest", "_key")


def account(session: Session, actor: Actor) -> Iterable[Entry]:
    """The account itself, and where the person belongs."""
    user = session.get_one(User, actor.user_id)
    told = {
        "nom": user.name,
        "identifiant": user.handle,
        "adresse": user.email,
        "langue": user.locale,
        "role": user.site_role,
        "cree": user.created_at,
        "confirme": user.confirmed_at,
        "territoires": [vars(place) for place in queries.places_of(session, user.id)],
    }
    yield "compte.json", as_json(told)


def rows(session: Session, actor: Actor) -> Iterable[Entry]:
    """The rows of every table that name the person as theirs, without secrets and their fingerprints."""
    for table in Model.metadata.sorted_tables:
        owner = owner_column(table)
        if owner is not None and table.name not in _OF_OTHER_PARTS:
            columns = [column for column in table.columns if not column.name.endswith(_SECRETS)]
            query = select(*columns).where(owner == actor.user_id).limit(MOST_ROWS)
            found = [dict(row) for row in session.execute(query).mappings()]
            if found:
                yield f"donnees/{table.name}.json", as_json(found)


def journal(session: Session, actor: Actor) -> Iterable[Entry]:
    """The lines of the audit log about the person; who else acted, and from where, is not theirs to have."""
    mine = AuditEntry.actor_id == actor.user_id
    about_me = (AuditEntry.kind == "account") & (AuditEntry.thing_id == actor.user_id)
    query = select(AuditEntry).where(or_(mine, about_me)).order_by(AuditEntry.id.desc()).limit(MOST_ROWS)
    yield "journal.json", as_json([_line(entry, actor) for entry in session.scalars(query)])


def as_json(value: object) -> str:
    """Readable JSON; moments in ISO 8601, anything else that JSON does not know as text."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _line(entry: AuditEntry, actor: Actor) -> dict[str, object]:
    line: dict[str, object] = {"date": entry.at, "acte": entry.act, "sur": entry.kind, "nom": entry.name}
    if entry.actor_id == actor.user_id:
        line |= {"precisions": entry.details, "adresse": entry.address}
    return line


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
