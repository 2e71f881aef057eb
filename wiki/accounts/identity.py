"""What makes an account somebody's: a name, an address, a password, a handle that nobody else has."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import TypeVar

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.accounts import queries
from wiki.accounts.models import LOCALES, SITE_ROLES, User
from wiki.accounts.security import passwords
from wiki.errors import Conflict, Invalid
from wiki.rendering.slugs import slugify

T = TypeVar("T")
_MAX_NAME = 120
_MAX_HANDLE = 50


def new_user(name: str, email: str, password: str | None, locale: str) -> User:
    """A person not yet in the database; everything that is wrong is told at once.

    Raises:
        Invalid: the name, address or password cannot be used.
    """
    errors: dict[str, object] = {}
    user = User(handle="", locale=known_locale(locale), site_role="")
    user.name = _checked(normal_name, name, errors) or ""
    user.email = _checked(normal_email, email, errors)
    if password is not None:
        _checked(lambda typed: passwords.check_strength(typed, user), password, errors)
    if errors:
        raise Invalid(errors)
    user.password_hash = passwords.hash_password(password) if password is not None else None
    return user


def _checked(check: Callable[[str], T], typed: str, errors: dict[str, object]) -> T | None:
    try:
        return check(typed)
    except Invalid as error:
        errors.update(error.errors)
        return None


def normal_name(name: str) -> str:
    """A name on one line.

    Raises:
        Invalid: it is empty or too long.
    """
    tidy = " ".join(name.split())
    if not tidy:
        raise Invalid({"name": _l("Écrivez le nom sous lequel on vous connaît.")})
    if len(tidy) > _MAX_NAME:
        raise Invalid({"name": _l("Ce nom est trop long : 120 caractères suffisent.")})
    return tidy


def normal_email(email: str) -> str:
    """An address as it is stored: in lower case, so that nobody has two accounts by accident.

    Raises:
        Invalid: this is not an address.
    """
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        message = _l("Cette adresse n'est pas complète. Elle ressemble à nom@exemple.fr.")
        raise Invalid({"email": message}) from None


def known_locale(locale: str) -> str:
    """The language if it is one of ours, else none."""
    return locale if locale in LOCALES else ""


def check_site_role(role: str) -> None:
    """Refuse a role that does not exist.

    Raises:
        Invalid: there is no such role.
    """
    if role not in SITE_ROLES:
        raise Invalid({"site_role": _l("Ce rôle n'existe pas.")})


def add_with_handle(session: Session, user: User) -> None:
    """Add the person under a free handle, though another process may take the same one just now.

    Raises:
        Conflict: another process has just taken the address.
    """
    for handle in _handles(user.name):
        if session.scalar(select(User.id).where(User.handle == handle, User.id != user.id)) is not None:
            continue
        user.handle = handle
        try:
            with session.begin_nested():
                session.add(user)
                session.flush()
            return
        except IntegrityError:
            if queries.by_email(session, str(user.email)) is not None:
                raise Conflict from None


def _handles(name: str) -> Iterator[str]:
    base = slugify(name)[:_MAX_HANDLE].strip("-") or "membre"
    yield base
    for number in count(2):
        yield f"{base}-{number}"
