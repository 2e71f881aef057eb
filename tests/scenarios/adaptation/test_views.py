"""Adaptation through its pages: the button, the form, the family with its map, and taking improvements."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from scenarios.adaptation.changes import indexes
from tests.scenarios.adaptation.conftest import CLIMATE, Adapted

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = Callable[[str], FlaskClient]
COST = ("coût: 0 €", "coût: 5 €")


def boxes(page: str) -> list[str]:
    """The numbers of the changes that are ticked."""
    return re.findall(r'name="changement" value="(\d+)"[^>]* checked', page)


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "csrf_token"}


@sqlite_only
class TestAdapting:
    def test_from_the_button_to_the_lines_to_transpose(self, adapted: Adapted, client_of: Client) -> None:
        path = f"/{adapted.page(adapted.origin()).path}"
        browser = client_of("nantaise")
        assert f'href="{path}/adapter"' in browser.get(path).text
        form = browser.get(f"{path}/adapter").text
        assert "CC BY-SA 4.0" in form
        place = re.search(r'name="territory" [^>]*value="(\d+)"', form.replace('type="radio" ', ""))
        assert place is not None

        answer = browser.post(f"{path}/adapter", data={"territory": place[1], **hidden(form)})

        assert answer.location == path.replace("/trappes/", "/nantes/") + "/transposer"
        assert "Parvis de la gare" in browser.get(answer.location).text
        child = browser.get(answer.location.removesuffix("/transposer")).text
        assert f"{path}/version/1" in child
        assert "Améliorations" in child

    def test_at_a_chosen_version(self, adapted: Adapted, client_of: Client) -> None:
        origin = adapted.origin()
        adapted.change(origin, COST)
        path = f"/{adapted.page(origin).path}"
        browser = client_of("nantaise")
        assert f'href="{path}/adapter?version=1"' in browser.get(f"{path}/version/1").text
        assert "/adapter" not in client_of("nina").get(f"{path}/version/1").text

        answer = browser.post(
            f"{path}/adapter?version=1",
            data={"territory": str(adapted.place_id("nantes"))},
            follow_redirects=True,
        )

        assert answer.status_code == 200
        child = adapted.at(path.strip("/").replace("trappes", "nantes"))
        assert child is not None
        assert COST[0] in adapted.text(child.id)
        assert browser.get(f"{path}/adapter?version=9").status_code == 404
        foreign = browser.post(f"{path}/adapter", data={"territory": str(adapted.place_id("trappes"))})
        assert foreign.status_code == 422

    def test_who_creates_pages_nowhere_sees_no_button(self, adapted: Adapted, client_of: Client) -> None:
        path = f"/{adapted.page(adapted.origin()).path}"
        assert "/adapter" not in client_of("nina").get(path).text
        assert "/adapter" not in client_of("").get(path).text

    def test_a_licence_that_forbids_says_whom_to_ask(self, adapted: Adapted, client_of: Client) -> None:
        closed = CLIMATE.replace("licence: CC-BY-SA-4.0", "licence: tous droits réservés")
        page = adapted.page(adapted.create(closed, kind="page"))
        path = f"/{page.path}"
        browser = client_of("nantaise")

        form = browser.get(f"{path}/adapter").text
        answer = browser.post(f"{path}/adapter", data={"territory": str(adapted.place_id("nantes"))})

        assert 'href="/personnes/referente"' in form
        assert "Ambassadrice climat" in form
        assert 'name="territory"' not in form
        assert answer.status_code == 422
        assert adapted.count() == 1


@sqlite_only
class TestImprovements:
    def test_three_clicks(self, adapted: Adapted, client_of: Client) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, COST, ("effectif: 12 à 24", "effectif: 10 à 20"))
        path = f"/{adapted.page(child).path}"
        browser = client_of("nantaise")
        assert "2 améliorations à l’origine" in browser.get(path).text
        listed = browser.get(f"{path}/ameliorations").text
        assert len(boxes(listed)) == 2

        answer = browser.post(f"{path}/ameliorations", data={"changement": boxes(listed), **hidden(listed)})

        assert answer.location == path
        shown = browser.get(path).text
        assert "2 améliorations sont reprises" in shown
        assert "améliorations à l’origine</a>" not in shown
        assert COST[1] in adapted.text(child)
        assert "La page est à jour" in browser.get(f"{path}/ameliorations").text
        again = browser.post(f"{path}/ameliorations", data={"changement": boxes(listed), **hidden(listed)})
        assert again.location == f"{path}/ameliorations"

    def test_leaving_all_and_coming_back(self, adapted: Adapted, client_of: Client) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, COST)
        path = f"/{adapted.page(child).path}"
        browser = client_of("nantaise")
        listed = browser.get(f"{path}/ameliorations").text

        answer = browser.post(
            f"{path}/ameliorations",
            data={"changement": boxes(listed), "action": "none", **hidden(listed)},
            follow_redirects=True,
        )

        assert "ne vous seront plus proposés" in answer.text
        later = browser.get(f"{path}/ameliorations").text
        assert boxes(later) == []
        assert "laissé de côté" in later

    def test_one_passage_changed_by_both(self, adapted: Adapted, client_of: Client) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(child, ("coût: 0 €", "coût: 9 €"), by="nantaise")
        adapted.change(origin, COST)
        path = f"/{adapted.page(child).path}"
        browser = client_of("nantaise")
        listed = browser.get(f"{path}/ameliorations").text
        form = {"changement": boxes(listed), **hidden(listed)}

        asked = browser.post(f"{path}/ameliorations", data=form)
        unanswered = browser.post(f"{path}/ameliorations", data={**form, "resolving": "2"})
        browser.post(f"{path}/ameliorations", data={**form, "resolving": "2", "conflit-1-choix": "theirs"})

        assert (asked.status_code, unanswered.status_code) == (409, 409)
        assert "Vous aviez changé le même passage" in asked.text
        assert "Un choix manque encore" in unanswered.text
        assert COST[1] in adapted.text(child)

    def test_a_licence_closed_meanwhile_is_told(self, adapted: Adapted, client_of: Client) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, COST, ("licence: CC-BY-SA-4.0", "licence: CC-BY-4.0"))
        adapted.change(child, ("licence: CC-BY-SA-4.0", "licence: CC0-1.0"), by="nantaise")
        adapted.change(origin, ("licence: CC-BY-4.0", "licence: CC-BY-SA-4.0"))
        path = f"/{adapted.page(child).path}"
        browser = client_of("nantaise")
        listed = browser.get(f"{path}/ameliorations").text

        answer = browser.post(f"{path}/ameliorations", data={"changement": boxes(listed), **hidden(listed)})

        assert answer.status_code == 422
        assert "partagée sous la même licence" in answer.text
        assert COST[0] in adapted.text(child)

    def test_a_hidden_origin_is_not_told(self, adapted: Adapted, client_of: Client) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, COST)
        adapted.settle(origin, audience="territory", kind="scenario")
        path = f"/{adapted.page(child).path}"
        browser = client_of("nantaise")

        page = browser.get(path).text
        assert "à l’origine</a>\n" not in page.split('class="family-ways"')[0]
        assert "une page non publique de Trappes" in page
        assert "ne peut pas être lue" in browser.get(f"{path}/ameliorations").text


@sqlite_only
class TestFamily:
    def test_a_page_counts_the_adaptations_that_its_reader_may_read(
        self, adapted: Adapted, client_of: Client
    ) -> None:
        origin = adapted.origin()
        path = f"/{adapted.page(origin).path}"
        adapted.adapt(origin)  # a private draft of Nantes' referent
        team = adapted.adapt(origin, by="rennaise", place="rennes")
        adapted.settle(team, audience="members", kind="scenario", by="rennaise")

        told = {
            handle: re.findall(r"\d+ adaptations?|<h2>Famille", client_of(handle).get(path).text)
            for handle in ("", "nina", "nantaise")
        }

        aside = "<h2>Famille"
        assert told == {"": [], "nina": [aside, "1 adaptation"], "nantaise": [aside, "2 adaptations"]}

    def test_tree_map_and_changes_of_what_the_reader_may_see(
        self, adapted: Adapted, client_of: Client
    ) -> None:
        first = adapted.origin()
        second = adapted.adapt(first)
        adapted.change(
            second, ("coordonnées: 48.774, 2.009", "coordonnées: 14.6, -61.0"), COST, by="nantaise"
        )
        third = adapted.adapt(first, by="rennaise", place="rennes")
        adapted.settle(third, audience="public", kind="scenario", by="rennaise")
        path = f"/{adapted.page(first).path}"

        visitor, owner = (client_of(handle).get(f"{path}/famille").text for handle in ("", "nantaise"))

        assert "2 pages" in visitor
        assert "/nantes/" not in visitor.split("<main")[1]
        assert visitor.count('class="map-point"') == 2
        assert "Aucun autre changement que le territoire" in visitor
        assert "3 pages" in owner
        assert "Coût" in owner
        assert owner.count('class="map-point"') == 2
        assert "hors de la carte" in owner
        assert "1 adaptation" in client_of("").get(path).text
        child = client_of("nantaise").get(f"/{adapted.page(second).path}/famille").text
        assert "3 pages" in child

    def test_a_page_alone_invites(self, adapted: Adapted, client_of: Client) -> None:
        alone = adapted.create("# Seule\n\nTexte.")
        path = f"/{adapted.page(alone).path}"

        page = client_of("").get(f"{path}/famille").text

        assert "Aucune adaptation" in page
        assert "<svg viewBox" not in page

    def test_a_large_family_is_cut(
        self, adapted: Adapted, client_of: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("scenarios.adaptation.family.MOST_PAGES", 1)
        monkeypatch.setattr("scenarios.adaptation.family.MOST_TOLD", 1)
        first = adapted.origin()
        for _ in range(2):
            adapted.adapt(first)

        page = client_of("nantaise").get(f"/{adapted.page(first).path}/famille").text

        assert "ne tient pas ici" in page
        assert "2 pages" in page


@pytest.mark.parametrize(
    ("values", "expected"),
    [(["1", "2,3"], {1, 2, 3}), (["x", "-1", "1²", ""], set()), (["9999999"], set()), ([], set())],
)
def test_numbers_of_a_form(values: list[str], expected: set[int]) -> None:
    assert indexes(values) == expected
