"""`territoire user …`: accounts from the command line, for the first administrator and for emergencies."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy import select

from wiki.accounts import queries, service
from wiki.accounts.models import SITE_ROLES, User
from wiki.db import read_session, transaction
from wiki.errors import Invalid

_NO_ROLE = "member"
_role = click.Choice([_NO_ROLE, *filter(None, SITE_ROLES)])


def commands(app: Flask) -> click.Group:
    """The commands, each working on this application's database."""

    @click.group("user", help="Accounts: add, list, change the role or the password.")
    def user() -> None:
        """Accounts: add, list, change the role or the password."""

    @user.command()
    @click.argument("email")
    @click.option("--name", required=True, help="Name shown beside texts.")
    @click.option("--role", type=_role, default=_NO_ROLE, show_default=True)
    @click.password_option(help="Asked for when not given.")
    def add(email: str, name: str, role: str, password: str) -> None:
        """Add an account that may be used at once."""
        with app.app_context(), _told_plainly(), transaction() as session:
            made = service.create_user(
                session, name=name, email=email, password=password, site_role=_stored(role)
            )
        click.echo(f"{made.email} can sign in; profile: /personnes/{made.handle}")

    @user.command()
    @click.argument("email")
    @click.argument("role", type=_role)
    def role(email: str, role: str) -> None:
        """Give an account another role for the whole site."""
        with app.app_context(), transaction() as session:
            _known(queries.by_email(session, email)).site_role = _stored(role)
        click.echo(f"{email}: {role}")

    @user.command()
    @click.argument("email")
    @click.password_option(help="Asked for when not given.")
    def password(email: str, password: str) -> None:
        """Set the password of an account and end its sessions."""
        with app.app_context(), _told_plainly(), transaction() as session:
            service.change_password(session, _known(queries.by_email(session, email)).id, password)
        click.echo(f"{email} has a new password")

    @user.command("list")
    def list_accounts() -> None:
        """List every account that was not deleted."""
        with app.app_context():
            for person in read_session().scalars(
                select(User).where(User.deleted_at.is_(None)).order_by(User.id)
            ):
                click.echo(f"{person.email}\t{person.name}\t{person.site_role or _NO_ROLE}\t{_state(person)}")

    return user


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        raise click.ClickException("\n".join(str(message) for message in error.errors.values())) from None


def _known(user: User | None) -> User:
    if user is None:
        raise click.ClickException("no account has this address")
    return user


def _stored(role: str) -> str:
    return "" if role == _NO_ROLE else role


def _state(user: User) -> str:
    if user.blocked_at is not None:
        return "blocked"
    return "confirmed" if user.confirmed_at is not None else "to be confirmed"
