"""The kinds as the wiki meets them: sharing, merging and telling, through the application."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from wiki.pages import service
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page
from wiki.pages.readiness import Incomplete
from wiki.permissions import Actor
from wiki.territories.models import Territory

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HEAD = """---
thèmes: [Climat]
public: familles
durée: 30 min
modalité: présentiel
auteurs: [Collège]
référent: Claire
langue: fr
---

# Mesurer l'ombre

On mesure.

## Déroulé

### Activité : Partir

- Durée : 10 min
- Type : discussion

On part.
"""
SECOND = """
### Activité : Mesurer

- Durée : 20 min
- Type : enquête

On mesure.
"""
TEXT = HEAD + SECOND


@pytest.fixture
def referent(app: Any, people: dict[str, int], write: Callable[[], Any]) -> Actor:
    with write() as session:
        place = session.scalars(select(Territory.id).where(Territory.slug == "trappes")).one()
    return Actor(
        user_id=people["referente"], territories={place: "referent"}, rules=app.extensions["wiki.rules"]
    )


def created(write: Callable[[], Any], actor: Actor, text: str, kind: str, audience: str) -> int:
    with write() as session:
        return service.create(
            session, actor, service.NewPage(next(iter(actor.territories)), kind, audience, text)
        ).id


def shared(write: Callable[[], Any], actor: Actor, page_id: int, kind: str) -> Page:
    with write() as session:
        return service.settle(session, actor, page_id, kind=kind, audience="public")


def test_a_draft_with_errors_is_not_shared_and_says_why(
    referent: Actor, write: Callable[[], Any], client_of: Any
) -> None:
    page_id = created(write, referent, HEAD, "scenario", "draft")
    with pytest.raises(Incomplete) as refused:
        shared(write, referent, page_id, "scenario")
    told = "La durée annoncée est de 30 min, mais les activités font 10 min."
    assert told in str(refused.value.errors["audience"])
    assert [(fault.place, str(fault.message)) for fault in refused.value.faults] == [("head:durée", told)]
    answer = client_of("referente").post(
        "/trappes/mesurer-l-ombre/reglages", data={"kind": "scenario", "audience": "public"}
    )
    assert answer.status_code == 422
    assert "mais les activités font 10 min" in answer.text
    with write() as session:
        service.edit(session, referent, service.Edit(page_id, 1, TEXT))
    assert shared(write, referent, page_id, "scenario").audience == "public"


def test_other_kinds_need_less(referent: Actor, write: Callable[[], Any]) -> None:
    page_id = created(write, referent, "# Une fiche\n\nDu texte.\n", "tool", "draft")
    with pytest.raises(Incomplete) as refused:
        shared(write, referent, page_id, "tool")
    assert [fault.place for fault in refused.value.faults] == ["head:thèmes"]
    assert shared(write, referent, page_id, "page").audience == "public"


def test_two_people_change_one_property_line_each_of_an_activity_that_moved(
    referent: Actor, write: Callable[[], Any]
) -> None:
    page_id = created(write, referent, TEXT, "scenario", "public")
    moved = (
        HEAD.partition("### Activité")[0]
        + SECOND.lstrip()
        + "\n### Activité"
        + HEAD.partition("### Activité")[2]
    )
    with write() as session:
        service.edit(session, referent, service.Edit(page_id, 1, moved))
        saved = service.edit(session, referent, service.Edit(page_id, 1, TEXT.replace("20 min", "25 min")))
        text = saved.page.current.text
    assert saved.outcome == "merged"
    assert text.index("Mesurer\n\n- Durée : 25 min") < text.index("Partir")


def test_what_changed_is_told_in_the_reader_s_language(
    referent: Actor, write: Callable[[], Any], client_of: Any
) -> None:
    page_id = created(write, referent, TEXT, "scenario", "public")
    with write() as session:
        service.edit(session, referent, service.Edit(page_id, 1, TEXT.replace("20 min", "25 min")))
    visitor = client_of("")
    address = "/trappes/mesurer-l-ombre/comparer"
    assert "Durée de “Mesurer” : 20 → 25 min" in visitor.get(address).text
    in_english = visitor.get(address, headers={"Accept-Language": "en"}).text
    assert "Duration of “Mesurer”: 20 → 25 min" in in_english


def test_a_scenario_shows_its_activities_as_cards(
    referent: Actor, write: Callable[[], Any], client_of: Any
) -> None:
    created(write, referent, TEXT, "scenario", "public")
    html = client_of("").get("/trappes/mesurer-l-ombre").text
    assert '<section class="activity type-enquete">' in html


def test_a_kind_without_tools_is_a_text(app: Any) -> None:
    with app.app_context():
        assert tools_of("page").faults("# Rien") == ()
