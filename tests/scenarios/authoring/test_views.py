"""The designer through its addresses: a plain form that keeps a draft, loses nothing, merges two people's words."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scenarios.authoring.queries import suggestions
from tests import factories
from tests.scenarios.authoring.making import form_of, script
from wiki.pages import service as pages
from wiki.pages.models import Draft, Page
from wiki.permissions import Actor

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PATH = "/trappes/lire-le-climat"
TEXT = """\
---
territoire: Trappes
thèmes: [Climat]
public: Habitants
durée: 45 min
modalité: présentiel
langue: fr
licence: CC-BY-SA-4.0
auteurs: [Claire]
référent: Claire
---

# Lire le climat

Une marche où l'on mesure.

## Objectifs

- O1 (comprendre) : Expliquer

## Déroulé

### Activité : Se situer

- Durée : 10 min
- Type : discussion
- Objectifs : O1

Chacun dit où il va.

### Activité : Mesurer

- Durée : 35 min
- Type : enquête

Trois mesures.
"""


@pytest.fixture
def make(app: Flask, write: Callable[[], Any], people: dict[str, int]) -> Callable[..., str]:
    """Makes a page of Trappes by its referent; returns its address."""

    def page(
        text: str = TEXT, kind: str = "scenario", audience: str = "public", owner: str = "referente"
    ) -> str:
        with app.test_request_context(), write() as session:
            trappes = factories.territory(session, "trappes")
            actor = Actor(
                people[owner], territories={trappes.id: "referent"}, rules=app.extensions["wiki.rules"]
            )
            new = pages.NewPage(trappes.id, kind, audience, text, as_found=True)
            return f"/{pages.create(session, actor, new).path}"

    return page


@pytest.fixture
def claire(client_of: Callable[[str], FlaskClient], make: Callable[..., str]) -> FlaskClient:
    """The referent, and her scenario."""
    assert make() == PATH
    return client_of("referente")


def current(write: Callable[[], Any], path: str = PATH) -> str:
    with write() as session:
        return session.scalars(select(Page).where(Page.slug == path.split("/")[2])).one().current.text


def kept(write: Callable[[], Any]) -> str | None:
    with write() as session:
        return session.scalar(select(Draft.text).where(Draft.given_up_at.is_(None)))


def working_text(html: str) -> str:
    found = re.search(r'<textarea[^>]*id="texte-de-travail"[^>]*>\n?(.*?)</textarea>', html, re.S)
    assert found
    return unescape(found[1]).replace("\r\n", "\n")


def sent(text: str = TEXT, action: str = "save", kind: str = "scenario", **changed: Any) -> dict[str, Any]:
    form = form_of(script(text, kind), **changed)
    return {**form.to_dict(flat=False), "action": action}


def test_what_is_typed_in_a_field_is_saved_and_all_else_stays(claire: FlaskClient, write: Any) -> None:
    answer = claire.post(f"{PATH}/concevoir", data=sent(activity_1_duree="30 min"))

    assert (answer.status_code, answer.location) == (303, PATH)
    assert current(write) == TEXT.replace("35 min", "30 min")


def test_each_button_gives_the_form_back_with_the_new_text(claire: FlaskClient, write: Any) -> None:
    page = claire.post(f"{PATH}/concevoir", data=sent(action="down:0", activity_0_titre="Arriver")).text

    text = working_text(page)
    assert text.index("Activité : Mesurer") < text.index("Activité : Arriver")
    assert "« Arriver »\u202fest maintenant" in page or "est maintenant l’activité 2 sur 2" in page
    assert current(write) == TEXT


def test_a_removal_can_be_taken_back_without_a_script(claire: FlaskClient) -> None:
    page = claire.post(f"{PATH}/concevoir", data=sent(action="remove:0")).text
    removed = re.search(r'<textarea name="removed" hidden>\n?(.*?)</textarea>', page, re.S)
    assert removed
    back = {"removed": unescape(removed[1]), "removed-at": "0"}

    page = claire.post(f"{PATH}/concevoir", data={**sent(working_text(page), "undo"), **back}).text

    assert working_text(page) == TEXT


def test_typing_keeps_a_draft_that_the_designer_resumes_and_saving_forgets(
    claire: FlaskClient, write: Any
) -> None:
    answer = claire.post(f"{PATH}/concevoir/etat", data=sent(action="", activity_1_duree="50 min"))
    draft = kept(write)

    assert draft == TEXT.replace("35 min", "50 min") == working_text(answer.text)
    assert "1 h sur 45 min annoncées" in answer.text
    resumed = claire.get(f"{PATH}/concevoir").text
    assert "Vous reprenez votre brouillon." in resumed
    assert working_text(resumed) == draft
    claire.post(f"{PATH}/concevoir", data=sent(draft))
    assert kept(write) is None
    assert current(write) == draft


def test_a_draft_that_says_what_the_page_says_is_none(claire: FlaskClient, write: Any) -> None:
    first = claire.post(f"{PATH}/concevoir/etat", data=sent(action="", activity_1_duree="50 min"))
    claire.post(f"{PATH}/concevoir/etat", data={**sent(action=""), "draft": first.headers["Draft-Version"]})

    assert kept(write) is None


def test_a_button_pressed_with_scripts_gives_the_form_alone(claire: FlaskClient, write: Any) -> None:
    answer = claire.post(f"{PATH}/concevoir/etat", data=sent(action="duplicate:0", opened="0"))

    assert "<html" not in answer.text
    assert kept(write) == working_text(answer.text)
    opened = re.findall(r'data-activity="(\d)".*?<details( open)?>', answer.text, re.S)
    assert opened == [("0", " open"), ("1", " open"), ("2", "")]


def test_a_draft_can_be_given_up(claire: FlaskClient, write: Any) -> None:
    claire.post(f"{PATH}/concevoir/etat", data=sent(action="", titre="Autre"))

    assert claire.post(f"{PATH}/concevoir", data={"action": "discard"}).location == f"{PATH}/concevoir"
    assert kept(write) is None


def test_unsaved_work_goes_to_the_text_and_back(claire: FlaskClient, write: Any) -> None:
    to_text = claire.post(f"{PATH}/concevoir", data=sent(action="text", titre="Lire l'ombre"))
    page = claire.get(to_text.location).text
    area = re.search(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', page, re.S)
    assert area
    assert unescape(area[1]).replace("\r\n", "\n").lstrip() == TEXT.replace(
        "# Lire le climat", "# Lire l'ombre"
    )
    assert f'formaction="{PATH}/concevoir"' in page

    version = re.search(r'name="draft"[^>]*value="(\d+)"', page)
    assert version
    form = {
        "text": TEXT.replace("# Lire le climat", "# Lire le vent"), "base": "1", "action": "open",
        "draft": version[1],
    }  # fmt: skip
    back = claire.post(f"{PATH}/concevoir", data=form)

    assert "# Lire le vent" in working_text(claire.get(back.location).text)
    assert current(write) == TEXT


def test_two_people_in_two_activities_both_keep_their_words(
    claire: FlaskClient, client_of: Callable[[str], FlaskClient], write: Any
) -> None:
    other = client_of("membre")
    text = TEXT.replace("Trois mesures.", "Cinq mesures.")
    assert other.post(f"{PATH}/modifier", data={"text": text, "base": "1"}).status_code == 303

    claire.post(f"{PATH}/concevoir", data=sent(activity_0_texte="Chacun montre."))

    assert current(write) == text.replace("Chacun dit où il va.", "Chacun montre.")


def test_the_same_sentence_changed_twice_asks_which(
    claire: FlaskClient, client_of: Callable[[str], FlaskClient], write: Any
) -> None:
    client_of("membre").post(f"{PATH}/modifier", data={"text": TEXT.replace("35 min", "40 min"), "base": "1"})

    answer = claire.post(f"{PATH}/concevoir", data=sent(activity_1_duree="30 min"))

    assert answer.status_code == 409
    assert kept(write) == TEXT.replace("35 min", "30 min")


def test_a_refused_save_gives_everything_back(claire: FlaskClient, write: Any) -> None:
    answer = claire.post(f"{PATH}/concevoir", data=sent(titre="…", head_themes="Climat, Licornes"))

    assert answer.status_code == 422
    assert "Licornes" in working_text(answer.text)
    assert "error-summary" in answer.text
    assert current(write) == TEXT


@pytest.mark.parametrize("text", ["", "   \n", "é" * 600_000])
def test_a_form_without_a_text_or_with_too_much_is_refused(claire: FlaskClient, text: str) -> None:
    assert claire.post(f"{PATH}/concevoir", data={"text": text}).status_code == 422


def test_what_cannot_be_read_is_shown_and_not_saved(claire: FlaskClient, write: Any) -> None:
    answer = claire.post(
        f"{PATH}/concevoir", data={**sent(), "text": TEXT.replace("---\n\n", "x-a: \x00\n---\n\n")}
    )

    assert answer.status_code == 422
    assert "\ufffd" in working_text(answer.text)
    assert current(write) == TEXT


def test_words_typed_in_fields_are_given_back_where_the_right_to_write_is_gone(
    claire: FlaskClient, client_of: Callable[[str], FlaskClient]
) -> None:
    answer = client_of("nina").post(f"{PATH}/concevoir", data=sent(activity_1_lieu="Sous le tilleul"))

    assert answer.status_code == 403
    assert "Lieu : Sous le tilleul" in unescape(answer.text)


def test_a_lost_session_keeps_every_field(
    client_of: Callable[[str], FlaskClient], claire: FlaskClient
) -> None:
    answer = client_of("").post(f"{PATH}/concevoir", data=sent(activity_1_lieu="Sous le tilleul"))

    assert answer.status_code == 401
    assert 'name="activity-1-lieu" value="Sous le tilleul"' in answer.text


def test_a_page_without_a_design_is_written_in_its_text(
    claire: FlaskClient, make: Callable[..., str]
) -> None:
    plain = make("# Une page\n\nDes mots.\n", "page")

    assert claire.get(f"{plain}/concevoir").location == f"{plain}/modifier"
    assert claire.post(f"{plain}/concevoir/etat", data={"text": "x"}).status_code == 404


def test_the_light_kinds_have_their_own_sections(
    claire: FlaskClient, make: Callable[..., str], write: Any
) -> None:
    text = "---\nthèmes: [Climat]\n---\n\n# Fiche\n\nUne fiche.\n\n## A quoi ça sert ?\n\nÀ rien.\n"
    tool = make(text, "tool")
    page = claire.get(f"{tool}/concevoir").text

    assert "Comment s’en servir" in page
    assert "Déroulé" not in page
    claire.post(f"{tool}/concevoir", data=sent(text, kind="tool", section_comment_s_en_servir="En deux."))
    assert current(write, tool) == f"{text}\n## Comment s'en servir\n\nEn deux.\n"


def test_the_language_of_the_reader_is_spoken(claire: FlaskClient) -> None:
    claire.set_cookie("langue", "en")

    page = claire.post(f"{PATH}/concevoir/etat", data=sent(TEXT.replace("public: Habitants\n", ""), ""))

    assert page.status_code == 200


def test_ways_lead_to_the_designer(claire: FlaskClient, make: Callable[..., str]) -> None:
    draft = make(TEXT.replace("climat", "vent"), audience="draft")

    assert f'href="{PATH}/concevoir"' in claire.get(PATH).text
    assert f'href="{PATH}/publier"' not in claire.get(PATH).text
    assert f'href="{draft}/publier"' in claire.get(draft).text
    assert 'href="/nouveau/guide?territoire=trappes"' in claire.get("/nouveau?territoire=trappes").text


def test_a_draft_is_published_once_nothing_is_missing(
    claire: FlaskClient, make: Callable[..., str], client_of: Callable[[str], FlaskClient], write: Any
) -> None:
    unready = (
        TEXT.replace("climat", "vent").replace("public: Habitants\n", "").replace("- Durée : 10 min\n", "")
    )
    draft = make(unready, audience="draft")
    panel = claire.get(f"{draft}/publier").text

    assert f'href="{draft}/concevoir#head-public"' in panel
    assert f'href="{draft}/concevoir#activity-0-duree"' in panel
    assert claire.post(f"{draft}/publier", data={"audience": "public"}).status_code == 422
    ready = sent(unready, "publish", head_public="Habitants", activity_0_duree="10 min")
    saved = claire.post(f"{draft}/concevoir", data=ready)
    assert saved.location == f"{draft}/publier"
    assert claire.post(f"{draft}/publier", data={"audience": "draft"}).status_code == 422
    assert claire.post(f"{draft}/publier", data={"audience": "public"}).location == draft
    assert client_of("").get(draft).status_code == 200
    assert claire.get(f"{draft}/publier").location == f"{draft}/reglages"


GUIDE = {
    "duration": "90 min",
    "steps": "Se situer\r\n\r\nMesurer\r\n",
    "goal": "Expliquer",
    "audience": "Habitants",
}


def test_five_answers_make_a_private_draft_to_fill(
    claire: FlaskClient, write: Any, people: dict[str, int]
) -> None:
    page = claire.get("/nouveau/guide?territoire=trappes").text
    territory = re.search(r'<option selected value="(\d+)">Trappes', page)
    assert territory
    answer = claire.post("/nouveau/guide", data={**GUIDE, "territory": territory[1]})

    assert answer.location == "/trappes/une-situation-a-trappes/concevoir"
    with write() as session:
        made = session.scalars(select(Page).where(Page.slug == "une-situation-a-trappes")).one()
        assert (made.audience_key, made.kind) == (f"draft:{people['referente']}", "scenario")
    text = current(write, answer.location)
    assert [each.title for each in script(text).activities] == ["Se situer", "Mesurer"]
    assert script(text).activities[0].minutes == 45


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"duration": "un moment"}, "Écrivez une durée"),
        ({"duration": "2 min", "steps": "a\nb\nc"}, "plus d’étapes que de minutes"),
        ({"steps": "\n".join(map(str, range(41)))}, "40 étapes au plus"),
        ({"title": "…"}, "au moins une lettre"),
    ],
)
def test_the_guide_gives_back_what_was_typed(claire: FlaskClient, wrong: dict[str, str], said: str) -> None:
    territory = re.search(r'value="(\d+)">Trappes', claire.get("/nouveau/guide").text)
    assert territory
    answer = claire.post("/nouveau/guide", data={**GUIDE, "territory": territory[1], **wrong})

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Expliquer"' in answer.text


def test_nobody_without_a_territory_is_guided(client_of: Callable[[str], FlaskClient]) -> None:
    assert client_of("nina").get("/nouveau/guide").location == "/nouveau"
    assert client_of("").get("/nouveau/guide").status_code == 401
    assert client_of("").post("/nouveau/guide", data=GUIDE).status_code == 401


def test_suggestions_tell_nothing_of_pages_that_one_may_not_read(
    make: Callable[..., str], app: Flask, write: Any, people: dict[str, int]
) -> None:
    for number, audience in enumerate(("public", "territory", "draft")):
        make(
            TEXT.replace("climat", f"lieu {number}").replace("Habitants", f"Public {audience}"),
            audience=audience,
        )
    with app.test_request_context(), write() as session:
        trappes = factories.territory(session, "trappes")
        offered = {
            who: {value for value, _ in suggestions(session, actor, trappes)["public"]}
            for who, actor in {
                "owner": Actor(people["referente"], territories={trappes.id: "referent"}),
                "member": Actor(people["membre"], territories={trappes.id: "member"}),
                "visitor": Actor(),
            }.items()
        }

    assert offered["owner"] == {"Public public", "Public territory", "Public draft"}
    assert offered["member"] == {"Public public", "Public territory"}
    assert offered["visitor"] == {"Public public"}


def test_another_kind_begins_with_its_sections(claire: FlaskClient, write: Any) -> None:
    territory = re.search(r'value="(\d+)">Trappes', claire.get("/nouveau/fiche/tool?territoire=trappes").text)
    assert territory
    answer = claire.post("/nouveau/fiche/tool", data={"title": "Fiche", "territory": territory[1]})

    assert answer.location == "/trappes/fiche/concevoir"
    assert "## Comment s'en servir" in current(write, answer.location)
    refused = claire.post("/nouveau/fiche/tool", data={"title": "…", "territory": territory[1]})
    assert refused.status_code == 422
    assert claire.get("/nouveau/fiche/scenario").location == "/nouveau/guide"
    assert claire.get("/nouveau/fiche/page").status_code == 404


def test_a_start_waits_for_a_lost_session(client_of: Callable[[str], FlaskClient]) -> None:
    assert client_of("").post("/nouveau/fiche/tool", data={"title": "Fiche"}).status_code == 401
    assert client_of("nina").get("/nouveau/fiche/tool").location == "/nouveau"


@pytest.mark.parametrize("text", ["", "é" * 600_000])
def test_a_form_that_says_nothing_readable_is_refused_as_any_other(
    claire: FlaskClient, client_of: Callable[[str], FlaskClient], text: str
) -> None:
    answer = client_of("nina").post(f"{PATH}/concevoir", data={"text": text, "kind": "scenario"})

    assert answer.status_code == 403
    assert ("<textarea" in answer.text) == bool(text)
