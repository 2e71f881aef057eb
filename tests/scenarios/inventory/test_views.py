"""Inventories through their pages: lists, cards, answers, removal, reports, the table, what other pages show."""

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from scenarios.inventory import service
from scenarios.inventory.cards import Card
from scenarios.inventory.models import InventoryItem
from tests.scenarios.inventory.conftest import Inventories

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = Callable[[str], FlaskClient]
PLACE = "/territoires/trappes/inventaire"


def filled(**changes: object) -> dict[str, object]:
    return {"kind": "need", "text": "Réparer les vélos du collège", "audience": "public", **changes}


def seen_of(page: str) -> str:
    found = re.search(r'name="seen" type="hidden" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_from_an_empty_inventory_to_a_need_that_is_answered(kept: Inventories, client_of: Client) -> None:
    member, visitor = client_of("membre"), client_of("")
    assert "Dire un premier besoin" in member.get(PLACE).text
    assert "Revenir au territoire" in visitor.get(PLACE).text
    refused = member.post(f"{PLACE}/ajouter", data=filled(text="", details="Gardé <i>ici</i>"))
    assert refused.status_code == 422
    assert "Gardé &lt;i&gt;ici&lt;/i&gt;" in refused.text
    too_new = member.post(f"{PLACE}/ajouter", data=filled(until="2001-01-01"))
    assert "date à venir" in too_new.text

    path = member.post(f"{PLACE}/ajouter", data=filled()).location
    offer = kept.add("skill", "Réparer des vélos", by="yann", place="nantes", keeper="Atelier <Roue>")

    page = member.get(path).text
    assert "Réparer des vélos" in page
    assert "Mots en commun" in page
    assert "Atelier &lt;Roue&gt;" in page
    assert "Cela répond à notre besoin" not in visitor.get(path).text
    confirmed = member.post(f"{path}/reponses", data={"avis": "oui", "fiche": str(offer)})
    assert confirmed.location == path
    assert "Une réponse existe" in visitor.get(path).text
    assert "Une réponse existe" in visitor.get(PLACE).text
    assert "Réparer les vélos du collège" in visitor.get(f"/inventaire/{offer}").text
    assert "Réparer les vélos du collège" not in visitor.get("/inventaire").text
    assert "Réparer les vélos du collège" in visitor.get("/inventaire?etat=avec-reponse").text
    member.post(f"{path}/reponses/1/annuler")
    assert "Réparer les vélos du collège" in visitor.get("/inventaire").text
    member.post(f"{path}/reponses", data={"avis": "non", "fiche": str(offer)})
    assert "1 piste écartée" in member.get(path).text
    bad = member.post(f"{path}/reponses", data={"avis": "?"}, follow_redirects=True).text
    assert "Dites si cela répond" in bad


def test_an_answer_is_added_by_its_address(kept: Inventories, client_of: Client) -> None:
    need, page = kept.add("need", "Un abri"), kept.page("abri", "lieu: ici", audience="public")
    offer = kept.add("solution", "Une toile", by="yann", place="nantes")
    hidden = kept.page("secret", "lieu: ici", audience="territory")
    member, path = client_of("membre"), f"/inventaire/{need}"
    for wrong in ("", "/ailleurs/rien", "pas une adresse", "/inventaire/x", "https://exemple.fr/a/b/c"):
        assert member.post(f"{path}/reponses/ajouter", data={"address": wrong}).status_code == 422
    unfit = member.post(f"{path}/reponses/ajouter", data={"address": "/trappes/secret"})
    assert "Tout le monde ne peut pas lire" in unfit.text
    for good in ("https://site.example/trappes/abri?x=1", f"/inventaire/{offer}"):
        assert member.post(f"{path}/reponses/ajouter", data={"address": good}).location == path
    shown = member.get(path).text
    assert shown.count("is-confirmed") == 2
    assert page
    assert hidden


def test_a_card_is_changed_closed_taken_back_and_put_back(kept: Inventories, client_of: Client) -> None:
    number = kept.add("resource", "Des vélos", person="membre")
    member, path = client_of("membre"), f"/inventaire/{number}"
    form = member.get(f"{path}/modifier").text
    seen = seen_of(form)
    new = filled(kind="resource", text="Dix vélos", seen=seen, person="membre")
    assert member.post(f"{path}/modifier", data=new).location == path
    late = member.post(f"{path}/modifier", data={**new, "text": "Vingt vélos"})
    assert late.status_code == 422
    assert "La fiche a changé pendant que vous écriviez" in late.text
    wrong = member.post(f"{path}/modifier", data={**new, "person": "nina", "seen": seen_of(late.text)})
    assert "Choisissez une personne du territoire" in wrong.text
    again = {**new, "text": "Vingt vélos", "seen": seen_of(late.text)}
    assert member.post(f"{path}/modifier", data=again).location == path
    assert "Des vélos" in member.get(path).text
    member.post(f"{path}/etat", data={"etat": "clos"})
    assert "Plus disponible" in member.get(path).text
    refused = member.post(f"{path}/etat", data={"etat": "avec-reponse"}, follow_redirects=True)
    assert "Choisissez un état" in refused.text
    removed = member.post(f"{path}/retirer", follow_redirects=True).text
    assert "La remettre" in removed
    assert client_of("").get(path).status_code == 404
    assert "Vingt vélos" in member.get(f"{PLACE}/retirees").text
    member.post(f"{path}/remettre")
    assert client_of("").get(path).status_code == 200
    assert "Aucune fiche retirée" in member.get(f"{PLACE}/retirees").text


def test_reported_taken_out_and_brought_back(kept: Inventories, client_of: Client) -> None:
    number = kept.add("need", "Un abri")
    nina, referent, member = client_of("nina"), client_of("referente"), client_of("membre")
    path = f"/inventaire/{number}"
    assert nina.post(f"{path}/signaler", data={"reason": "x" * 600}).status_code == 422
    assert nina.post(f"{path}/signaler", data={"reason": "Une injure"}).location == PLACE
    assert "Une injure" in referent.get("/inventaire/signalements").text
    assert member.get(f"{path}/ecarter").status_code == 403
    assert referent.post(f"{path}/ecarter", data={"reason": "Injure"}).location == PLACE
    assert "Rien à regarder" in referent.get("/inventaire/signalements").text
    assert "Injure" in member.get(path).text
    assert "La remettre" not in member.get(path).text
    assert referent.post(f"{path}/retablir").location == path
    nina.post(f"{path}/signaler", data={"reason": "Encore"})
    assert referent.post("/inventaire/signalements/1/garder").location == "/inventaire/signalements"
    assert client_of("").get(path).status_code == 200


def test_the_table_is_safe_and_holds_what_its_reader_may_see(kept: Inventories, client_of: Client) -> None:
    kept.add("need", "=2+5", details="@somme")
    kept.add("need", "Entre nous", audience="territory")
    visitors, members = (client_of(who).get(f"{PLACE}.csv") for who in ("", "membre"))
    assert visitors.mimetype == "text/csv"
    assert "'=2+5" in visitors.text
    assert "'@somme" in visitors.text
    assert "Entre nous" not in visitors.text
    assert "Entre nous" in members.text


def test_lists_are_narrowed_and_nonsense_narrows_nothing(kept: Inventories, client_of: Client) -> None:
    for number in range(22):
        kept.add("need", f"Besoin numéro {number}")
    kept.add("resource", "Des vélos", by="yann", place="nantes")
    visitor = client_of("")
    first = visitor.get("/inventaire").text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None
    assert "Besoin numéro 1<" in visitor.get(older[1]).text
    assert (
        "Des vélos"
        in visitor.get("/inventaire?sorte=ressources&region=Loire-Atlantique&territoire=nantes").text
    )
    assert "Rien de tel" in visitor.get("/inventaire?sorte=ressources&territoire=trappes&theme=climat").text
    assert "Besoin numéro 21" in visitor.get("/inventaire?theme=rien&region=rien&sorte=rien&etat=rien").text
    assert "Rien de tel dans cet inventaire" in visitor.get(f"{PLACE}?theme=climat").text
    assert "Besoin numéro 21" in visitor.get(f"{PLACE}?sorte=besoins&etat=sans-reponse").text
    assert "Chaque besoin a trouvé une réponse" not in first


def test_other_pages_show_what_waits(kept: Inventories, client_of: Client) -> None:
    visitor = client_of("")
    assert "ni ce qu’il cherche" in visitor.get("/trappes").text
    with kept.write() as session:
        climate = kept.theme(session)
        theme_id, slug = climate.id, climate.slug
    kept.add("need", "Un abri", theme_ids=(theme_id,))
    kept.add("skill", "Réparer des vélos")
    shown = visitor.get("/trappes").text
    assert "Nous cherchons" in shown
    assert "Nous pouvons partager" in shown
    assert "Un abri" in visitor.get(f"/themes/{slug}").text
    assert "/mises-en-relation" in client_of("nina").get("/compte").text
    assert visitor.get("/national").status_code == 200


def test_conversations_through_their_pages(
    kept: Inventories, client_of: Client, people: dict[str, int]
) -> None:
    number, need = kept.add("resource", "Des vélos", person="membre"), kept.add("need", "Réparer les vélos")
    nina, member, curator = client_of("nina"), client_of("membre"), client_of("curatrice")
    form = f"/inventaire/{number}/contact"
    assert "Réparer les vélos" in nina.get(f"{form}?besoin={need}").text
    assert nina.get(f"{form}?besoin={number}").status_code == 200
    trapped = nina.post(form, data={"text": "Achetez", "site_web": "http://x"})
    assert (trapped.status_code, "Achetez" in trapped.text) == (422, True)
    assert "Aucune conversation" in nina.get("/mises-en-relation").text
    path = nina.post(form, data={"text": "Bonjour", "need": str(need)}).location
    assert "1 nouveau message" in member.get("/mises-en-relation").text
    assert "Réparer les vélos" in member.get(path).text
    assert "nouveau message" not in member.get("/mises-en-relation").text
    member.post(f"{path}/clore")
    late = nina.post(path, data={"text": "Encore un mot"})
    assert (late.status_code, "Encore un mot" in late.text) == (422, True)
    member.post(f"{path}/bloquer")
    assert "ne reçoit plus vos messages" in nina.post(f"{path}/rouvrir", follow_redirects=True).text
    assert "Débloquer" in member.get(path).text
    member.post(f"{path}/debloquer")
    assert member.post(f"{path}/signaler", data={"reason": "x" * 600}).status_code == 422
    assert member.post(f"{path}/signaler", data={"reason": "Insistant"}).location == path
    assert "Insistant" in curator.get("/inventaire/signalements").text
    decided = curator.post("/inventaire/signalements/conversations/1", data={"action": "clore"})
    assert decided.location == "/inventaire/signalements"
    assert "Rouvrir" not in member.get(path).text


def test_what_was_typed_is_given_back_when_the_session_is_lost(kept: Inventories, client_of: Client) -> None:
    number = kept.add("resource", "Des vélos", person="membre")
    lost = client_of("").post(f"/inventaire/{number}/contact", data={"text": "Mes mots précieux"})
    assert "Mes mots précieux" in lost.text
    assert lost.status_code in (401, 422)


def test_ends_and_edges(kept: Inventories, client_of: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    number = kept.add("resource", "Des vélos", person="membre")
    nina, visitor = client_of("nina"), client_of("")
    path = nina.post(f"/inventaire/{number}/contact", data={"text": "Bonjour"}).location
    assert "Mes mots précieux" in visitor.post(path, data={"text": "Mes mots précieux"}).text
    assert visitor.get("/inventaire/signalements").status_code == 401
    assert nina.post(f"/inventaire/{number}/contact", data={"text": " \n "}).status_code == 422
    with kept.write() as session:
        family = kept.theme(session).family.slug
    assert "Des vélos" not in visitor.get(f"/inventaire?sorte=ressources&theme={family}").text
    monkeypatch.setattr(service, "MOST_CARDS", 1)
    full = client_of("membre").post(f"{PLACE}/ajouter", data=filled())
    assert "L’inventaire est plein" in full.text


def test_what_a_card_said_once_is_read_by_those_who_keep_the_inventory(
    kept: Inventories, client_of: Client
) -> None:
    number = kept.add("need", "Loger la famille K.", audience="territory")
    with kept.write() as session:
        member, row = kept.actor(session, "membre"), session.get_one(InventoryItem, number)
        service.change(session, member, number, Card("need", "Loger une famille"), service.mark_of(row))

    assert "Avant" not in client_of("").get(f"/inventaire/{number}").text
    assert "famille K." in client_of("membre").get(f"/inventaire/{number}").text


def test_the_drawer_of_filters_says_what_is_chosen(kept: Inventories, client_of: Client) -> None:
    with kept.write() as session:
        theme = kept.theme(session)
        slug, name = theme.slug, theme.name
    summary = re.compile(r"<summary>.*?Filtrer.*?</summary>", re.DOTALL)

    narrowed = summary.search(client_of("").get(f"/inventaire?theme={slug}&territoire=trappes").text)
    wide = summary.search(client_of("").get("/inventaire").text)

    assert narrowed
    assert name in html.unescape(narrowed[0])
    assert "Trappes" in narrowed[0]
    assert wide
    assert "item-chosen" not in wide[0]
