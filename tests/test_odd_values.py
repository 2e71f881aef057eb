"""Whatever stands in an address, a question or a field, it is never a fault.

Asked of the engine that refuses more: numbers that are too large, characters that no text may hold.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import MapAdapter, Rule

from tests.arranged import TABLE, arrange, twin, ways_in
from tests.people import browser_of

pytestmark = [
    pytest.mark.retold,
    pytest.mark.parametrize(
        "database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
    ),
]
ODD = ["a\x00b", "\udcff' OR 1=1 --", "é" * 300, "99999999999999999999"]
FORM = "application/x-www-form-urlencoded"
QUESTIONS = (
    "q", "theme", "territoire", "type", "titre", "tri", "avant", "de", "a", "vue", "retour", "role", "page",
)  # fmt: skip


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """The browser of the administrator, who has been here: noting that would be a commit."""
    app.config["WTF_CSRF_ENABLED"] = False
    arrange(app)
    browser = browser_of(app, "admin")
    assert browser.get("/langue").status_code == 200
    return browser


def test_odd_values_in_addresses_and_questions_are_never_a_fault(app: Flask, admin: FlaskClient) -> None:
    urls = app.url_map.bind("localhost")
    faults = [
        f"{method} {path}"
        for odd in ODD
        for method, rule in ways_in(app.url_map)
        for path in odd_addresses(urls, method, rule, odd)
        if status(admin, method, path, odd) >= 500
    ]

    assert faults == []


def odd_addresses(urls: MapAdapter, method: str, rule: Rule, odd: str) -> Iterator[str]:
    """The address with an odd value at one place after the other; as it is, where it has no place for one."""
    if not rule.arguments:
        yield rule.rule
    for name in rule.arguments:
        path = filled_in(rule, {**TABLE["values"], name: odd})
        # What is no number is not an address of ours where a number stands: nothing is asked.
        if urls.test(path, method):
            yield path


def filled_in(rule: Rule, values: dict[str, object]) -> str:
    return re.sub(r"<(?:[^:<>]*:)?(\w+)>", lambda found: str(values[found[1]]), rule.rule)


def status(browser: FlaskClient, method: str, path: str, odd: str) -> int:
    """How an address answers that has this odd value in every question and field, too."""
    text = quoted(odd)
    question = "&".join(f"{asked}={text}" for asked in QUESTIONS)
    answer = twin(browser).open(
        f"{quoted(path, '/')}?{question}",
        method=method,
        data=f"action=retry&text={text}",
        content_type=FORM,
        headers={"Accept": "application/json"},
    )
    return answer.status_code


def quoted(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="surrogateescape")
