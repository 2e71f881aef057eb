"""The people of the demonstration: one account per role, each with a password of its own."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.accounts.queries import by_email
from wiki.accounts.service import create_user
from wiki.territories.models import Membership, Territory

# Reserved for examples (RFC 2606), so that no mail of a demonstration reaches anybody.
MAIL_DOMAIN = "example.org"
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
FILE_NAME = "demonstration-accounts.txt"


@dataclass(frozen=True)
class Person:
    """Somebody of the demonstration; `role` is what the account shows, in the words of the interface."""

    handle: str
    name: str
    role: str
    site_role: str = ""
    membership: str = ""
    territories: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.handle}@{MAIL_DOMAIN}"


BRETAGNE = ("bma", "rennes", "mont-saint-michel", "belle-ile-en-mer", "le-mene", "pays-de-fougeres")
PEOPLE = (
    Person("marc", "Marc", "administration", site_role="admin"),
    Person("nadia", "Nadia", "équipe nationale", site_role="curator"),
    Person("helene", "Hélène", "collège scientifique", site_role="reviewer"),
    Person("claire", "Claire", "référente de Trappes", membership="referent", territories=("trappes",)),
    Person("yann", "Yann", "référent de Nantes", membership="referent", territories=("nantes",)),
    Person("pascal", "Pascal", "ambassadeur en Bretagne", membership="ambassador", territories=BRETAGNE),
    Person("amina", "Amina", "membre de Trappes", membership="member", territories=("trappes",)),
    Person(
        "solenn", "Solenn", "référente de Belle-Île", membership="referent", territories=("belle-ile-en-mer",)
    ),
    Person("lucien", "Lucien", "collège scientifique", site_role="reviewer"),
    Person("agnes", "Agnès", "équipe nationale", site_role="curator"),
    Person("bastien", "Bastien", "équipe nationale", site_role="curator"),
)


@dataclass(frozen=True)
class Account:
    """An account just made, with the password that nobody will be shown again."""

    role: str
    email: str
    password: str


def ensure_people(session: Session, since: datetime) -> tuple[dict[str, User], list[Account]]:
    """Make the accounts that are missing; return everybody by handle, and what was made."""
    users: dict[str, User] = {}
    made: list[Account] = []
    for person in PEOPLE:
        user = by_email(session, person.email)
        if user is None:
            password = _new_password()
            user = _new_user(session, person, password, since)
            made.append(Account(person.role, person.email, password))
        users[person.handle] = user
    return users, made


def _new_password() -> str:
    """79 bits, in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(4)) for _ in range(4))


def _new_user(session: Session, person: Person, password: str, since: datetime) -> User:
    user = create_user(
        session,
        name=person.name,
        email=person.email,
        password=password,
        site_role=person.site_role,
        locale="fr",
        confirmed_at=since,
    )
    user.created_at = since
    places = session.scalars(select(Territory).where(Territory.slug.in_(person.territories)))
    session.add_all(
        Membership(
            user_id=user.id, territory_id=place.id, role=person.membership, asked_at=since, admitted_at=since
        )
        for place in places
    )
    session.flush()
    return user


def keep_accounts(path: Path, accounts: Sequence[Account]) -> None:
    """Write the accounts to a file that only the owner of the process can read.

    Accounts that the file already names keep their line, unless they were just made anew.
    """
    lines = _kept_lines(path)
    lines.update(
        {account.email: "\t".join((account.role, account.email, account.password)) for account in accounts}
    )
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines.values()))
    # Whole or not at all, whatever happens meanwhile.
    new.replace(path)


def _kept_lines(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    return {line.split("\t")[1]: line for line in path.read_text(encoding="utf-8").splitlines()}
