"""A slot shows what features fill it with, in their order, and nothing where nobody does."""

import pytest
from flask import Flask, render_template_string

from wiki.web.slots import Slots, slots

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_an_empty_slot_shows_nothing(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string("<p>{{ slot('beside', page=1) }}</p>") == "<p></p>"


def test_fillings_are_shown_in_order_with_what_the_template_gives(app: Flask) -> None:
    slots(app).fill("beside", lambda page: render_template_string("<b>{{ page }}</b>", page=page))
    slots(app).fill("beside", lambda page: f"<i>{len(page)}</i>")
    slots(app).fill("elsewhere", lambda: "never")

    with app.test_request_context():
        shown = render_template_string("{{ slot('beside', page='<p>') }}")

    assert shown == "<b>&lt;p&gt;</b><i>3</i>"


def test_each_application_has_its_own(app: Flask) -> None:
    slots(app).fill("beside", lambda: "x")

    assert Slots().show("beside") == ""
