"""The people of the tests, one for each role, where they are, and the browsers in which they are signed in."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories

PEOPLE = {
    # handle: (site role, role in Trappes)
    "nina": ("", ""),
    "membre": ("", "member"),
    "referente": ("", "referent"),
    "ambassadeur": ("", "ambassador"),
    "relectrice": ("reviewer", ""),
    "curatrice": ("curator", ""),
    "admin": ("admin", ""),
}


def make_people(session: Session) -> None:
    """Trappes, Nantes, the national space, the themes and one person per role."""
    trappes = factories.territory(session, "trappes", name="Trappes")
    factories.territory(session, "nantes", name="Nantes", region="Loire-Atlantique")
    factories.territory(session, "national", name="National")
    factories.themes(session)
    for handle, (site_role, role) in PEOPLE.items():
        person = factories.user(session, handle, site_role=site_role)
        if role:
            factories.membership(session, person, trappes, role)


def numbers_of_people(session: Session) -> dict[str, int]:
    """Handle → user id."""
    found = session.execute(select(factories.User.handle, factories.User.id))
    return {handle: number for handle, number in found if handle in PEOPLE}


def browser_of(app: Flask, handle: str = "") -> FlaskClient:
    """A browser where that person is signed in; "" is a visitor's."""
    browser = app.test_client()
    if handle:
        with app.app_context(), app.extensions["wiki.database"].transaction() as session:
            person = session.scalars(select(factories.User).where(factories.User.handle == handle)).one()
            token = factories.sign_in(session, person)
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
    return browser
