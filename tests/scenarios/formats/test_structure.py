"""Structuring a page: what is shown, what is saved, who may, and what meanwhile changes."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import factories
from wiki.pages.models import Page, Revision
from wiki.pages.service import Edit, NewPage, create, edit
from wiki.permissions import Actor

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEXT = """---
territoire: Trappes
thèmes: [Climat]
---

# Accélérateur

Une méthode.

Public : familles

## Méthode par étapes

### Étape 1 : Exposé (5 min)

La personne expose.

### Étape 2 : Réactions (20-30 min)

Les autres <b>réagissent</b>.
"""
Client = Callable[[str], FlaskClient]


@pytest.fixture
def page(app: Any, people: dict[str, int], write: Callable[[], Any]) -> Callable[..., int]:
    """`page(text)` is a page of the referent's in Trappes, at /trappes/accelerateur."""

    def make(text: str = TEXT, kind: str = "page", audience: str = "public") -> int:
        with app.test_request_context(), write() as session:
            trappes = factories.territory(session, "trappes")
            referent = Actor(
                people["referente"], territories={trappes.id: "referent"}, rules=app.extensions["wiki.rules"]
            )
            return create(
                session, referent, NewPage(trappes.id, kind, audience, text, slug="accelerateur")
            ).id

    return make


def current(write: Callable[[], Any]) -> tuple[str, str, int]:
    """Kind, text and number of the page."""
    with write() as session:
        found = session.scalar(select(Page).where(Page.slug == "accelerateur"))
        return found.kind, found.current.text, found.current.number


def test_pieces_are_shown_with_their_evidence_and_all_checked(
    page: Callable[..., int], client_of: Client
) -> None:
    page()
    shown = client_of("membre").get("/trappes/accelerateur/structurer").text

    assert "6 éléments trouvés" in shown
    assert shown.count('name="piece"') == shown.count(" checked>") == 6
    assert "Public : familles" in shown
    assert "À préciser ensuite." in shown
    assert "Faire de cette page un scénario" not in shown


def test_only_what_is_checked_is_saved_as_one_version(
    page: Callable[..., int], client_of: Client, write: Callable[[], Any]
) -> None:
    page()
    answer = client_of("membre").post(
        "/trappes/accelerateur/structurer",
        data={
            "action": "apply",
            "base": "1",
            "piece": ["section-steps", "activity-0", "activity-0-duree", "rien"],
        },
    )

    assert (answer.status_code, answer.location) == (303, "/trappes/accelerateur")
    kind, text, number = current(write)
    assert (kind, number) == ("page", 2)
    assert "### Activité : Étape 1 : Exposé\n\n- Durée : 5 min\n\nLa personne expose.\n" in text
    assert "### Étape 2 : Réactions (20-30 min)\n" in text
    assert "public:" not in text
    with write() as session:
        summary = session.scalar(select(Revision.summary).where(Revision.number == 2))
    assert summary == "3 éléments trouvés dans le texte"


def test_a_page_becomes_a_scenario_for_who_may_settle_it(
    page: Callable[..., int], client_of: Client, write: Callable[[], Any]
) -> None:
    page()
    form = {"action": "apply", "base": "1", "become": "y", "piece": "head-public"}

    client_of("membre").post("/trappes/accelerateur/structurer", data=form)
    assert current(write)[0] == "page"
    assert (
        "Faire de cette page un scénario"
        in client_of("referente").get("/trappes/accelerateur/structurer").text
    )
    form = {"action": "apply", "base": "2", "become": "y", "piece": ["section-steps", "activity-0"]}
    assert client_of("referente").post("/trappes/accelerateur/structurer", data=form).status_code == 303
    kind, text, number = current(write)
    assert (kind, number) == ("scenario", 3)
    assert "public: familles" in text
    assert "## Déroulé" in text


def test_all_and_none_are_buttons_that_need_no_script(page: Callable[..., int], client_of: Client) -> None:
    page()
    browser = client_of("membre")

    none = browser.post("/trappes/accelerateur/structurer", data={"action": "none", "base": "1"})
    assert none.text.count(" checked>") == 0
    assert "le texte reste tel quel" in none.text
    every = browser.post("/trappes/accelerateur/structurer", data={"action": "all", "base": "1"})
    assert every.text.count(" checked>") == 6
    look = browser.post(
        "/trappes/accelerateur/structurer", data={"action": "preview", "base": "1", "piece": "head-public"}
    )
    assert look.text.count(" checked>") == 1
    assert 'aria-label="Aperçu"' in look.text
    assert "<dd>familles</dd>" in look.text
    empty = browser.post("/trappes/accelerateur/structurer", data={"action": "apply", "base": "1"})
    assert empty.status_code == 422
    assert "Cochez au moins un élément" in empty.text


def test_a_change_made_meanwhile_is_kept(
    app: Any, page: Callable[..., int], people: dict[str, int], client_of: Client, write: Callable[[], Any]
) -> None:
    page_id = page()
    with app.test_request_context(), write() as session:
        trappes = factories.territory(session, "trappes")
        member = Actor(
            people["membre"], territories={trappes.id: "member"}, rules=app.extensions["wiki.rules"]
        )
        edit(session, member, Edit(page_id, 1, TEXT.replace("Une méthode.", "Une bonne méthode.")))
    form = {"action": "apply", "base": "1", "become": "y", "piece": ["section-steps", "activity-0"]}

    client_of("referente").post("/trappes/accelerateur/structurer", data=form)

    kind, text, number = current(write)
    assert (kind, number) == ("scenario", 3)
    assert "Une bonne méthode." in text
    assert "### Activité : Étape 1" in text


def test_two_changes_of_one_line_are_shown_side_by_side(
    app: Any, page: Callable[..., int], people: dict[str, int], client_of: Client, write: Callable[[], Any]
) -> None:
    page_id = page()
    with app.test_request_context(), write() as session:
        trappes = factories.territory(session, "trappes")
        member = Actor(
            people["membre"], territories={trappes.id: "member"}, rules=app.extensions["wiki.rules"]
        )
        edit(session, member, Edit(page_id, 1, TEXT.replace("Étape 1 : Exposé (5 min)", "Dire (7 min)")))
    form = {"action": "apply", "base": "1", "become": "y", "piece": ["section-steps", "activity-0"]}

    answer = client_of("referente").post("/trappes/accelerateur/structurer", data=form)

    assert answer.status_code == 409
    assert "Ma version" in answer.text
    assert current(write)[0] == "page"


def test_what_a_shared_page_may_not_say_is_refused_and_the_boxes_stay(
    page: Callable[..., int], client_of: Client, write: Callable[[], Any]
) -> None:
    page(TEXT.replace("thèmes: [Climat]\n", "").replace("Public :", "Thèmes : Nulle part\n\nPublic :"))
    form = {"action": "apply", "base": "1", "piece": ["head-themes"]}

    answer = client_of("referente").post("/trappes/accelerateur/structurer", data=form)

    assert answer.status_code == 422
    assert "Nulle part" in answer.text
    assert answer.text.count(" checked>") == 1
    assert current(write)[2] == 1


def test_a_text_that_says_nothing_leads_to_the_editor(page: Callable[..., int], client_of: Client) -> None:
    page("# Rien\n\nUn texte.\n")

    assert "Rien trouvé" in client_of("membre").get("/trappes/accelerateur/structurer").text


def test_who_may_not_edit_is_told_nothing(page: Callable[..., int], client_of: Client) -> None:
    page(audience="draft")

    assert client_of("").get("/trappes/accelerateur/structurer").status_code == 404
    assert client_of("membre").get("/trappes/accelerateur/structurer").status_code == 404
    assert client_of("referente").get("/trappes/accelerateur/structurer").status_code == 200


def test_the_link_stands_beside_pages_without_activities(page: Callable[..., int], client_of: Client) -> None:
    page(
        TEXT.replace("### Étape", "### Activité : Étape").replace("## Méthode par étapes", "## Déroulé"),
        "scenario",
        "draft",
    )

    assert "/structurer" not in client_of("referente").get("/trappes/accelerateur").text


def test_the_link_is_for_who_may_edit(page: Callable[..., int], client_of: Client) -> None:
    page()

    assert 'href="/trappes/accelerateur/structurer"' in client_of("membre").get("/trappes/accelerateur").text
    assert "/structurer" not in client_of("nina").get("/trappes/accelerateur").text


def test_a_form_without_its_token_changes_nothing(
    app: Any, page: Callable[..., int], client_of: Client, write: Callable[[], Any]
) -> None:
    page()
    browser = client_of("referente")
    app.config["WTF_CSRF_ENABLED"] = True

    form = {"action": "apply", "base": "1", "piece": "head-public"}
    assert browser.post("/trappes/accelerateur/structurer", data=form).status_code == 400
    with write() as session:
        assert session.scalar(select(func.count()).select_from(Revision)) == 1
