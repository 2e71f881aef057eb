"""The API: what it tells and takes, and that its description says so."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.jobs.worker import drain

TEXT = "# Autre titre\n\nUn autre texte.\n"
UNSEEN = {
    "": {"members", "territory", "draft"},
    "nina": {"territory", "draft"},
    "membre": {"draft"},
    "referente": set(),
}


def test_a_program_sees_what_its_owner_sees(
    app: Flask, program_of, pages: dict[str, str], subtests: pytest.Subtests
) -> None:
    for handle, unseen in UNSEEN.items():
        get = program_of(handle).get if handle else app.test_client().get
        listed = {page["audience"] for page in get("/api/v1/pages").json["pages"]}
        for audience, path in pages.items():
            hidden = audience in unseen
            with subtests.test(handle=handle, audience=audience):
                assert (audience in listed) != hidden
                for each in (path, f"{path}/history"):
                    answer = get(each)
                    assert answer.status_code == (404 if hidden else 200)
                    if hidden:
                        absent = get(each.replace(f"page-{audience}", "z" * len(f"page-{audience}")))
                        assert (absent.status_code, absent.data) == (answer.status_code, answer.data)


def test_a_page_is_told_with_its_text_and_number(program_of, pages: dict[str, str]) -> None:
    program = program_of("referente", "write")
    told = program.get(pages["public"]).json
    assert (told["title"], told["number"], told["kind"], told["audience"]) == (
        "Page public",
        1,
        "page",
        "public",
    )
    assert told["text"].startswith("---\n")
    assert told["author"] == {"handle": "referente", "name": "Referente"}
    assert urlsplit(told["url"]).path == pages["public"].removeprefix("/api/v1/pages")

    program.ask("PUT", pages["public"], {"base": 1, "text": TEXT, "summary": "Par programme", "minor": True})

    assert program.get(pages["public"]).json["text"] == TEXT
    assert program.get(f"{pages['public']}?version=1").json["title"] == "Autre titre"
    assert program.get(f"{pages['public']}?version=1").json["text"] == told["text"]
    assert program.get(f"{pages['public']}?version=7").status_code == 404
    assert program.get(f"{pages['public']}?version=x").json["errors"]["version"]
    versions = program.get(f"{pages['public']}/history").json
    assert [(each["number"], each["summary"], each["minor"]) for each in versions["versions"]] == [
        (2, "Par programme", True), (1, "", False)]  # fmt: skip
    assert versions["next"] is None
    assert [
        each["number"] for each in program.get(f"{pages['public']}/history?before=2").json["versions"]
    ] == [1]


def test_an_unchanged_page_costs_nothing_to_ask_again(program_of, pages: dict[str, str]) -> None:
    program = program_of("nina")
    etag = program.get(pages["public"]).headers["ETag"]
    headers = {"Authorization": f"Bearer {program.token}", "If-None-Match": etag}

    assert program._client.get(pages["public"], headers=headers).status_code == 304


def test_edits_are_merged_or_both_are_told(program_of, pages: dict[str, str]) -> None:
    program, path = program_of("referente", "write"), pages["members"]
    first = "# Page members\n\nUn.\n\nDeux.\n\nTrois.\n"
    assert program.ask("PUT", path, {"base": 1, "text": first}).headers["X-Outcome"] == "saved"
    assert program.ask("PUT", path, {"base": 2, "text": first}).headers["X-Outcome"] == "unchanged"
    program.ask("PUT", path, {"base": 2, "text": first.replace("Un.", "Un !")})
    merged = program.ask("PUT", path, {"base": 2, "text": first.replace("Trois.", "Trois !")})
    assert (merged.headers["X-Outcome"], merged.json["text"]) == (
        "merged", "# Page members\n\nUn !\n\nDeux.\n\nTrois !\n")  # fmt: skip

    mine = first.replace("Un.", "Tout autre chose.")
    conflict = program.ask("PUT", path, {"base": 2, "text": mine})

    assert conflict.status_code == 409
    assert conflict.content_type == "application/problem+json"
    assert conflict.json["yours"] == {"text": mine}
    assert conflict.json["current"] == {"number": merged.json["number"], "text": merged.json["text"]}
    assert program.get(path).json["number"] == merged.json["number"]


def test_what_a_scope_or_a_right_lacks_is_refused(program_of, pages: dict[str, str]) -> None:
    body = {"base": 1, "text": TEXT}
    new = {"territory": "trappes", "text": TEXT}
    reader, stranger = program_of("referente"), program_of("nina", "write")
    for program, path, status in (
        (reader, pages["public"], 403), (stranger, pages["public"], 403), (stranger, pages["territory"], 404),
    ):  # fmt: skip
        assert program.ask("PUT", path, body).status_code == status
    assert reader.ask("POST", "/api/v1/pages", new).status_code == 403
    assert stranger.ask("POST", "/api/v1/pages", new).status_code == 403


def test_what_cannot_be_used_is_told_by_member(program_of, subtests: pytest.Subtests) -> None:
    program = program_of("referente", "write")
    for body, faults in (
        (None, {"", "territory", "text"}),
        ([], {"", "territory", "text"}),
        ({"territory": 1, "text": None, "kind": []}, {"territory", "text", "kind"}),
        ({"territory": "trappes", "text": "  "}, {"text"}),
        ({"territory": "trappes", "text": TEXT, "kind": "poème"}, {"kind"}),
        ({"territory": "trappes", "text": TEXT, "audience": "nobody"}, {"audience"}),
    ):
        with subtests.test(body=body):
            answer = program.ask("POST", "/api/v1/pages", body)

            assert answer.status_code == 422
            assert set(answer.json["errors"]) == faults
            assert answer.content_type == "application/problem+json"


def test_an_edit_is_checked_and_a_territory_must_be_there(program_of, pages: dict[str, str]) -> None:
    program = program_of("referente", "write")
    wrong = program.ask("PUT", pages["public"], {"base": True, "text": 3, "minor": "yes", "summary": 1})
    assert set(wrong.json["errors"]) == {"base", "text", "minor", "summary"}
    assert program.ask("POST", "/api/v1/pages", {"territory": "nulle-part", "text": TEXT}).status_code == 404


def test_lists_go_on_where_they_ended_and_find_words(
    app: Flask, program_of, pages: dict[str, str], client_of: Callable[[str], FlaskClient], monkeypatch
) -> None:
    monkeypatch.setattr("wiki.finding.api._SLICE", 3)
    monkeypatch.setattr("wiki.pages.api._SLICE", 1)
    program = program_of("referente", "write")
    first = program.get("/api/v1/pages?territory=trappes").json
    assert len(first["pages"]) == 3
    second = program.get(first["next"]).json
    assert second["next"] is None
    titles = [page["title"] for page in (*first["pages"], *second["pages"])]
    assert sorted(titles) == ["Page draft", "Page members", "Page public", "Page territory"]
    assert program.get("/api/v1/pages?territory=nantes").json == {"pages": [], "next": None}
    assert program.get("/api/v1/pages?territory=nulle-part").status_code == 404
    assert program.get("/api/v1/pages?after=x").status_code == 422
    program.ask("PUT", pages["public"], {"base": 1, "text": TEXT})
    assert "before=2" in program.get(f"{pages['public']}/history").json["next"]

    drain(app)
    found = program.get("/api/v1/pages?q=texte&territory=trappes").json
    assert len(found["pages"]) == 3
    assert len(program.get(found["next"]).json["pages"]) == 1
    assert {page["audience"] for page in app.test_client().get("/api/v1/pages?q=texte").json["pages"]} == {
        "public"
    }


def test_errors_are_problem_documents_whatever_is_accepted(app: Flask) -> None:
    visitor = app.test_client()
    for method, path, status in (
        ("GET", "/api/v1/me", 401), ("GET", "/api/v1/pages/trappes/absente", 404), ("DELETE", "/api/v1/me", 405),
        ("GET", "/api/v1/nulle/part/ailleurs/encore", 404), ("POST", "/api/v1/pages", 400),
    ):  # fmt: skip
        answer = visitor.open(path, method=method, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        assert answer.json["status"] == status
    assert visitor.get("/api/v1/me").headers["WWW-Authenticate"] == "Bearer"


def test_the_description_knows_every_address_and_no_other(app: Flask) -> None:
    described = app.test_client().get("/api/v1/openapi.json").json
    said = {
        (path, method)
        for path, item in described["paths"].items()
        for method in item
        if method != "parameters"
    }
    there = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert said == there
    assert app.test_client().get("/api/v1").json["openapi"] == "/api/v1/openapi.json"


def test_answers_are_as_described(program_of, pages: dict[str, str], app: Flask) -> None:
    schemas = app.test_client().get("/api/v1/openapi.json").json["components"]["schemas"]
    program = program_of("referente", "account", "write")
    page, version = program.get(pages["public"]).json, schemas["Version"]
    own = schemas["Page"]["allOf"][1]
    assert set(page) == set(own["properties"]) | set(version["properties"])
    assert set(own["required"]) | set(version["required"]) == set(page)
    (card, *_others) = program.get("/api/v1/pages").json["pages"]
    assert set(card) == set(schemas["Card"]["properties"]) == set(schemas["Card"]["required"])
    assert set(program.get("/api/v1/me").json) == set(schemas["Me"]["properties"])
    assert json.dumps(schemas).count("$ref") > 3
