"""Lists are walked by key from end to end, whatever else the address says."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.web.pagination import Slice, slice_of, start_key

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_list_is_walked_to_its_end_without_gap_or_repeat(visitor: FlaskClient) -> None:
    path, rows = "/essai/liste/a", []
    while path:
        answer = visitor.get(path).json
        rows += answer["rows"]
        path = answer["older"]

    assert rows == list(range(10, 0, -1))


def test_the_first_slice_has_nothing_newer_and_the_last_nothing_older(visitor: FlaskClient) -> None:
    first = visitor.get("/essai/liste/a").json
    assert (first["newer"], first["older"]) == (None, "/essai/liste/a?avant=7")
    last = visitor.get("/essai/liste/a?avant=1").json
    assert (last["newer"], last["older"], last["rows"]) == ("/essai/liste/a", None, [1])


def test_what_was_asked_is_kept_on_the_way(visitor: FlaskClient) -> None:
    answer = visitor.get("/essai/liste/a%20b?theme=eau&theme=air&q=l%27%C3%A9t%C3%A9+%26&avant=9").json

    assert answer["older"] == "/essai/liste/a%20b?theme=eau&theme=air&q=l%27%C3%A9t%C3%A9+%26&avant=6"
    assert answer["newer"] == "/essai/liste/a%20b?theme=eau&theme=air&q=l%27%C3%A9t%C3%A9+%26"


@pytest.mark.parametrize(
    "query",
    ["_external=1&_scheme=javascript", "endpoint=x", "_anchor=x", "_method=POST", "name=other", "self=1"],
)
def test_words_that_mean_something_to_the_router_are_only_words(visitor: FlaskClient, query: str) -> None:
    answer = visitor.get(f"/essai/liste/a?{query}")

    assert answer.status_code == 200
    assert answer.json["older"] == f"/essai/liste/a?{query}&avant=7"


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "²", "٣", "9" * 18, "\x00", "1 OR 1"])
def test_nonsense_is_the_start_of_the_list(app: Flask, text: str) -> None:
    with app.test_request_context(query_string={"avant": text}):
        assert start_key() is None


def test_a_key_is_read(app: Flask) -> None:
    with app.test_request_context("/?avant=42"):
        assert start_key() == 42
    with app.test_request_context("/"):
        assert start_key() is None


def test_an_empty_slice_is_nothing(app: Flask) -> None:
    with app.test_request_context("/essai/liste/a"):
        assert not slice_of([], 3, lambda row: row)
        assert slice_of([1], 3, lambda row: row) == Slice([1])
