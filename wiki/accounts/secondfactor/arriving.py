"""Coming in with a code after the password, on the sign-in page or wherever somebody is asked to sign in again."""

from flask import current_app
from flask_babel import lazy_gettext as _l

from wiki.accounts import browser
from wiki.accounts.models import User
from wiki.accounts.secondfactor import service
from wiki.db import read_session, transaction
from wiki.errors import Invalid

MOST_TRIES = 8


def come_in(email: str, password: str, code: str) -> None:
    """Sign in with address and password, or with the code that was asked for after them.

    Raises:
        OneMoreStep: the password is right, and the code is wanted now.
        TooManyAttempts, Invalid: what was typed does not open an account.
    """
    if code and awaits_code():
        finish_sign_in(code)
    else:
        browser.sign_in_here(email, password)


def awaits_code() -> bool:
    """Whether a password was right in this browser, and the code has not come yet."""
    return browser.begun_here(browser.SECOND_STEP) is not None


def finish_sign_in(code: str, *, trust: bool = False) -> None:
    """Sign in the person whose password was right in this browser, with a code.

    Raises:
        TooManyAttempts: the account was tried too often.
        Invalid: the code is not the right one, or it took too long.
    """
    step = browser.try_here(browser.SECOND_STEP, MOST_TRIES)
    if step is None or step.user_id is None:
        raise Invalid({"": _l("Cela a pris trop de temps, ou trop d'essais. Reprenez la connexion.")})
    check_here(step.user_id, code)
    if browser.finish_here(browser.SECOND_STEP) is not None:
        user = read_session().get_one(User, step.user_id)
        browser.sign_in_person(user, step.data["way"], is_strong=True, trust=trust)


def check_here(user_id: int, code: str) -> None:
    """Take a code of a person, with attempts counted.

    Raises:
        TooManyAttempts: the account was tried too often.
        Invalid: the code is not the right one.
    """
    browser.count_attempt({f"second step of {user_id}": 10})
    with transaction() as db:
        service.check(db, current_app.extensions["wiki.seal"], user_id, code)
