"""*À la une*: the retained version stays as it was, wherever it is shown."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import update

from scenarios.featuring import service
from scenarios.featuring.models import Feature
from scenarios.featuring.service import Words
from scenarios.printing.service import Press
from scenarios.reading.pdf_views import PRESS
from tests import factories
from tests.reading import select, tree, words
from tests.scenarios.adaptation.conftest import CLIMATE, add_people
from tests.scenarios.featuring.conftest import TITLE, Retained
from wiki.attachments.consents import GIVEN
from wiki.attachments.shelf import EXTENSION as SHELF
from wiki.jobs.worker import drain
from wiki.pages.models import Page
from wiki.web.slots import slots

# What the database does is tried on both in the tests of the services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = Callable[..., FlaskClient]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "4873f4cd0000000049454e44ae426082"
)
SHEETS = ("conducteur", "materiel", "autorisations", "texte.md", "credit.txt")


@pytest.fixture
def walk(nation: Retained) -> tuple[int, int]:
    """The climate walk, retained: page and feature."""
    page_id = nation.scenario()
    return page_id, nation.retain(page_id, nomination_id=7)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def article(browser: FlaskClient, feature_id: int) -> str:
    """What the page of a feature says, up to how long ago its version was written."""
    page = tree(browser.get(f"/a-la-une/{feature_id}").text)
    told = plain(" ".join(words(part) for part in select(page, "article.feature-article")))
    return told.partition("Télécharger le crédit")[0]


class TestTheFeature:
    def test_it_reads_like_a_page_with_credit_and_the_way_to_the_decision(
        self, client_of: Client, walk: tuple[int, int]
    ) -> None:
        page = client_of().get(f"/a-la-une/{walk[1]}")
        told = article(client_of(), walk[1])

        assert page.headers["ETag"]
        assert TITLE in tree(page.text).findtext(".//h1")
        assert "La version 1 a été retenue le" in told
        assert "Une version plus récente" not in told
        assert "Mesurer" in words(select(tree(page.text), "section.scenario-timeline")[0])
        assert 'href="/examen/7"' in page.text
        assert f'href="/a-la-une/{walk[1]}/credit.txt"' in page.text
        assert "Referente" in told
        assert '"award": "Retenu par la nation"' in page.text
        assert f'rel="canonical" href="http://localhost/a-la-une/{walk[1]}"' in page.text

    def test_it_says_that_a_newer_version_exists_and_compares_it(
        self, nation: Retained, client_of: Client, walk: tuple[int, int]
    ) -> None:
        nation.change(walk[0], ("coût: 0 €", "coût: 5 €"))
        page = client_of().get(f"/a-la-une/{walk[1]}").text

        assert "Une version plus récente existe, la version 2" in plain(page)
        path = nation.page(walk[0]).path
        assert f'href="/{path}/comparer?de=1&amp;a=2"' in page
        beside = select(tree(client_of().get(f"/{path}").text), "section.feature-beside")[0]
        assert "C’est la version 1 qui est à la une" in plain(words(beside))

    @pytest.mark.parametrize("fate", ["vandalised", "hidden", "renamed", "trashed", "a draft"])
    def test_whatever_becomes_of_its_page(
        self, nation: Retained, client_of: Client, walk: tuple[int, int], fate: str
    ) -> None:
        browser = client_of()
        before = {sheet: browser.get(f"/a-la-une/{walk[1]}/{sheet}").get_data() for sheet in SHEETS}
        text = article(browser, walk[1]).partition("Durée")[2]
        page_id = walk[0]
        if fate == "vandalised":
            nation.vandalise(page_id)
        elif fate == "renamed":
            nation.vandalise(page_id)
            with nation.write() as session:
                session.execute(update(Page).where(Page.id == page_id).values(slug="vendu", title="Vendu"))
        elif fate == "trashed":
            nation.trash(page_id)
        else:
            audience = "draft" if fate == "a draft" else "territory"
            nation.settle(page_id, audience=audience, kind="scenario")
        drain(nation.app)

        assert article(browser, walk[1]).partition("Durée")[2] == text
        for sheet, said in before.items():
            assert browser.get(f"/a-la-une/{walk[1]}/{sheet}").get_data() == said
        for place in ("/", "/a-la-une", "/trappes", "/themes/climat", "/themes/citoyennete"):
            shown = browser.get(place).text
            assert TITLE in shown, place
            assert "Vendu" not in " ".join(
                words(card) for card in select(tree(shown), "article.feature-card")
            )
        feed = browser.get("/a-la-une/flux.atom").get_data()
        assert TITLE in etree.fromstring(feed).xpath(
            "string(//*[local-name()='entry']/*[local-name()='title'])"
        )
        is_read = fate in ("vandalised", "renamed")
        assert ("/raconter" in browser.get(f"/a-la-une/{walk[1]}/animer").text) == is_read
        assert ("La page aujourd’hui" in browser.get(f"/a-la-une/{walk[1]}").text) == is_read

    def test_it_is_made_again_for_another_renderer(
        self, nation: Retained, client_of: Client, walk: tuple[int, int]
    ) -> None:
        text = article(client_of(), walk[1])
        with nation.write() as session:
            session.execute(update(Feature).values(renderer="0", html="<p>Ancien</p>"))

        assert article(client_of(), walk[1]) == text

    def test_pictures_are_those_of_the_time(self, nation: Retained, client_of: Client, app: Flask) -> None:
        app.extensions[SHELF].store.put(hashlib.sha256(PNG).hexdigest(), BytesIO(PNG))
        page_id = nation.scenario()
        with nation.write() as session:
            file_id = factories.file(session, session.get_one(Page, page_id), PNG).id
        picture = f"![Un point](/fichiers/{file_id}/image.png)"
        nation.edit(page_id, 1, f"{CLIMATE}\n{picture} ![](/fichiers/99/image.png)\n")
        feature_id = nation.retain(page_id, 2)
        nation.trash(page_id)

        page = tree(client_of().get(f"/a-la-une/{feature_id}").text)
        source = select(page, "div.prose img")[0].get("src")
        assert source.startswith(f"/a-la-une/{feature_id}/fichiers/{file_id}/image.png")
        assert client_of().get(source).data == PNG
        assert client_of().get(f"/fichiers/{file_id}/image.png").status_code == 404
        assert client_of().get(f"/a-la-une/{feature_id}/fichiers/99/image.png").status_code == 404

    def test_a_photo_on_which_somebody_recognised_themselves_is_held_back_here_too(
        self, nation: Retained, client_of: Client, app: Flask
    ) -> None:
        app.extensions[SHELF].store.put(hashlib.sha256(PNG).hexdigest(), BytesIO(PNG))
        page_id = nation.scenario()
        retour = nation.create("# Retour\n\nJoué.\n", kind="enactment", as_found=True)
        with nation.write() as session:
            photo = factories.file(session, session.get_one(Page, retour), PNG)
            photo.consent, file_id = GIVEN, photo.id
        nation.edit(page_id, 1, f"{CLIMATE}\n![Au square](/fichiers/{file_id}/image.png)\n")
        copy = f"/a-la-une/{nation.retain(page_id, 2)}/fichiers/{file_id}/image.png"
        assert client_of().get(copy).data == PNG

        assert client_of("nina").post(f"/fichiers/{file_id}/masquer").status_code == 303

        assert client_of().get(copy).status_code == 404

    def test_it_is_printed_with_its_credit(
        self, client_of: Client, app: Flask, walk: tuple[int, int]
    ) -> None:
        app.extensions[PRESS] = Press(["echo", "%PDF-"])
        for sheet in ("scenario.pdf", "conducteur.pdf"):
            made = client_of().get(f"/a-la-une/{walk[1]}/{sheet}")
            assert made.content_type == "application/pdf"

    def test_credit_of_an_adaptation_names_its_origin_while_it_may_be_read(
        self, nation: Retained, client_of: Client, people: dict[str, int]
    ) -> None:
        add_people(nation.write, people)
        origin = nation.scenario()
        child = nation.adapt(origin)
        nation.change(child, ("coût: 0 €", "coût: 5 €"), by="nantaise")
        nation.settle(child, audience="public", kind="scenario", by="nantaise")
        feature_id = nation.retain(child, 2)
        credit = f"/a-la-une/{feature_id}/credit.txt"

        assert TITLE in client_of().get(credit).text
        nation.trash(origin)
        assert TITLE not in client_of().get(credit).text.partition("Adapté")[2]
        assert "Trappes" in client_of().get(credit).text

    def test_one_that_ended_says_so_to_who_may_read_its_page(
        self, nation: Retained, client_of: Client, walk: tuple[int, int]
    ) -> None:
        path = nation.page(walk[0]).path
        assert client_of().get(f"/{path}/retenue").headers["Location"] == f"/a-la-une/{walk[1]}"
        nation.do(service.end, walk[1], "Dépassé")
        page = client_of().get(f"/a-la-une/{walk[1]}").text

        assert "n’est plus à la une depuis" in page
        assert '<meta name="robots" content="noindex">' in page
        assert "Dépassé" not in page
        listing = client_of().get("/a-la-une").text
        assert "Aucun scénario retenu" in listing
        assert "Ils ont été à la une" in listing
        assert "feature-beside" not in client_of().get(f"/{path}").text
        nation.settle(walk[0], audience="territory", kind="scenario")
        assert client_of().get(f"/a-la-une/{walk[1]}").status_code == 404
        assert TITLE not in client_of().get("/a-la-une").text
        assert client_of("membre").get(f"/a-la-une/{walk[1]}").status_code == 200


class TestLists:
    def test_the_record_of_a_decision_leads_to_what_is_shown(
        self, nation: Retained, app: Flask, walk: tuple[int, int]
    ) -> None:
        with app.test_request_context():
            assert f"/a-la-une/{walk[1]}" in slots(app).show("nomination.actions", nomination_id=7)
            assert slots(app).show("nomination.actions", nomination_id=8) == ""

    def test_of_a_family_and_none(self, client_of: Client, walk: tuple[int, int]) -> None:
        assert TITLE in client_of().get("/a-la-une?famille=climat").text
        assert TITLE in client_of().get("/a-la-une?famille=inconnue").text

    def test_without_any_nothing_is_said_at_home(self, client_of: Client, nation: Retained) -> None:
        page = client_of().get("/").text
        assert "feature-card" not in page
        assert "/a-la-une/flux.atom" in page

    def test_the_introduction_is_shown_as_written_and_clean(
        self, nation: Retained, client_of: Client, walk: tuple[int, int]
    ) -> None:
        day = nation.feature(walk[1]).renew_by
        nation.do(service.introduce, walk[1], 0, Words("**À jouer** <script>alert(1)</script>", day))
        for place in ("/", f"/a-la-une/{walk[1]}"):
            page = client_of().get(place).text
            assert "<strong>À jouer</strong>" in page
            assert "<script>alert" not in page


class TestManaging:
    def test_the_national_team_orders_renews_ends_and_brings_back(
        self, nation: Retained, client_of: Client, walk: tuple[int, int]
    ) -> None:
        other = nation.retain(nation.scenario(same_title_meant=True))
        nation.change(walk[0], ("coût: 0 €", "coût: 5 €"))
        curator, base = client_of("curatrice"), f"/a-la-une/gerer/{walk[1]}"
        path = nation.page(walk[0]).path
        assert f"/{path}/proposer-a-la-nation?version=2" in curator.get("/a-la-une/gerer").text
        assert (
            curator.post(f"{base}/descendre", data={"place": "0"})
            .headers["Location"]
            .endswith(f"une-{walk[1]}")
        )
        assert nation.order() == [other, walk[1]]
        late = curator.post(f"{base}/descendre", data={"place": "5"}, follow_redirects=True)
        assert "L’ordre a changé" in late.text
        assert "reste à la une" in curator.post(f"{base}/renouveler", follow_redirects=True).text
        assert curator.post(f"{base}/arreter").status_code == 422
        assert curator.get(f"{base}/arreter").status_code == 200
        ended = curator.post(f"{base}/arreter", data={"reason": "Dépassé"}, follow_redirects=True)
        assert "n’est plus à la une" in ended.text
        assert "Dépassé" in ended.text
        assert "de nouveau à la une" in curator.post(f"{base}/remettre", follow_redirects=True).text

    def test_what_is_due_stands_first_and_a_lost_page_is_told(
        self, nation: Retained, client_of: Client, walk: tuple[int, int]
    ) -> None:
        with nation.write() as session:
            session.execute(update(Feature).values(renew_by=nation.feature(walk[1]).retained_at.date()))
        nation.trash(walk[0])
        page = client_of("curatrice").get("/a-la-une/gerer").text

        assert "à renouveler depuis" in page
        assert "la page n’est plus publique" in page
        assert "proposer-a-la-nation" not in page

    def test_words_are_given_back_with_what_is_wrong_or_what_others_wrote(
        self, nation: Retained, client_of: Client, walk: tuple[int, int]
    ) -> None:
        curator, address = client_of("curatrice"), f"/a-la-une/gerer/{walk[1]}"
        typed: dict[str, Any] = {"introduction": "Mes mots.", "renew_by": "2020-01-01", "turn": "0"}
        form = tree(curator.get(address).text)
        assert select(form, "input#renew_by")[0].get("value") == nation.feature(walk[1]).renew_by.isoformat()
        assert curator.get("/a-la-une/gerer/99").status_code == 404
        refused = curator.post(address, data=typed)
        assert refused.status_code == 422
        assert "Mes mots." in refused.text
        day = nation.feature(walk[1]).renew_by
        nation.do(service.introduce, walk[1], 0, Words("Leurs mots.", day))
        conflict = curator.post(address, data={**typed, "renew_by": day.isoformat()})
        assert conflict.status_code == 409
        assert "Leurs mots." in conflict.text
        turn = select(tree(conflict.text), "input#turn")[0].get("value")
        saved = curator.post(address, data={**typed, "renew_by": day.isoformat(), "turn": turn})
        assert saved.status_code == 303
        assert nation.feature(walk[1]).introduction == "Mes mots."
        for lost in (address, f"{address}/arreter"):
            assert client_of().post(lost, data={"reason": "x", **typed}).status_code == 401

    def test_another_version_of_the_page_stands_in_the_way(
        self, nation: Retained, client_of: Client, walk: tuple[int, int]
    ) -> None:
        nation.change(walk[0], ("coût: 0 €", "coût: 5 €"))
        nation.retain(walk[0], 2)
        back = client_of("curatrice").post(f"/a-la-une/gerer/{walk[1]}/remettre", follow_redirects=True)
        assert "Une autre version de cette page est à la une" in back.text

    def test_the_map_of_the_site_lists_what_runs(self, client_of: Client, walk: tuple[int, int]) -> None:
        assert f"/a-la-une/{walk[1]}</loc>" in client_of().get("/sitemap.xml").text
