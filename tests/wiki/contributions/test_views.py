"""Proposing and answering in the browser's way: forms, addresses, mails, what nobody else may read."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.wiki.contributions.conftest import BOTH, LONGER, NOTED, TEXT, Offers
from wiki.accounts.security.passwords import hash_password
from wiki.config import Settings
from wiki.jobs.worker import drain
from wiki.pages import service as pages
from wiki.pages.models import Draft

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = Callable[[str], FlaskClient]
PAGE = "/trappes/lire-le-climat"
SECRET_WORD = "l'heure"
PASSWORD = "quatre mots sans rapport"


def fields_of(page: str) -> dict[str, str]:
    found = re.findall(
        r'<input[^>]*name="(base|form_key|mark|csrf_token|ouvert|resolving)"[^>]*value="([^"]*)"', page
    )
    hidden = re.findall(r'<textarea name="(\w+)" hidden>\n?([^<]*)</textarea>', page)
    return {name: html.unescape(value) for name, value in (*found, *hidden)}


def guest(page: str, text: str = NOTED, **said: str) -> dict[str, str]:
    return {**fields_of(page), "text": text, "guest_name": "Élise", **said}


def test_a_stranger_s_proposal_is_accepted_in_part(offers: Offers, client_of: Client) -> None:
    stranger, member = client_of(""), client_of("membre")
    assert "Proposer une modification" in stranger.get(PAGE).text
    form = stranger.get(f"{PAGE}/contribuer").text
    assert "Vous n’avez pas besoin de compte" in form

    sent = stranger.post(f"{PAGE}/contribuer", data=guest(form, BOTH, summary="On <b>oublie</b>"))

    follow = stranger.get(sent.location)
    assert follow.headers["Cache-Control"] == "private, no-store"
    assert follow.headers["Referrer-Policy"] == "same-origin"
    assert "On &lt;b&gt;oublie&lt;/b&gt;" in follow.text
    assert SECRET_WORD not in stranger.get(PAGE).text
    assert SECRET_WORD not in stranger.get(f"{PAGE}/texte.md").text
    assert "Élise" not in stranger.get(f"{PAGE}/historique").text
    assert "1 modification proposée" in member.get(PAGE).text
    assert "1 proposition à examiner" in member.get("/").text
    assert "1 modification proposée" in member.get("/trappes").text
    for listed in (f"{PAGE}/propositions", "/territoires/trappes/propositions", "/compte/a-examiner"):
        assert f'href="{PAGE}/proposition/1"' in member.get(listed).text
    decision = member.get(f"{PAGE}/proposition/1").text
    assert "<ins>" in decision
    assert "Durée : 2 h → 3 h" in html.unescape(decision) or "2 h" in decision

    taken = member.post(f"{PAGE}/proposition/1", data={
        **fields_of(decision), "passage": "1", "action": "accept", "message": "Merci **beaucoup**",
    })  # fmt: skip

    assert taken.location == PAGE
    assert offers.page().current.text == NOTED
    history = stranger.get(f"{PAGE}/historique").text
    assert "Élise" in history
    assert "proposition reprise par Membre" in history
    assert "par Élise," in stranger.get(PAGE).text
    assert "Élise" in stranger.get("/recents").text
    answered = stranger.get(sent.location).text
    assert "Reprise en partie" in answered
    assert "<strong>beaucoup</strong>" in answered
    assert "modification proposée" not in member.get(PAGE).text
    assert "Ce qui a changé" in member.get(f"{PAGE}/propositions").text
    again = member.post(f"{PAGE}/proposition/1", data={**fields_of(decision), "action": "accept_all"})
    assert again.location == f"{PAGE}/proposition/1"
    assert "rien n’a été fait" in member.get(again.location).text


def test_visitors_are_answered_from_the_cache_until_they_open_the_form(
    offers: Offers, client_of: Client
) -> None:
    stranger = client_of("")
    assert "Set-Cookie" not in stranger.get(PAGE).headers
    assert "Set-Cookie" in stranger.get(f"{PAGE}/contribuer").headers
    assert "Modifications à examiner" not in stranger.get("/trappes").text
    other = client_of("")
    assert "csrf_token" not in other.get(PAGE).text
    assert "Set-Cookie" not in other.get(PAGE).headers


def test_what_is_missing_is_asked_and_the_text_given_back(offers: Offers, client_of: Client) -> None:
    stranger, nina = client_of(""), client_of("nina")
    form = stranger.get(f"{PAGE}/contribuer").text

    nameless = stranger.post(f"{PAGE}/contribuer", data=guest(form, guest_name="", guest_email="élise"))
    same = nina.post(f"{PAGE}/contribuer", data={**fields_of(form), "text": TEXT})
    bad = stranger.post(f"{PAGE}/contribuer", data=guest(form, guest_email="élise"))
    trapped = stranger.post(f"{PAGE}/contribuer", data=guest(form, site_web="http://x.example"))
    looked = stranger.post(f"{PAGE}/contribuer", data=guest(form, action="preview"))
    themed = stranger.post(f"{PAGE}/contribuer", data=guest(form, action="add_theme", add_theme="Climat"))

    assert [answer.status_code for answer in (nameless, same, bad, trapped, looked, themed)] == [
        422, 422, 422, 422, 200, 200,
    ]  # fmt: skip
    assert all("et l&#39;heure" in answer.text for answer in (nameless, bad, trapped, looked, themed))
    assert "sous quel nom" in nameless.text
    assert "Vous n’avez encore rien changé" in same.text
    assert "pas complète" in bad.text
    assert "editor-preview-static" in looked.text
    assert "thèmes: [Climat]" in themed.text
    assert 'name="guest_name"' not in same.text


def test_signing_in_midway_keeps_the_text(offers: Offers, client_of: Client, write: Any) -> None:
    with write() as session:
        for handle in ("nina", "membre"):
            person = session.get_one(factories.User, offers.people[handle])
            person.password_hash = hash_password(PASSWORD)
    stranger, member = client_of(""), client_of("")
    form = stranger.get(f"{PAGE}/contribuer").text

    asked = stranger.post(f"{PAGE}/contribuer", data=guest(form, action="sign_in"))
    signed = stranger.post(f"{PAGE}/contribuer", data={
        **guest(form, action="sign_in"), "email": "nina@exemple.fr", "password": PASSWORD,
    })  # fmt: skip
    moved = member.post(f"{PAGE}/contribuer", data={
        **guest(form, action="sign_in"), "email": "membre@exemple.fr", "password": PASSWORD,
    })  # fmt: skip

    assert asked.status_code == 401
    assert "Se connecter et continuer" in asked.text
    assert "et l&#39;heure" in asked.text
    assert signed.status_code == 200
    assert "et l&#39;heure" in signed.text
    assert 'name="guest_name"' not in signed.text
    assert moved.location == f"{PAGE}/modifier?reprendre=1"
    assert "et l&#39;heure" in member.get(moved.location).text


def test_a_session_that_ended_loses_no_text(offers: Offers, client_of: Client, app: Any) -> None:
    stranger = client_of("")
    form = guest(stranger.get(f"{PAGE}/contribuer").text)
    app.config["WTF_CSRF_ENABLED"] = True

    lost = client_of("").post(f"{PAGE}/contribuer", data={**form, "csrf_token": "x"})
    app.config["WTF_CSRF_ENABLED"] = True
    decided = client_of("").post(f"{PAGE}/proposition/1", data={"message": "Mes mots", "action": "decline"})
    own = client_of("").post("/compte/propositions/1", data={"message": "Mes mots"})

    told = client_of("").post(offers.follow(offers.offer(LONGER, by="")), data={"message": "Mes mots"})
    app.config["WTF_CSRF_ENABLED"] = True
    member = client_of("membre")
    app.config["WTF_CSRF_ENABLED"] = True
    other_window = member.post(f"{PAGE}/contribuer", data={"text": NOTED})
    assert (told.status_code, other_window.status_code) == (422, 401)
    assert "Mes mots" in told.text
    assert "et l&#39;heure" in other_window.text
    assert lost.status_code == 422
    assert "session est terminée" in lost.text
    assert "et l&#39;heure" in lost.text
    assert (decided.status_code, own.status_code) == (401, 401)
    assert "Mes mots" in decided.text
    assert "Mes mots" in own.text
    with offers.write() as session:
        pages.settle(session, offers.actor("referente"), offers.page_id, kind="page", audience="members")
    hidden = client_of("").post(f"{PAGE}/contribuer", data={"text": NOTED})
    assert hidden.status_code == 401
    assert "et l&#39;heure" in hidden.text


def test_a_visitor_answers_over_https_with_a_token_of_their_own(
    offers: Offers, client_of: Client, app: Any
) -> None:
    stranger, follow = client_of(""), offers.follow(offers.offer(NOTED, by=""))
    app.config["WTF_CSRF_ENABLED"] = True
    secure = {"base_url": "https://localhost"}
    token = fields_of(stranger.get(follow, **secure).text)["csrf_token"]
    typed = {"action": "message", "message": "Bonjour", "csrf_token": token}

    silent = stranger.post(follow, data=typed, **secure)
    said = stranger.post(follow, data=typed, headers={"Referer": f"https://localhost{follow}"}, **secure)

    assert (silent.status_code, said.status_code) == (422, 303)
    assert "Bonjour" in silent.text


def test_a_draft_of_a_proposal_waits_for_its_writer(offers: Offers, client_of: Client) -> None:
    nina = client_of("nina")
    form = fields_of(nina.get(f"{PAGE}/contribuer").text)

    kept = nina.post(
        f"{PAGE}/contribuer", data={**form, "text": NOTED, "summary": "Le temps", "action": "keep"}
    )

    assert kept.location == f"{PAGE}/contribuer?reprendre=1"
    assert f"{PAGE}/contribuer?reprendre=1" in nina.get("/compte/brouillons").text
    assert "pas encore envoyé" in nina.get(f"{PAGE}/contribuer").text
    resumed = nina.get(kept.location).text
    assert "Le temps" in resumed
    sent = nina.post(f"{PAGE}/contribuer", data={
        **fields_of(resumed), "draft": re.findall(r'name="draft"[^>]*value="(\d+)"', resumed)[0], "text": NOTED,
    })  # fmt: skip
    assert sent.location == "/compte/propositions/1"
    with offers.read() as session:
        assert session.query(Draft).count() == 0


def test_the_proposer_follows_talks_mends_and_withdraws(offers: Offers, client_of: Client) -> None:
    nina = client_of("nina")
    number = offers.offer(NOTED)
    own = f"/compte/propositions/{number}"
    assert f'href="{own}"' in nina.get(f"{PAGE}/contribuer").text
    assert "attend déjà une réponse" not in client_of("relectrice").get(f"{PAGE}/contribuer").text
    assert "En attente" in nina.get("/compte/propositions").text
    empty = nina.post(own, data={"action": "message", "message": ""})
    said = nina.post(own, data={"action": "message", "message": "Voyez [[presentation]] <script>"})
    editor = nina.get(f"{own}?vue=editeur").text
    looked = nina.post(own, data={**fields_of(editor), "text": BOTH, "action": "preview"})
    refused = nina.post(own, data={**fields_of(editor), "text": TEXT})
    blank = nina.post(own, data={**fields_of(editor), "text": ""})
    mended = nina.post(own, data={**fields_of(editor), "text": BOTH, "summary": "Mieux"})

    assert (empty.status_code, said.location) == (422, own)
    assert (looked.status_code, refused.status_code, blank.status_code) == (200, 422, 422)
    assert mended.location == own
    page = nina.get(own).text
    assert "<script>" not in page.split("</head>")[1].replace('<script type="module"', "")
    assert "complétée" in page
    withdrawn = nina.post(own, data={"action": "withdraw"})
    assert withdrawn.location == own
    assert "Retirée" in nina.get(own).text
    late = nina.post(own, data={"action": "withdraw"})
    assert "déjà répondu" in nina.get(late.location).text
    assert client_of("relectrice").get(own).status_code == 404


def test_a_page_out_of_sight_shows_its_proposer_their_own_words_alone(
    offers: Offers, client_of: Client
) -> None:
    number = offers.offer(NOTED)
    with offers.write() as session:
        pages.settle(session, offers.actor("referente"), offers.page_id, kind="page", audience="territory")
    offers.edit(LONGER.replace("On compare.", "Un secret."))
    nina = client_of("nina")

    own = nina.get(f"/compte/propositions/{number}").text
    assert "et l&#39;heure" in own
    assert "Lire le climat" not in own.replace("# Lire le climat", "")
    assert "Un secret" not in own
    assert "Une page que vous ne voyez plus" in nina.get("/compte/propositions").text
    assert "write-form" not in nina.get(f"/compte/propositions/{number}?vue=editeur").text


def test_what_both_changed_is_asked_and_settled(offers: Offers, client_of: Client) -> None:
    member = client_of("membre")
    number = offers.offer(NOTED)
    offers.edit(TEXT.replace("la température.", "le vent."))
    address = f"{PAGE}/proposition/{number}"
    decision = member.get(address).text
    assert "un passage a été modifié des deux côtés" in decision

    asked = member.post(address, data={**fields_of(decision), "action": "accept_all", "message": "Merci"})
    missing = member.post(address, data=fields_of(asked.text))
    settled = member.post(address, data={**fields_of(asked.text), "conflit-1-choix": "both"})

    assert (asked.status_code, missing.status_code, settled.status_code) == (409, 409, 303)
    assert "La proposition de Nina" in asked.text
    assert "Un choix manque encore" in missing.text
    assert "le vent. " in offers.page().current.text
    assert "et l'heure." in offers.page().current.text
    assert "Merci" in client_of("nina").get(f"/compte/propositions/{number}").text


def test_taken_up_in_the_editor(offers: Offers, client_of: Client) -> None:
    member = client_of("membre")
    number = offers.offer(NOTED, by="")
    address = f"{PAGE}/proposition/{number}"
    editor = member.get(f"{address}?vue=editeur").text
    typed = {**fields_of(editor), "summary": "Plus précis"}
    text = NOTED.replace("l'heure.", "l'heure exacte.")

    looked = member.post(address, data={**typed, "text": text, "action": "preview"})
    blank = member.post(address, data={**typed, "text": ""})
    headless = member.post(address, data={**typed, "text": "# …\n\nx"})
    offers.edit(TEXT.replace("la température.", "le vent."))
    asked = member.post(address, data={**typed, "text": text})
    missing = member.post(address, data=fields_of(asked.text))
    saved = member.post(address, data={**fields_of(asked.text), "conflit-1-choix": "ours"})

    assert [answer.status_code for answer in (looked, blank, headless, asked, missing, saved)] == [
        200, 422, 422, 409, 409, 303,
    ]  # fmt: skip
    assert offers.page().current.text == text
    assert offers.page().current.guest_name == "Élise"


def test_declining_asking_and_removing(offers: Offers, client_of: Client) -> None:
    member = client_of("membre")
    first, second, third = (offers.offer(text) for text in (NOTED, LONGER, BOTH))

    def post(number: int, **said: str) -> Any:
        return member.post(f"{PAGE}/proposition/{number}", data=said)

    mute, long = post(first, action="decline"), post(first, action="decline", message="x" * 2001)
    asked = post(first, action="message", message="Pourquoi ?")
    declined, removed = post(first, action="decline", message="Non"), post(second, action="remove")
    nothing = post(third, action="accept", passage="999,x")

    assert (mute.status_code, long.status_code, nothing.status_code) == (422, 422, 422)
    assert asked.location == f"{PAGE}/proposition/{first}#echanges"
    assert declined.location == removed.location == f"{PAGE}/propositions"
    assert "Pourquoi" in member.get(f"{PAGE}/proposition/{first}").text
    gone = member.get(f"{PAGE}/proposition/{second}")
    assert gone.location == f"{PAGE}/propositions"
    offers.edit(BOTH)
    assert "La page dit déjà tout cela" in member.get(f"{PAGE}/proposition/{third}").text
    said = post(third, action="accept_all")
    assert "disait déjà" in member.get(said.location).text


def test_mails_lead_to_the_proposal_and_the_address_is_forgotten(
    offers: Offers, client_of: Client, settings: Settings
) -> None:
    stranger, member = client_of(""), client_of("membre")
    number = offers.offer(NOTED, by="", guest_email="Elise@exemple.fr")
    follow = offers.follow(number)
    assert "Effacer mon adresse" in stranger.get(follow).text
    assert "elise@exemple.fr" not in member.get(f"{PAGE}/proposition/{number}").text
    member.post(f"{PAGE}/proposition/{number}", data={"action": "accept_all"})
    drain(offers.app)

    written = [path.read_text() for path in sorted(Path(settings.data_dir / "mail").glob("*contribution*"))]
    assert len(written) == 2
    assert all(follow in mail.replace("=\n", "").replace("=3D", "=") for mail in written)
    assert "Effacer mon adresse" not in stranger.get(follow).text

    other = offers.offer(LONGER, by="", guest_email="elise@exemple.fr")
    forgotten = stranger.post(offers.follow(other), data={"action": "forget"})
    assert forgotten.status_code == 303
    assert offers.found(other).guest_email == ""


def test_lists_are_paged_oldest_first(
    offers: Offers, client_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.contributions.views_deciding.SLICE", 1)
    monkeypatch.setattr("wiki.contributions.views_following.SLICE", 1)
    first, second = offers.offer(NOTED), offers.offer(LONGER)
    member, nina = client_of("membre"), client_of("nina")

    for listed in (f"{PAGE}/propositions", "/territoires/trappes/propositions", "/compte/a-examiner"):
        page = member.get(listed).text
        assert f"proposition/{first}" in page
        assert f"proposition/{second}" not in page
        after = member.get(f"{listed}?avant={first}").text
        assert f"proposition/{second}" in after
        assert "Revenir au début" in after
    assert f"propositions/{first}" in nina.get(f"/compte/propositions?avant={second}").text
    assert client_of("").get("/compte/propositions").status_code == 401
    assert client_of("").get(f"/compte/propositions/{first}").status_code == 401
    for handle, is_reviewer in (("membre", True), ("nina", False)):
        assert ("/compte/a-examiner" in client_of(handle).get("/compte").text) == is_reviewer
    assert member.get(f"{PAGE}/contribuer").location == f"{PAGE}/modifier"
    assert "Rien n’attend" in client_of("curatrice").get("/territoires/nantes/propositions").text
    assert "Aucune proposition" in client_of("relectrice").get("/compte/propositions").text
