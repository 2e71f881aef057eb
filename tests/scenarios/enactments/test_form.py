"""A session told through the form: by members and by people of no territory, twice, badly, and mended."""

import re
from datetime import timedelta
from typing import Any

import pytest

from scenarios.retold.model import Proposal, Timing
from scenarios.retold.reading import read
from tests.scenarios.enactments.conftest import Client, Lived
from wiki.db import now

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SOME = {
    "played_on": "2026-06-14",
    "version": "1",
    "worked": "Le pari, surtout.",
    "audience": "public",
    "form_key": "k" * 24,
}


@pytest.fixture
def walk(lived: Lived) -> str:
    return lived.path(lived.origin())


def plain(page: str) -> str:
    """A page without the spaces and apostrophes of French typography."""
    return page.replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")


def told(lived: Lived, location: str) -> Any:
    return read(lived.text(lived.page_id(location)))


def test_three_minutes_become_a_page(lived: Lived, walk: str, client_of: Client) -> None:
    client = client_of("membre")
    form = plain(client.get(f"{walk}/raconter").text)
    assert "prévu : 10 min" in form
    assert f'value="{now().date().isoformat()}"' in form
    assert 'name="territory"' in form

    posted = client.post(
        f"{walk}/raconter",
        data={
            **SOME, "played_on": "14 juin 2026", "place": "Parvis", "coordinates": "48,774 ; 2,009",
            "headcount": "20",
            "categories": ["learners", "families"], "activity": ["Se situer", "Mesurer", "Partager"],
            "planned": ["10 min", "35 min", "45 min"], "lived": ["15", "", "0"], "rating_confiance": "3",
            "word_confiance": "on ose", "proposal_place": ["Mesurer", ""], "proposal_words": ["45 minutes", ""],
        },
    )  # fmt: skip

    assert posted.status_code == 303
    page = plain(client.get(posted.location).text)
    assert "Merci" in page
    assert "Retour : Lire le climat" in page
    assert "Familles, parents" in page
    account = told(lived, posted.location)
    assert account.minutes == (Timing("Se situer", 15, 10), Timing("Partager", 0, 45))
    assert account.proposals == (Proposal("Mesurer", "45 minutes"),)
    assert account.categories == ("families", "learners")
    assert (account.headcount, account.coordinates, account.ratings) == (
        20,
        (48.774, 2.009),
        {"confiance": 3},
    )
    assert f"scénario: {walk[1:]}@1" in lived.text(lived.page_id(posted.location))


def test_the_same_form_twice_is_one_retour(lived: Lived, walk: str, client_of: Client) -> None:
    client = client_of("membre")
    first = client.post(f"{walk}/raconter", data=SOME)
    again = client.post(f"{walk}/raconter", data={**SOME, "worked": "Le pari, encore."})

    assert again.location == first.location
    assert "déjà enregistré" in client.get(again.location).text
    assert told(lived, first.location).worked == "Le pari, surtout."


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(walk: str, client_of: Client) -> None:
    tomorrow = (now() + timedelta(days=2)).date().isoformat()
    wrong = {
        "played_on": tomorrow, "coordinates": "ici", "headcount": "0",
        "activity": "Se situer", "planned": "", "lived": "longtemps",
        "version": "9", "worked": "Des mots <b>à garder</b>", "audience": "public",
    }  # fmt: skip

    refused = client_of("membre").post(f"{walk}/raconter", data=wrong)

    assert refused.status_code == 422
    for words in ("pas encore passé", "la latitude et la longitude", "Un nombre de 1 à", "pour : Se situer",
                  "Des mots &lt;b&gt;à garder", 'value="longtemps"', 'value="ici"'):  # fmt: skip
        assert words in plain(refused.text), words
    unknown = client_of("membre").post(f"{walk}/raconter", data={**SOME, "version": "9"})
    assert unknown.status_code == 422
    assert "pas cette version" in plain(unknown.text)
    empty = client_of("membre").post(f"{walk}/raconter", data={**SOME, "worked": " "})
    assert empty.status_code == 422
    assert "au moins une chose" in empty.text


def test_a_visitor_reads_the_form_and_signs_in_when_they_send_it(walk: str, client_of: Client) -> None:
    visitor = client_of("")
    assert "Vous vous connecterez au moment" in visitor.get(f"{walk}/raconter").text

    asked = visitor.post(f"{walk}/raconter", data={**SOME, "worked": "À ne pas perdre"})

    assert asked.status_code == 401
    assert "À ne pas perdre" in asked.text
    signed = visitor.post(
        f"{walk}/raconter", data={**SOME, "email": "membre@example.org", "password": "correct horse battery"}
    )
    assert signed.status_code in (303, 401)


def test_who_belongs_nowhere_tells_it_in_the_scenario_s_territory_and_may_mend_it(
    lived: Lived, walk: str, client_of: Client
) -> None:
    nina = client_of("nina")
    assert 'value="territory"' not in nina.get(f"{walk}/raconter").text
    assert nina.post(f"{walk}/raconter", data={**SOME, "audience": "draft"}).status_code == 422

    made = nina.post(f"{walk}/raconter", data=SOME).location
    assert made.startswith("/trappes/")

    page = nina.get(f"{made}/raconter").text
    assert "Le pari, surtout." in page
    base = re.search(r'name="base"[^>]*value="(\d+)"', page)
    assert base
    saved = nina.post(
        f"{made}/raconter", data={**SOME, "base": base[1], "change": "Plus d'eau", "headcount": "7"}
    )
    assert saved.location == made
    assert (told(lived, made).change, told(lived, made).headcount) == ("Plus d'eau", 7)
    assert "avec 7 personnes" in lived.text(lived.page_id(made))
    assert client_of("nantaise").get(f"{made}/raconter").status_code == 403


def test_two_people_mend_at_once_and_both_stay(lived: Lived, walk: str, client_of: Client) -> None:
    made = client_of("membre").post(f"{walk}/raconter", data=SOME).location
    member, referent = client_of("membre"), client_of("referente")
    assert referent.post(f"{made}/raconter", data={**SOME, "base": "1", "headcount": "9"}).status_code == 303

    assert (
        member.post(f"{made}/raconter", data={**SOME, "base": "1", "change": "De l'eau"}).status_code == 303
    )
    assert (told(lived, made).headcount, told(lived, made).change) == (9, "De l'eau")

    clash = member.post(f"{made}/raconter", data={**SOME, "base": "1", "headcount": "10"})
    assert clash.status_code == 409
    assert "10" in clash.text
    assert member.post(f"{made}/raconter", data={**SOME, "base": "77"}).status_code == 422
    assert member.post(f"{made}/raconter", data={**SOME, "base": "1", "played_on": "?"}).status_code == 422


def test_buttons_that_only_show_the_form_otherwise(lived: Lived, walk: str, client_of: Client) -> None:
    lived.change(lived.page_id(walk), ("### Activité : Se situer", "### Activité : Se placer"))
    client = client_of("membre")
    typed = {**SOME, "activity": "Se placer", "planned": "10 min", "lived": "12", "action": "version", "version": "1",
             "proposal_place": ["", ""], "proposal_words": ["a", "b"]}  # fmt: skip

    shown = client.post(f"{walk}/raconter", data=typed)

    assert shown.status_code == 200
    assert 'value="Se situer"' in shown.text
    assert 'value="12"' in shown.text
    assert shown.text.count('name="proposal_words"') == 2
    more = client.post(f"{walk}/raconter", data={**typed, "action": "more"})
    assert more.text.count('name="proposal_words"') == 4


def test_a_link_knows_the_session_already(walk: str, client_of: Client) -> None:
    form = client_of("").get(f"{walk}/raconter?joue=2026-06-14&lieu=Square&vecu=12,,7").text

    assert 'value="2026-06-14"' in form
    assert 'value="Square"' in form
    assert re.findall(r'name="lived" value="(\d*)"', form)[:3] == ["12", "", "7"]


def test_a_retour_of_no_scenario_is_mended_like_any_other(lived: Lived, client_of: Client) -> None:
    text = "---\nthèmes: [Climat]\n---\n\n# Retour\n\nUne fête.\n\n## Propositions\n\n- **Bal** : plus long\n"
    made = lived.path(lived.create(text, kind="enactment", by="membre"))
    client = client_of("membre")
    assert 'value="plus long"' in client.get(f"{made}/raconter").text

    data = {**SOME, "base": "1", "version": "", "proposal_place": "Bal", "proposal_words": "plus court"}
    assert client.post(f"{made}/raconter", data=data).location == made
    assert told(lived, made).proposals == (Proposal("Bal", "plus court"),)


def test_only_scenarios_are_played(lived: Lived, client_of: Client) -> None:
    tool = lived.path(lived.create("---\nthèmes: [Climat]\n---\n\n# Fiche\n\nUne fiche.\n", kind="tool"))
    assert client_of("membre").get(f"{tool}/raconter").location == tool
    assert client_of("membre").post(f"{tool}/raconter", data=SOME).status_code == 404
    assert client_of("").get("/retours/999").status_code == 404


def test_a_retour_has_no_more_readers_than_its_scenario(lived: Lived, client_of: Client) -> None:
    secret = lived.path(lived.origin(audience="members"))

    refused = client_of("membre").post(f"{secret}/raconter", data=SOME)

    assert refused.status_code == 422
    assert 'value="public"' not in client_of("membre").get(f"{secret}/raconter").text
    assert (
        client_of("membre").post(f"{secret}/raconter", data={**SOME, "audience": "members"}).status_code
        == 303
    )
    assert client_of("").get(f"{secret}/raconter").status_code == 404
