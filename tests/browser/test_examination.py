"""A scenario from its proposal to the home page: opinions, a conflict of interest, rework, decision, then a vandal.

The referent writes on a phone without JavaScript; the college reads on desktops with it.
"""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from scenarios.deliberation import opinions
from scenarios.deliberation.models import Opinion
from scenarios.deliberation.opinions import NO_OPINION
from scenarios.featuring.models import Feature
from tests import factories
from tests.browser.conftest import OpenPage
from tests.browser.doing import acting, change
from tests.browser.layout import PHONE
from tests.browser.serving import Site
from wiki.accounts.models import User
from wiki.pages.models import Page as WikiPage

WALK = "/pays-de-fougeres/un-mur-qui-respire-essayer-trois-enduits-avant-de-renover"
TITLE = "Un mur qui respire"
NOMINATION = 5
FILE = f"/examen/{NOMINATION}"
CLICK_EACH = "(fields) => fields.forEach((field) => field.click())"
MORE = "Nous restons toujours à deux en hauteur."


def judge(page: Page, verdict: str, words: str) -> None:
    """Fill in the grid: a mark and a reason on the first criterion, no opinion on the others."""
    page.locator(f".exam-criterion input[value={NO_OPINION}]").evaluate_all(CLICK_EACH)
    page.locator(".exam-criterion").first.get_by_label("3", exact=True).check()
    page.get_by_label("Pourquoi : Confiance").fill("On se trompe sans être jugé.")
    page.get_by_label(verdict, exact=True).check()
    page.get_by_label("Votre avis général").fill(words)


def test_from_a_proposal_to_the_home_page_and_past_a_vandal(site: Site, open_page: OpenPage) -> None:
    with site.write() as session:
        solenn = session.scalars(select(User).where(User.handle == "solenn")).one()
        factories.membership(session, solenn, factories.territory(session, "pays-de-fougeres"), "referent")
    referent = open_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False)
    site.sign_in(referent, "solenn")

    # A version is proposed, with a word to the college.
    site.go(referent, WALK)
    referent.get_by_role("link", name="Proposer à la nation").click()
    expect(referent.locator(".exam-checks")).to_contain_text("elle peut être proposée")
    referent.get_by_role("button", name="Proposer la version").click()
    referent.get_by_label("Votre mot au collège").fill("Joué avec douze artisans et leurs voisins.")
    referent.get_by_role("button", name="Proposer la version").click()
    expect(referent.locator("main")).to_contain_text("À l’examen")
    assert referent.url.endswith(FILE)
    number = version_of(site)

    # The national team asks three people; one of them has an interest and cannot be chosen.
    agnes = open_page()
    site.sign_in(agnes, "agnes")
    site.go(agnes, "/examen?etat=a-attribuer")
    agnes.get_by_role("link", name=TITLE).click()
    agnes.get_by_role("link", name="Qui lit ?").click()
    expect(agnes.get_by_label("Hélène")).to_be_disabled()
    expect(agnes.locator("main")).to_contain_text("a écrit une version du scénario")
    agnes.get_by_label("Lucien").check()
    agnes.get_by_label("Bastien").check()
    agnes.get_by_role("button", name="Demander leur avis").click()

    # Who wrote a version is told why they may not judge, whatever they send.
    helene = open_page()
    site.sign_in(helene, "helene")
    site.go(helene, FILE)
    expect(helene.locator("main")).to_contain_text("personne ne juge son propre texte")
    expect(helene.locator(".exam-grid")).to_have_count(0)

    # Three opinions, each given before one sees the others; what is written is kept in passing.
    lucien = open_page()
    site.sign_in(lucien, "lucien")
    site.go(lucien, "/examen?etat=pour-moi")
    lucien.get_by_role("link", name=TITLE).click()
    expect(lucien.locator("#dossier")).not_to_contain_text("On se trompe sans être jugé.")
    judge(lucien, "Faire retravailler", "Il manque la sécurité sur l'échafaudage.")
    expect(lucien.locator("[data-kept]")).to_contain_text("Brouillon gardé à")
    lucien.reload()
    expect(lucien.get_by_label("Votre avis général")).to_have_value(
        "Il manque la sécurité sur l'échafaudage."
    )
    lucien.get_by_role("button", name="Donner mon avis").click()
    expect(lucien.locator("#dossier")).to_contain_text("Il manque la sécurité")
    give_as_others_did(site, "bastien", "lucien", "Presque prêt.")
    site.go(agnes, FILE)
    expect(agnes.locator("#dossier")).not_to_contain_text("Il manque la sécurité")
    judge(agnes, "Faire retravailler", "Une phrase manque.")
    agnes.get_by_role("button", name="Donner mon avis").click()
    for words in ("Il manque la sécurité", "Presque prêt.", "Une phrase manque."):
        expect(agnes.locator("#dossier")).to_contain_text(words)

    # They ask for rework together; the territory answers with the version that mends it.
    agnes.get_by_role("link", name="Proposer une décision").click()
    agnes.get_by_label("Faire retravailler").check()
    agnes.get_by_label("Raisons").fill("Trois avis demandent la même chose.")
    agnes.get_by_label("Demande 1").fill("Dites comment on travaille en hauteur.")
    agnes.get_by_role("button", name="Proposer cette décision").click()
    site.go(lucien, FILE)
    lucien.get_by_role("link", name="Lire la décision proposée").first.click()
    lucien.get_by_role("button", name="Je suis d’accord").click()
    expect(lucien.locator("main")).to_contain_text("La décision est prise")
    site.go(referent, WALK)
    text = referent.request.get(f"{site.address}{WALK}/texte.md").text()
    edit(site, referent, text.rstrip("\n") + f"\n\n{MORE}\n")
    referent.get_by_role("link", name="Lire et répondre").click()
    referent.get_by_label("Votre réponse").fill("C'est écrit à la fin.")
    referent.get_by_label("Version qui y répond").select_option(str(number + 1))
    referent.get_by_role("button", name="Renvoyer à l’examen").click()
    expect(referent.locator("main")).to_contain_text(f"Version {number + 1}")

    # Who judged confirms or changes their opinion; two voices retain it.
    site.go(agnes, FILE)
    expect(agnes.locator(".exam-grid")).to_contain_text("est proposée maintenant")
    agnes.get_by_label("Retenir", exact=True).check()
    agnes.get_by_role("button", name="Changer mon avis").click()
    expect(agnes.locator(".exam-given")).to_be_visible()
    for handle in ("lucien", "bastien"):
        give_as_others_did(site, handle, "agnes", "C'est bon maintenant.")
    agnes.get_by_role("link", name="Proposer une décision").click()
    agnes.get_by_label("Retenir", exact=True).check()
    agnes.get_by_label("Raisons").fill("La phrase est là.")
    agnes.get_by_role("button", name="Proposer cette décision").click()
    site.go(lucien, FILE)
    lucien.get_by_role("link", name="Lire la décision proposée").first.click()
    lucien.get_by_role("button", name="Je suis d’accord").click()
    expect(lucien.locator("#decision")).to_contain_text("Décision : retenu")

    # Everybody reads the record, and finds the scenario on the home page.
    visitor = open_page()
    site.go(visitor, FILE)
    expect(visitor.locator("#dossier")).to_contain_text("C’est écrit à la fin.")
    expect(visitor.locator("#dossier")).to_contain_text("Presque prêt.")
    site.go(visitor, "/")
    at_la_une = visitor.locator("section[aria-labelledby=a-la-une]")
    expect(at_la_une).to_contain_text(TITLE)

    # Somebody spoils the page: what is retained does not move.
    change(site, "pascal", WALK, "# Un mur", "# Achetez un mur")
    change(site, "pascal", WALK, "## Objectifs", "Soldes.\n\n## Objectifs")
    visitor.reload()
    expect(at_la_une).to_contain_text(TITLE)
    expect(at_la_une).not_to_contain_text("Achetez")
    with site.read() as session:
        feature = session.scalars(select(Feature).where(Feature.nomination_id == NOMINATION)).one()
        assert (feature.number, MORE in feature.text, feature.is_running) == (number + 1, True, True)
    site.go(visitor, f"/a-la-une/{feature.id}")
    expect(visitor.locator("main")).to_contain_text(MORE)
    expect(visitor.locator("main")).not_to_contain_text("Soldes")


def give_as_others_did(site: Site, handle: str, before: str, words: str) -> None:
    """Somebody else judges as this person did before, in words of their own."""
    with acting(site, handle) as (session, actor):
        wanted = select(Opinion).join(Opinion.author).where(User.handle == before)
        found = session.scalars(wanted.where(Opinion.nomination_id == NOMINATION)).one()
        marks = {
            one.criterion_id: NO_OPINION if one.score is None else str(one.score) for one in found.scores
        }
        reasons = {one.criterion_id: one.words for one in found.scores}
        opinions.give(session, actor, NOMINATION, opinions.Written(found.verdict, words, marks, reasons))


def version_of(site: Site) -> int:
    """The current version of the page."""
    with site.read() as session:
        slug = WALK.rpartition("/")[2]
        return session.scalars(select(WikiPage).where(WikiPage.slug == slug)).one().current.number


def edit(site: Site, page: Page, text: str) -> None:
    """Save a text, by the form and without JavaScript."""
    site.go(page, f"{WALK}/modifier")
    page.fill("textarea[name=text]", text)
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.locator(".page-article")).to_be_visible()
