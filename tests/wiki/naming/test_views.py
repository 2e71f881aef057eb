"""The forms and pages of names, as browsers use them."""

from typing import Any

import pytest

from tests import factories
from tests.reading import select, tree, words
from tests.wiki.pages.conftest import Pages

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEXT = "# Lire le climat\n\nTexte.\n"


def forms_to(part: str, html: str) -> list[Any]:
    return [form for form in select(tree(html), "form") if part in (form.get("action") or "")]


def test_a_page_is_renamed_followed_and_named_as_before(pages: Pages, client_of: Any) -> None:
    pages.create(TEXT)
    for n in range(25):
        pages.create(f"# Page {n:02}\n\n[[Lire le climat]]\n")
    referent = client_of("referente")
    assert "/trappes/lire-le-climat/renommer" in referent.get("/trappes/lire-le-climat/reglages").text
    assert "jamais changé de nom" in referent.get("/trappes/lire-le-climat/noms").text
    form = tree(referent.get("/trappes/lire-le-climat/renommer").text)
    assert "Et 5 autres pages" in words(form)
    assert [select(form, f"input[name={name}]")[0].get("value") for name in ("title", "slug")] == [
        "Lire le climat",
        "",
    ]

    answer = referent.post("/trappes/lire-le-climat/renommer", data={"title": "Observer", "territory": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/trappes/observer/noms")
    assert "en train de suivre" in words(tree(referent.get("/trappes/observer/noms").text))
    pages.work()
    page = words(tree(referent.get("/trappes/observer/noms").text))
    assert "25 pages que vous pouvez lire ont suivi" in page
    assert "Les liens des autres pages ont suivi" in page

    [undo] = forms_to("/noms/", referent.get("/trappes/observer/noms").text)
    answer = referent.post(undo.get("action"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/trappes/lire-le-climat/noms")
    pages.work()
    page = words(tree(referent.get("/trappes/lire-le-climat/noms").text))
    assert "Annulé" in page
    assert "Annuler ce changement" not in page
    assert referent.post(undo.get("action")).status_code == 308


def test_what_is_typed_comes_back_with_what_is_to_be_confirmed(pages: Pages, client_of: Any) -> None:
    pages.create(TEXT)
    pages.create("# Prise\n\nTexte.\n")
    inner = pages.create("# Interne\n\nTexte.\n", audience="territory")
    with pages.write() as session:
        person = session.get_one(factories.User, pages.people["referente"])
        nantes = factories.territory(session, "nantes")
        factories.membership(session, person, nantes)
    referent = client_of("referente")

    def post(path: str, **fields: str) -> Any:
        answer = referent.post(f"/trappes/{path}/renommer", data={"territory": "1", **fields})
        return answer.status_code, tree(answer.text)

    status, form = post("lire-le-climat", title="", slug="é")
    assert (status, select(form, "input[name=slug]")[0].get("value")) == (422, "é")
    assert not select(form, "input[name=is_same_title_meant]")
    status, form = post("lire-le-climat", title="Prise", slug="autre")
    assert (status, len(select(form, "input[name=is_same_title_meant]"))) == (422, 1)
    assert select(form, "a[href=/trappes/prise]")
    assert post("lire-le-climat", title="Prise", slug="autre", is_same_title_meant="y")[0] == 303
    assert post("autre", title="Prise", slug="autre")[0] == 303
    status, form = post("interne", title="Interne", territory=str(pages.place_id("nantes")))
    assert (status, len(select(form, "input[name=is_audience_meant]"))) == (422, 1)
    assert inner
    assert "Aucune page" in words(tree(referent.get("/trappes/interne/renommer").text))


def test_what_cannot_be_undone_is_said(pages: Pages, client_of: Any) -> None:
    pages.create(TEXT)
    pages.create("# Deux\n\nTexte.\n")
    referent = client_of("referente")
    data = {"territory": "1", "title": "Observer"}
    referent.post("/trappes/lire-le-climat/renommer", data=data)
    taking = {"territory": "1", "title": "Deux", "slug": "lire-le-climat"}
    refused = tree(referent.post("/trappes/deux/renommer", data=taking).text)
    assert select(refused, "input[name=is_address_meant]")
    referent.post("/trappes/deux/renommer", data={**taking, "is_address_meant": "y"})
    answer = referent.post("/trappes/observer/noms/1", follow_redirects=True)
    assert "sert maintenant à une autre page" in words(tree(answer.text))


def test_pages_are_chosen_looked_at_and_merged(pages: Pages, client_of: Any) -> None:
    pages.create("# Le parc\n\nOn y marche.\n")
    garden = pages.create("# Le jardin\n\nOn y sème.\n")
    pages.create("# Le parc\n\nAutre.\n", same_title_meant=True)
    referent, member = client_of("referente"), client_of("membre")
    merge = "/trappes/le-parc/fusionner"
    assert "/fusionner?avec=trappes/le-parc-2" in referent.get(merge).text
    assert "avec=trappes/le-jardin" in referent.get(f"{merge}?q=jardin").text
    assert "Aucune page de ce nom" in words(tree(referent.get(f"{merge}?q=rien").text))
    for odd in ("trappes/rien", "trappes", "trappes/le-parc", ""):
        assert select(tree(referent.get(f"{merge}?avec={odd}").text), "input[name=q]")
    assert member.get(merge).status_code == 403

    form = tree(referent.get(f"{merge}?avec=trappes/le-jardin").text)
    fields = {field.get("name"): field.get("value") for field in select(form, "form.write-form input")}
    [area] = select(form, "textarea")
    typed = {**fields, "text": "# Le parc\n\nEnsemble.\n"}
    assert "## Le jardin" in (area.text or "")
    shown = tree(referent.post(merge, data={**typed, "action": "preview"}).text)
    assert "Ensemble" in words(select(shown, ".editor-preview-static")[0])
    assert referent.post(merge, data={**typed, "text": ""}).status_code == 422
    pages.edit(garden, 1, "# Le jardin\n\nOn y sème encore.\n")
    late = referent.post(merge, data=typed)
    assert late.status_code == 409
    again = tree(late.text)
    assert "Ensemble" in (select(again, "textarea")[0].text or "")
    fields = {field.get("name"): field.get("value") for field in select(again, "form.write-form input")}
    answer = referent.post(merge, data={**typed, **fields})
    assert answer.headers["Location"] == "/trappes/le-parc/noms"
    [separate] = forms_to("/fusionner/", referent.get("/trappes/le-parc/noms").text)
    answer = referent.post(separate.get("action"), follow_redirects=True)
    assert "de nouveau une page à part" in words(tree(answer.text))
    assert referent.get("/trappes/le-jardin").status_code == 200


def test_a_merge_for_other_readers_is_confirmed_in_the_form(pages: Pages, client_of: Any) -> None:
    pages.create("# Le parc\n\nOn y marche.\n")
    pages.create("# Secret\n\nOn y cache.\n", audience="territory")
    referent = client_of("referente")
    merge = "/trappes/le-parc/fusionner"
    assert "Tout le monde" in referent.get(f"{merge}?avec=trappes/secret").text
    typed = {"avec": "trappes/secret", "text": "# Le parc\n\nTout.\n", "seen": "1", "other_seen": "1"}
    refused = tree(referent.post(merge, data=typed).text)
    assert select(refused, "input[name=is_audience_meant]")
    assert referent.post(merge, data={**typed, "is_audience_meant": "y"}).status_code == 303
    pages.edit(1, 2, "# Le parc\n\nTout autre.\n")
    answer = referent.post(f"{merge}/1", follow_redirects=True)
    assert "modifiée depuis la fusion" in words(tree(answer.text))


def test_titles_that_several_pages_have(pages: Pages, client_of: Any) -> None:
    pages.create(TEXT)
    pages.create(TEXT, place="nantes", by="curatrice")
    pages.create("# Caché\n\nTexte.\n", audience="draft", by="membre")
    visitor, member = client_of(""), client_of("membre")
    choice = tree(visitor.get("/titres/lire-le-climat").text)
    assert {link.get("href") for link in select(choice, ".card-title a")} == {
        "/trappes/lire-le-climat",
        "/nantes/lire-le-climat",
    }
    assert visitor.get("/titres/cache").status_code == 404
    assert visitor.get("/titres/jamais").status_code == 404
    assert "Autres pages de ce titre" in words(tree(visitor.get("/trappes/lire-le-climat/liens").text))
    # A link that leads nowhere says where pages of this title are.
    for client in (visitor, member):
        missing = client.get("/national/lire-le-climat")
        assert missing.status_code == 404
        assert "Ce titre existe ailleurs" in words(tree(missing.text))
    assert "Ce titre existe ailleurs" not in visitor.get("/national/cache").text
