"""Transposing an adaptation through its form."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from scenarios.transposition import service
from tests.scenarios.adaptation.conftest import CLIMATE, Adapted, adapted
from wiki.errors import NotFound
from wiki.rendering.head import read_head

__all__ = ["adapted"]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def fields(page: str) -> dict[str, int]:
    """The lines that the form shows: text → number."""
    found = re.findall(r'name="ligne-(\d+)"[^>]*>\n?([^<]*)</textarea>', page)
    return {text.replace("&#39;", "'"): int(number) for number, text in found}


@sqlite_only
def test_lines_are_changed_saved_once_and_shown_no_more(
    adapted: Adapted, client_of: Callable[[str], FlaskClient]
) -> None:
    child = adapted.adapt(adapted.origin())
    path = f"/{adapted.page(child).path}"
    browser = client_of("nantaise")
    page = browser.get(f"{path}/transposer").text
    shown = fields(page)
    assert "coordonnées: 48.774, 2.009" in shown
    assert not any("adapté de" in text for text in shown)

    replaced = browser.post(
        f"{path}/transposer", data={"base": "1", "action": "replace", "nom-0": "Ici"}
    ).text
    assert fields(replaced) != shown
    assert adapted.page(child).current.number == 1

    form = {f"ligne-{shown['coordonnées: 48.774, 2.009']}": "coordonnées: 47.21, -1.55", "ligne-50": "intrus"}
    roles = next(number for text, number in shown.items() if text.startswith("référent"))
    answer = browser.post(
        f"{path}/transposer", data={"base": "1", "form_key": "x", f"choix-{roles}": "retirer", **form}
    )

    assert answer.status_code == 303
    text = adapted.text(child)
    head = read_head(text)
    assert (head.get("coordonnées"), head.get("référent")) == ("47.21, -1.55", "")
    assert "intrus" not in text
    assert len(set(text.split("\n")) - set(CLIMATE.split("\n"))) == 3
    assert adapted.page(child).current.summary.startswith("Transpose 2 lignes")
    left = fields(browser.get(f"{path}/transposer").text)
    assert len(left) == len(shown) - 2


@sqlite_only
def test_a_line_changed_by_somebody_else_is_kept_and_asked_about(
    adapted: Adapted, client_of: Callable[[str], FlaskClient]
) -> None:
    child = adapted.adapt(adapted.origin())
    path = f"/{adapted.page(child).path}"
    browser = client_of("nantaise")
    shown = fields(browser.get(f"{path}/transposer").text)
    number = shown["coordonnées: 48.774, 2.009"]
    adapted.change(child, ("coordonnées: 48.774, 2.009", "coordonnées: 1, 1"), by="nantaise")

    answer = browser.post(f"{path}/transposer", data={"base": "1", f"ligne-{number}": "coordonnées: 2, 2"})

    assert answer.location == f"{path}/modifier?reprendre=1"
    assert "coordonnées: 2, 2" in browser.get(answer.location).text
    assert "coordonnées: 1, 1" in adapted.text(child)


@sqlite_only
def test_what_cannot_be_kept_is_told_and_given_back(
    adapted: Adapted, client_of: Callable[[str], FlaskClient]
) -> None:
    child = adapted.adapt(adapted.origin())
    path = f"/{adapted.page(child).path}"
    browser = client_of("nantaise")
    number = fields(browser.get(f"{path}/transposer").text)["coordonnées: 48.774, 2.009"]

    answer = browser.post(f"{path}/transposer", data={"base": "1", f"ligne-{number}": "a\x00b"})

    assert answer.status_code == 422
    assert "illisible" in answer.text
    assert fields(answer.text)["a\ufffdb"] == number


@sqlite_only
def test_a_lost_session_gives_back_what_was_typed(
    adapted: Adapted, client_of: Callable[[str], FlaskClient]
) -> None:
    child = adapted.adapt(adapted.origin())
    path = f"/{adapted.page(child).path}"

    answer = client_of("").post(f"{path}/transposer", data={"base": "1", "ligne-9": "Mes mots"})

    assert answer.status_code == 401
    assert "Mes mots" in answer.text


@sqlite_only
def test_a_page_that_is_no_adaptation_says_so(
    adapted: Adapted, client_of: Callable[[str], FlaskClient]
) -> None:
    path = f"/{adapted.page(adapted.origin()).path}"
    browser = client_of("referente")
    assert "pas une adaptation" in browser.get(f"{path}/transposer").text
    assert browser.post(f"{path}/transposer").status_code == 409
    actor, page = adapted.actor("referente"), adapted.at(path.strip("/"))
    assert page is not None
    with adapted.write() as session, pytest.raises(NotFound):
        service.transpose(session, actor, page.id, 1, {1: "---"})


@sqlite_only
def test_everything_transposed_is_said(adapted: Adapted, client_of: Callable[[str], FlaskClient]) -> None:
    child = adapted.adapt(adapted.origin())
    path = f"/{adapted.page(child).path}"
    adapted.edit(child, 1, "# Autre chose\n\nTout autre.\n", by="nantaise")

    assert "Tout est transposé" in client_of("nantaise").get(f"{path}/transposer").text
