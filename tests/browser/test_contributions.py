"""A stranger's proposal accepted in part: written on a phone without JavaScript, answered on a desktop with it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.examining import AXE, EXAMINE, SEEN, Examiner
from tests.browser.layout import PHONE
from tests.browser.serving import SCENARIO, Site
from tests.browser.writing import Writer

OLD_COST, NEW_COST = "coût: 0 € par personne ; 5 thermomètres à emprunter", "coût: 12 € par personne"
OPENING = "Une marche de 90 minutes où l'on mesure, compare et dessine le chaud et le frais d'un lieu connu de tous."
ADDED = "On note aussi le vent."


def looked_over(site: Site, page: Page, path: str, examiner: Examiner) -> None:
    """A page as axe and the edge of a phone's screen see it."""
    site.go(page, path)
    assert examiner.faults(page) == []


def test_a_stranger_s_proposal_is_accepted_in_part(
    site: Site, open_page: OpenPage, examiner: Examiner
) -> None:
    stranger = open_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False)
    site.go(stranger, SCENARIO)
    stranger.locator(".page-menu summary").click()
    stranger.get_by_role("link", name="Proposer une modification").click()
    text = stranger.locator("textarea[name=text]").input_value()
    assert OLD_COST in text
    assert OPENING in text
    proposed = text.replace(OLD_COST, NEW_COST).replace(OPENING, f"{OPENING} {ADDED}")
    stranger.fill("textarea[name=text]", proposed)
    stranger.get_by_role("button", name="Me connecter d’abord").click()
    assert ADDED in stranger.locator("textarea[name=text]").input_value()
    stranger.get_by_role("button", name="Revenir à mon texte sans me connecter").click()
    assert ADDED in stranger.locator("textarea[name=text]").input_value()
    stranger.fill("input[name=summary]", "Le prix a changé, et on oublie le vent")
    # The browser itself would ask for the name.
    stranger.fill("input[name=guest_name]", "https://achat.example")
    stranger.get_by_role("button", name="Envoyer la proposition").click()
    expect(stranger.locator("#guest_name-error")).to_contain_text("Écrivez un nom")
    stranger.fill("input[name=guest_name]", "Élise Martin")
    stranger.get_by_role("button", name="Envoyer la proposition").click()
    expect(stranger.get_by_label("Votre adresse de suivi")).to_have_value(stranger.url)

    claire = open_page()
    claire.add_init_script(path=AXE)
    site.sign_in(claire, "claire")
    site.go(claire, SCENARIO)
    expect(claire.locator(".page-article")).not_to_contain_text(ADDED)
    claire.get_by_role("link", name="1 modification proposée").click()
    claire.get_by_role("link", name="Lire la proposition").click()
    expect(claire.locator(".offer-rendered ins")).to_contain_text([ADDED])
    assert claire.evaluate(EXAMINE) == []
    claire.get_by_label("Fiche de la page").uncheck()
    claire.get_by_label("Votre message").fill("Merci ! Le prix reste le même chez nous.")
    claire.get_by_role("button", name="Reprendre ce qui est coché").click()
    expect(claire.locator(".page-opening")).to_contain_text(ADDED)
    assert NEW_COST not in claire.request.get(f"{site.address}{SCENARIO}/texte.md").text()
    site.go(claire, f"{SCENARIO}/historique")
    expect(claire.locator(".history li").first).to_contain_text("Élise Martin")
    expect(claire.locator(".history li").first).to_contain_text("proposition reprise par Claire")

    quick = open_page()
    site.go(quick, f"{SCENARIO}/contribuer")
    Writer(quick, scripts=True).append("Et la pluie ?")
    quick.get_by_label("Votre nom").fill("Jo")
    quick.get_by_role("button", name="Envoyer la proposition").click()
    expect(quick.get_by_label("Votre adresse de suivi")).to_be_visible()

    stranger.reload()
    expect(stranger.locator("main")).to_contain_text("Reprise en partie")
    expect(stranger.locator("main")).to_contain_text("Le prix reste le même chez nous.")
    phone = open_page(**SEEN, has_touch=True, is_mobile=True)
    examiner.prepare(phone)
    looked_over(site, phone, f"{SCENARIO}/contribuer", examiner)
    looked_over(site, phone, stranger.url.removeprefix(site.address), examiner)
    site.sign_in(phone, "claire")
    looked_over(
        site, phone, claire.url.removeprefix(site.address).replace("/historique", "/propositions"), examiner
    )
