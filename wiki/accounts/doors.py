"""What ways to sign in ask of each other, for one application: none of them needs to know which others there are."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy.orm import Session

EXTENSION = "wiki.doors"
Asked = Callable[[Session, int], bool]


@dataclass
class Doors:
    """Registered in `wiring.py`.

    Attributes:
        second_steps: whether a person (a number) has something to show after the password.
        passkeys: whether a person has a passkey.
        arrivals: asked right after somebody came in, within the same request: what else depends on who that is.
        farewells: where signing out leads that ended a session of this `way` (see `SignIn`).
    """

    second_steps: list[Asked] = field(default_factory=list)
    passkeys: list[Asked] = field(default_factory=list)
    arrivals: list[Callable[[], None]] = field(default_factory=list)
    farewells: dict[str, str] = field(default_factory=dict)

    def asks_second_step(self, session: Session, user_id: int) -> bool:
        """Whether a password alone does not open this account."""
        return any(asked(session, user_id) for asked in self.second_steps)

    def has_passkey(self, session: Session, user_id: int) -> bool:
        """Whether this person can sign in with a passkey."""
        return any(asked(session, user_id) for asked in self.passkeys)


def doors(app: Flask) -> Doors:
    """The ways to sign in of an application."""
    found: Doors = app.extensions[EXTENSION]
    return found
