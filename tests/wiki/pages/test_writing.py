"""Writing pages in the browser: what is typed is saved, or shown again with a reason. Never a 500."""

import html
import re
import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from wiki.accounts.models import User
from wiki.accounts.security.passwords import hash_password
from wiki.pages.composition import skeleton
from wiki.pages.models import KINDS
from wiki.pages.views_writing import MOST_FOR_VISITORS
from wiki.territories.models import Membership

TEXT = "---\nthèmes: [Climat]\n---\n\n# Lire le climat\n\nUne phrase. Une autre phrase.\n\nUn second paragraphe.\n"
PATH = "trappes/lire-le-climat"
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PASSWORD = "quatre mots sans rapport"


def hidden(body: str, name: str) -> str:
    """The value of a hidden field."""
    field = (
        rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"|<textarea name="{name}" hidden>\n?([^<]*)</textarea>'
    )
    found = re.search(field, body)
    assert found, f"no hidden field {name}"
    return html.unescape(found[1] if found[1] is not None else found[2]).removeprefix("\n")


def words(body: str) -> str:
    """What an answer says, without its marks."""
    return " ".join(
        html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\xa0", " ").replace("\u202f", " ").split()
    )


def typed(body: str) -> str:
    """What stands in the large text field."""
    found = re.search(r'<textarea[^>]*id="text"[^>]*>(.*?)</textarea>', body, re.DOTALL)
    assert found
    return html.unescape(found[1]).removeprefix("\r\n").removeprefix("\n")


def filled(pages: Any, **values: Any) -> dict[str, Any]:
    """A form for a new page, filled in."""
    return {
        "title": "Lire le climat",
        "territory": str(pages.place_id("trappes")),
        "text": "Une phrase.",
        "audience": "public",
        "themes": ["Climat"],
        **values,
    }


def new(client: FlaskClient, pages: Any, kind: str = "page", **values: Any) -> Any:
    return client.post(f"/nouveau?type={kind}", data=filled(pages, **values))


def change(client: FlaskClient, text: str, base: int = 1, path: str = PATH, **values: Any) -> Any:
    return client.post(f"/{path}/modifier", data={"text": text, "base": str(base), **values})


@sqlite_only
def test_each_kind_starts_from_its_skeleton(client_of: Any, pages: Any) -> None:
    client = client_of("referente")
    assert "Que voulez-vous écrire" in words(client.get("/nouveau?territoire=trappes&titre=Une+page").text)
    for kind in KINDS:
        body = client.get(f"/nouveau?type={kind}&territoire=trappes&titre=Une+page%00").text
        assert typed(body).strip() == skeleton(kind).strip()
        assert 'value="Une page"' in body
        answer = new(client, pages, kind, title=f"Essai {kind}", text=typed(body), tags="eau, arbre")
        assert (answer.status_code, answer.location) == (303, f"/trappes/essai-{kind}")
        (text,) = pages.texts(f"trappes/essai-{kind}")
        assert ("format: situation/1" in text) == (kind == "scenario")
        assert "territoire: Trappes\n" in text
        assert "thèmes: [Climat]\nmots-clés: [eau, arbre]\n" in text
        assert f"\n# Essai {kind}\n\n{skeleton(kind).strip()[:20]}" in text
        assert pages.at(f"trappes/essai-{kind}").kind == kind


@sqlite_only
def test_who_belongs_nowhere_is_shown_the_way_in_and_visitors_the_door(client_of: Any, pages: Any) -> None:
    answer = client_of("nina").get("/nouveau?type=page")
    assert answer.status_code == 200
    assert "Rejoignez d'abord un territoire" in words(answer.text).replace("’", "'")
    assert client_of("").get("/nouveau?type=page").status_code == 401
    # Visitors write proposals; more than a page usually holds is not worth the time of somebody unknown.
    looked = client_of("").post("/apercu", data={"text": "début\n\n" + "x" * MOST_FOR_VISITORS + " fin"})
    assert "début" in looked.text
    assert "fin</p>" not in looked.text


BAD_TEXTS = {
    "5 MB": ("un texte de trop " * 300_000, "une page en tient"),
    "unknown theme": ("---\nthèmes: [Climta]\n---\n\n# Titre\n\nTexte.\n", "Vouliez-vous dire : Climat"),
    "broken head": ('---\nlieu: a\npublic: "ouvert\n---\n\n# Titre\n\nTexte.\n', "Ligne 3"),
    "NUL": ("# Titre\n\nUn\x00deux.\n", "La ligne 3 contient un caractère illisible"),
    "nothing": ("  \n\n", "au moins une phrase"),
}


@sqlite_only
def test_a_text_that_cannot_be_saved_is_shown_again_with_the_reason(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    client = client_of("referente")
    for case, (text, reason) in BAD_TEXTS.items():
        shown = text.replace("\x00", "\ufffd")
        themes = [] if "thèmes" in text else ["Climat"]
        for answer in (new(client, pages, title="Titre", text=text, themes=themes), change(client, text)):
            assert answer.status_code == 422, case
            assert reason in words(answer.text), case
            assert typed(answer.text).strip() == shown.strip(), case
    assert pages.count() == 1
    assert pages.texts(PATH) == [TEXT]


def test_bytes_that_are_no_text_are_refused_wherever_they_stand(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    client = client_of("referente")
    data = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nun\xffdeux\xed\xa0\x80\r\n--x--\r\n'
    answer = client.post(f"/{PATH}/modifier", data=data, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert typed(answer.text).startswith("un\ufffddeux")
    data = b"base=1&text=%23 un%FFdeux%ED%A0%80"
    answer = client.post(f"/{PATH}/modifier", data=data, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert typed(answer.text).startswith("# un\ufffddeux")
    assert pages.texts(PATH) == [TEXT]
    odd = {"summary": "a\x00b", "form_key": "\x00" * 60, "base": "\x00"}
    assert change(client, TEXT + "\nPlus.\n", **odd).status_code == 422
    assert change(client, TEXT + "\nPlus.\n", **{**odd, "base": "1"}).status_code == 303
    assert pages.revisions(PATH)[-1].summary == "ab"
    answer = new(
        client, pages, title="\x00Autre\x01 page", tags="a\x00b, \x00", form_key="\x00", territory="\x00"
    )
    assert answer.status_code == 422
    answer = new(client, pages, title="Autre", themes=["Cli\x00mat"], audience="\x00")
    assert answer.status_code == 422
    for path in ("/trappes/a%00b", "/%00/b", "/trappes/%FF%FE", "/trappes/%ED%A0%80", "/%FF/b", "/a%00"):
        for rest in ("", "/modifier"):
            assert client.get(path + rest).status_code == 404, path + rest
    for query in ("?de=%00&a=%FF&vue=%00", "?de=99999999999&a=1", "?de=-1", "?de=٣", "?vue=%ED%A0%80"):
        assert client.get(f"/{PATH}/comparer{query}").status_code in (200, 404)
    assert client.get(f"/{PATH}/comparer?de=7").status_code == 404
    for query in ("?territoire=%00&titre=%FF%00", "?type=%00", "?type=page&territoire=%FF&titre=%ED%A0%80"):
        assert client.get(f"/nouveau{query}").status_code == 200
    assert client.get(f"/{PATH}/version/{10**30}").status_code == 404
    assert client.get(f"/{PATH}/historique?avant={10**16}").status_code == 200
    assert client.get("/pages/orphelines?avant=%00").status_code == 200


@sqlite_only
def test_a_title_of_only_emoji(client_of: Any, pages: Any) -> None:
    client = client_of("referente")
    for title, text in (("🎉🎊", "Mon texte."), ("🎉", "# 🎊\n\nMon texte.")):
        answer = new(client, pages, title=title, text=text)
        assert answer.status_code == 422
        assert "au moins une lettre ou un chiffre" in words(answer.text)
        assert title in answer.text
        assert typed(answer.text).strip() == text
    answer = new(client, pages, title="")
    assert answer.status_code == 422
    assert "Donnez un titre" in words(answer.text)


@sqlite_only
def test_a_second_page_of_one_title_has_to_be_meant(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    client = client_of("referente")
    answer = new(client, pages, text="Mon texte à moi.")
    assert answer.status_code == 422
    assert "porte déjà ce titre" in words(answer.text)
    assert f'href="/{PATH}"' in answer.text
    assert typed(answer.text) == "Mon texte à moi."
    assert 'name="same_title_meant"' in answer.text
    answer = new(client, pages, text="Mon texte à moi.", same_title_meant="y")
    assert answer.location == f"/{PATH}-2"


@sqlite_only
def test_a_hidden_page_of_that_title_stays_hidden(client_of: Any, pages: Any) -> None:
    pages.create(TEXT, by="membre", audience="draft")
    answer = new(client_of("referente"), pages)
    assert (answer.status_code, answer.location) == (303, f"/{PATH}-2")


@sqlite_only
def test_a_form_posted_twice_saves_once_even_at_once(app: Flask, client_of: Any, pages: Any) -> None:
    client = client_of("referente")
    key = hidden(client.get("/nouveau?type=page").text, "form_key")
    answers: list[Any] = []

    def post(url: str, data: dict[str, Any]) -> None:
        browser = app.test_client()
        browser._cookies.update(client._cookies)
        answers.append(browser.post(url, data=data))

    def twice_at_once(url: str, data: dict[str, Any]) -> None:
        answers.clear()
        threads = [threading.Thread(target=post, args=(url, data)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    twice_at_once("/nouveau?type=page", filled(pages, form_key=key))
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"/{PATH}")] * 3
    assert pages.count() == 1
    key = hidden(client.get(f"/{PATH}/modifier").text, "form_key")
    twice_at_once(f"/{PATH}/modifier", {"text": TEXT, "base": "1", "form_key": key})
    assert [answer.status_code for answer in answers] == [303] * 3
    assert len(pages.texts(PATH)) == 2


@sqlite_only
def test_a_stale_form_is_merged_or_asked_about(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    other, client = client_of("membre"), client_of("referente")
    form = client.get(f"/{PATH}/modifier").text
    assert hidden(form, "base") == "1"
    assert change(other, TEXT.replace("Un second", "Le second")).status_code == 303
    answer = change(client, TEXT.replace("Une phrase", "Ma phrase"), follow_redirects=True)
    assert "les deux changements sont dans la page" in words(client.get(answer.location).text)
    assert "Le second" in pages.texts(PATH)[-1]
    answer = change(client, pages.texts(PATH)[-1], base=3)
    assert "Rien n’avait changé" in words(client.get(answer.location).text)
    for base in ("0", "99", "x", ""):
        answer = client.post(f"/{PATH}/modifier", data={"text": "Mes mots à moi.", "base": base})
        assert answer.status_code == 422
        assert "Mes mots à moi." in typed(answer.text)
    assert len(pages.texts(PATH)) == 3


@pytest.fixture
def conflict(client_of: Any, pages: Any) -> Any:
    """Two people changed one sentence; returns the second person's browser and what it was shown."""
    pages.create(TEXT)
    change(client_of("membre"), TEXT.replace("Une phrase", "Leur phrase"), summary="Eux")
    client = client_of("referente")
    mine = TEXT.replace("Une phrase", "Ma phrase").rstrip() + "\r\n\r\n\r\n"
    answer = change(client, mine, summary="Moi", minor="y", form_key="une clé")
    assert answer.status_code == 409
    return client, answer.text


def answered(body: str, **answers: str) -> dict[str, str]:
    """The form of a conflict, with these answers."""
    names = ("text", "summary", "base", "resolving", "form_key", "minor", "draft")
    return {name: hidden(body, name) for name in names} | answers


@sqlite_only
def test_the_same_sentence_is_shown_in_both_versions_and_each_choice_works(conflict: Any, pages: Any) -> None:
    client, body = conflict
    assert "Leur phrase" in words(body)
    assert "Ma phrase" in words(body)
    assert "Membre" in words(body)
    expected = {
        "ours": "Ma phrase. Une autre",
        "theirs": "Leur phrase. Une autre",
        "both": "Leur phrase. Ma phrase. Une autre",
        "texte": "Notre phrase. Une autre",
    }
    for number, (choice, text) in enumerate(expected.items(), start=3):
        data = answered(body, **{"conflit-1-choix": choice, "conflit-1-texte": "Notre phrase."})
        answer = client.post(f"/{PATH}/modifier", data=data)
        assert answer.status_code == 303
        if choice == "theirs":
            # Theirs is what the page says already, once what came between is undone.
            pages.edit(pages.at(PATH).id, number - 1, TEXT.replace("Une phrase", "Leur phrase"))
        else:
            assert text in pages.texts(PATH)[-1]
            pages.edit(pages.at(PATH).id, len(pages.texts(PATH)), TEXT.replace("Une phrase", "Leur phrase"))
        assert not any(mark in pages.texts(PATH)[-1] for mark in ("<<<<", ">>>>", "===="))


@sqlite_only
def test_a_missing_choice_is_asked_for_again(conflict: Any, pages: Any) -> None:
    client, body = conflict
    answer = client.post(f"/{PATH}/modifier", data=answered(body, **{"conflit-1-texte": "Notre phrase."}))
    assert answer.status_code == 422
    assert "Notre phrase." in answer.text
    answer = client.post(f"/{PATH}/modifier", data=answered(body, resolving="99"))
    assert answer.status_code == 409
    answer = client.post(f"/{PATH}/modifier", data=answered(body, text="\x00"))
    assert answer.status_code == 422
    assert len(pages.texts(PATH)) == 2


@sqlite_only
def test_a_page_that_moves_on_while_somebody_chooses(conflict: Any, client_of: Any, pages: Any) -> None:
    client, body = conflict
    change(client_of("membre"), pages.texts(PATH)[-1].replace("Un second", "Le second"), base=2)
    answer = client.post(f"/{PATH}/modifier", data=answered(body, **{"conflit-1-choix": "ours"}))
    assert answer.status_code == 303
    assert "Ma phrase" in pages.texts(PATH)[-1]
    assert "Le second" in pages.texts(PATH)[-1]
    last = pages.revisions(PATH)[-1]
    assert (last.summary, last.minor, last.base_number) == ("Moi", True, 2)


@sqlite_only
def test_a_sentence_that_moves_on_while_somebody_chooses_is_asked_about_again(
    conflict: Any, client_of: Any, pages: Any
) -> None:
    client, body = conflict
    change(client_of("membre"), pages.texts(PATH)[-1].replace("Leur phrase", "Leur autre phrase"), base=2)
    answer = client.post(f"/{PATH}/modifier", data=answered(body, **{"conflit-1-choix": "ours"}))
    assert answer.status_code == 409
    assert hidden(answer.text, "resolving") == "3"
    answer = client.post(f"/{PATH}/modifier", data=answered(answer.text, **{"conflit-1-choix": "both"}))
    assert answer.status_code == 303
    assert "Leur autre phrase. Ma phrase." in pages.texts(PATH)[-1]


@sqlite_only
def test_what_was_kept_is_offered_and_resumed(conflict: Any, client_of: Any, pages: Any) -> None:
    client, _body = conflict
    body = client.get(f"/{PATH}/modifier").text
    assert "Vous avez un brouillon de cette page" in words(body)
    assert "Leur phrase" in typed(body)
    assert 'action="/compte/brouillons/1/abandonner"' in body
    body = client.get(f"/{PATH}/modifier?reprendre=1").text
    assert "Ma phrase" in typed(body)
    assert (hidden(body, "base"), hidden(body, "draft")) == ("1", "1")
    assert "un brouillon de cette page" not in words(body)
    assert "un brouillon de cette page" not in words(client_of("membre").get(f"/{PATH}/modifier").text)


@sqlite_only
def test_a_summary_that_is_too_long_and_a_minor_change(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    client = client_of("referente")
    answer = change(client, TEXT + "\nPlus.\n", summary="x" * 301)
    assert answer.status_code == 422
    assert "300 caractères au plus" in words(answer.text)
    assert "Plus." in typed(answer.text)
    assert change(client, TEXT + "\nPlus.\n", summary="Une faute", minor="y").status_code == 303
    assert "correction mineure" in words(client.get(f"/{PATH}/historique").text)


@sqlite_only
def test_a_preview_saves_nothing_and_shows_what_the_page_will(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    client = client_of("referente")
    head = '---\nlieu: Plein air\nthèmes: [Climat]\nodd: "a\n---\n\n'
    text = head + "# Lire\n\nVoir [[Autre page]], <script>x</script> **là**.\n"
    answer = change(client, text, action="preview")
    assert answer.status_code == 200
    assert typed(answer.text).strip() == text.strip()
    fragment = client.post("/apercu", data={"text": text, "territory": "trappes"}).text
    by_number = client.post("/apercu", data={"text": text, "territory": str(pages.place_id("trappes"))}).text
    assert fragment == by_number
    assert "Plein air" in fragment
    assert "Ligne 4" in words(fragment)
    assert 'href="/trappes/autre-page"' in fragment
    assert "<strong>là</strong>" in fragment
    assert "<script>" not in fragment
    assert "Thèmes" not in fragment
    answer = new(client, pages, title="Autre", text=text, action="preview")
    assert answer.status_code == 200
    assert 'href="/trappes/autre-page"' in answer.text
    assert pages.count() == 1
    for odd in ({"territory": "//ailleurs.fr"}, {"territory": "999999"}, {}):
        odd_fragment = client.post("/apercu", data={"text": "[[Page]]\x00", **odd}).text
        assert "ailleurs.fr/" not in odd_fragment


@sqlite_only
def test_a_theme_is_added_from_the_list(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    client = client_of("referente")
    body = change(client, TEXT, action="add_theme", add_theme="Citoyenneté").text
    assert "thèmes: [Climat, Citoyenneté]" in typed(body)
    for theme in ("", "Climat"):
        assert typed(change(client, TEXT, action="add_theme", add_theme=theme).text).strip() == TEXT.strip()
    assert len(pages.texts(PATH)) == 1


@sqlite_only
def test_what_one_may_no_longer_write_is_given_back(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    member, reader = client_of("membre"), client_of("nina")
    member.get(f"/{PATH}/modifier")
    pages.settle(pages.at(PATH).id, audience="draft")
    for path, status in ((PATH, 404), ("trappes/jamais-ecrite", 404)):
        answer = change(member, "Mes mots à moi.", path=path)
        assert answer.status_code == status
        assert typed(answer.text) == "Mes mots à moi."
    pages.settle(pages.at(PATH).id, audience="public")
    answer = change(reader, "Mes mots à moi.")
    assert answer.status_code == 403
    assert typed(answer.text) == "Mes mots à moi."
    with pages.write() as session:
        session.delete(
            session.scalars(select(Membership).where(Membership.user_id == pages.people["membre"])).one()
        )
    answer = new(member, pages, text="Mes mots à moi.", kind="inconnu")
    assert answer.status_code == 422
    assert typed(answer.text) == "Mes mots à moi."
    assert member.get(f"/{PATH}/modifier").status_code == 403
    assert change(reader, "").status_code == 403


@pytest.fixture
def with_password(pages: Any) -> dict[str, str]:
    """What the referent types to sign in."""
    with pages.write() as session:
        user = session.get_one(User, pages.people["referente"])
        user.password_hash = hash_password(PASSWORD)
        return {"email": user.email, "password": PASSWORD}


@sqlite_only
def test_a_session_that_ends_while_writing_loses_nothing(
    app: Flask, client_of: Any, pages: Any, with_password: dict[str, str]
) -> None:
    pages.create(TEXT)
    visitor = client_of("")
    mine = TEXT + "\nPlus & <mieux>.\n"
    answer = change(visitor, mine, summary="Mieux", form_key="k")
    assert answer.status_code == 401
    assert typed(answer.text).strip() == mine.strip()
    names = ("base", "form_key", "summary")
    again = {"text": typed(answer.text), **{name: hidden(answer.text, name) for name in names}}
    refused = visitor.post(f"/{PATH}/modifier", data={**again, **with_password, "password": "faux\x00"})
    assert refused.status_code == 401
    assert typed(refused.text).strip() == mine.strip()
    assert with_password["email"] in refused.text
    refused = visitor.post(f"/{PATH}/modifier", data={**again, **with_password, "email": "a\x00@b.fr"})
    assert refused.status_code == 401
    saved = visitor.post(f"/{PATH}/modifier", data={**again, **with_password})
    assert (saved.status_code, saved.location) == (303, f"/{PATH}")
    assert pages.texts(PATH)[-1] == mine
    assert pages.revisions(PATH)[-1].summary == "Mieux"
    assert visitor.get(f"/{PATH}/modifier").status_code == 200


@sqlite_only
def test_a_session_that_ends_before_a_new_page_is_saved(
    client_of: Any, pages: Any, with_password: dict[str, str]
) -> None:
    visitor = client_of("")
    answer = new(visitor, pages, text="Mes mots.", themes=["Climat", "Citoyenneté"])
    assert answer.status_code == 401
    assert typed(answer.text) == "Mes mots."
    assert answer.text.count('name="themes"') == 2
    assert 'action="/nouveau?type=page"' in answer.text
    answer = new(visitor, pages, text="Mes mots.", themes=["Climat", "Citoyenneté"], **with_password)
    assert (answer.status_code, answer.location) == (303, f"/{PATH}")
    assert "thèmes: [Climat, Citoyenneté]" in pages.texts(PATH)[0]


@sqlite_only
def test_a_foreign_token_saves_nothing_and_gives_the_text_back(
    app: Flask, client_of: Any, pages: Any, with_password: dict[str, str]
) -> None:
    pages.create(TEXT)
    client = client_of("referente")
    app.config["WTF_CSRF_ENABLED"] = True
    for token in ({}, {"csrf_token": "d'ailleurs"}):
        for answer in (
            change(client, "Mes mots.", **token, **with_password),
            new(client, pages, text="Mes mots.", **token),
        ):
            assert answer.status_code == 401
            assert typed(answer.text) == "Mes mots."
        for path in ("retablir/1", "reglages"):
            assert client.post(f"/{PATH}/{path}", data=token).status_code == 400
        assert client.post("/apercu", data={"text": "x", **token}).status_code == 400
    assert pages.texts(PATH) == [TEXT]
    token = hidden(answer.text, "csrf_token")
    saved = change(client, "# Mes mots\n", csrf_token=token, **with_password)
    assert saved.status_code == 303
    assert pages.texts(PATH)[-1] == "# Mes mots\n"


@sqlite_only
def test_restoring_is_asked_then_done_and_told(client_of: Any, pages: Any) -> None:
    page_id = pages.create(TEXT)
    pages.edit(page_id, 1, TEXT + "\nPlus.\n", by="membre")
    client = client_of("referente")
    client.get(f"/{PATH}")
    body = client.get(f"/{PATH}/retablir/1").text
    assert "Rétablir la version 1 ?" in words(body)
    answer = client.post(f"/{PATH}/retablir/1", data={"form_key": hidden(body, "form_key")})
    assert (answer.status_code, answer.location) == (303, f"/{PATH}")
    body = words(client.get(f"/{PATH}").text)
    assert "La version 1 est rétablie" in body
    assert "a changé depuis votre dernière lecture" not in body
    assert pages.texts(PATH) == [TEXT, TEXT + "\nPlus.\n", TEXT]
    assert client.get(f"/{PATH}/retablir/9").status_code == 404
    assert client_of("nina").post(f"/{PATH}/retablir/1").status_code == 403
    assert client_of("").get(f"/{PATH}/retablir/1").status_code == 401


@sqlite_only
def test_settings_say_who_reads(client_of: Any, pages: Any) -> None:
    pages.create(TEXT, by="membre")
    client = client_of("referente")
    assert client.get(f"/{PATH}/reglages").status_code == 200
    answer = client.post(f"/{PATH}/reglages", data={"kind": "tool", "audience": "members"})
    assert (answer.status_code, answer.location) == (303, f"/{PATH}")
    assert client_of("").get(f"/{PATH}").status_code == 404
    assert client_of("nina").get(f"/{PATH}").status_code == 200
    answer = client.post(f"/{PATH}/reglages", data={"kind": "tool", "audience": "draft"})
    assert answer.status_code == 422
    assert "Seule la personne qui a créé la page" in words(answer.text)
    assert client.post(f"/{PATH}/reglages", data={"kind": "\x00", "audience": "x"}).status_code == 422
    answer = client_of("membre").post(f"/{PATH}/reglages", data={"kind": "tool", "audience": "draft"})
    assert answer.status_code == 303
    assert client.get(f"/{PATH}/reglages").status_code == 404
    assert client_of("admin").get(f"/{PATH}").status_code == 404


@sqlite_only
def test_a_draft_with_faults_is_not_shared(client_of: Any, pages: Any) -> None:
    pages.create("---\nthèmes: [Climta]\n---\n\n# Brouillon\n\nTexte.\n", audience="draft")
    answer = client_of("referente").post(
        "/trappes/brouillon/reglages", data={"kind": "page", "audience": "public"}
    )
    assert answer.status_code == 422
    assert "Vouliez-vous dire : Climat" in words(answer.text)


@sqlite_only
def test_a_form_with_bytes_that_are_no_utf_8_is_refused_and_its_text_comes_back(client_of):
    form = b"title=Le+caf%E9&territory=1&text=Un+caf%E9+par+jour.&audience=public"
    answer = client_of("curatrice").post(
        "/nouveau?type=page", data=form, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422
    assert "caractère illisible" in answer.text
    assert "Un caf\ufffd par jour." in answer.text
