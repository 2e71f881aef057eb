"""A vandal's edits are undone in one action, on a phone, and nothing that others wrote is lost.

That there may be forty of them is tried where no browser is needed.
"""

from urllib.parse import urlsplit

from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browser.conftest import OpenPage
from tests.browser.doing import wait_until_read
from tests.browser.examining import SEEN, Examiner
from tests.browser.serving import Site
from wiki.accounts.models import User
from wiki.accounts.queries import actor_of
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.territories.models import Territory

PAGES = 4
AMONG = "Une phrase que Claire a ajoutée entre-temps."


def test_a_vandals_edits_are_undone_in_one_action(
    site: Site, open_page: OpenPage, examiner: Examiner
) -> None:
    before = _spoil(site)
    claire = open_page(**SEEN)
    examiner.prepare(claire)
    site.sign_in(claire, "claire")

    wait_until_read(site, claire, "/verification?personne=amina", "Voir le changement")
    site.go(claire, "/personnes/amina")
    claire.get_by_role("link", name="Vérifier ses modifications").click()
    expect(claire.get_by_role("link", name="Voir le changement").first).to_be_visible()
    assert examiner.faults(claire) == []
    claire.get_by_role("link", name="Tout annuler").click()
    claire.get_by_label("Depuis quand ?").select_option(label="Depuis hier")
    claire.get_by_role("button", name="Afficher").click()
    expect(claire.locator(".section-title")).to_have_text(f"{PAGES} pages concernées")
    assert examiner.faults(claire) == []
    claire.get_by_label("Pourquoi ?").fill("Publicité")
    claire.get_by_role("button", name="Annuler toutes ces modifications").click()
    claire.wait_for_url("**/annulations/*")
    wait_until_read(site, claire, urlsplit(claire.url).path, "C’est fait")
    claire.reload()
    expect(claire.get_by_text("C’est fait")).to_be_visible()
    assert examiner.faults(claire) == []

    with site.read() as session:
        texts = {
            page.id: page.current.text for page in session.scalars(select(Page).where(Page.id.in_(before)))
        }
    first = min(before)
    assert texts[first].count(AMONG) == 1
    assert {number: text for number, text in texts.items() if number != first} == {
        number: text for number, text in before.items() if number != first
    }


def _spoil(site: Site) -> dict[int, str]:
    """Two edits by Amina in each of some new pages, one by Claire among them; the texts from before."""
    rules = site.app.extensions["wiki.rules"]
    with site.app.test_request_context(), site.write() as session:
        trappes = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        people = {
            handle: actor_of(
                session, session.scalars(select(User.id).where(User.handle == handle)).one(), rules
            )
            for handle in ("amina", "claire")
        }
        made = [
            pages.create(
                session, people["claire"],
                pages.NewPage(trappes.id, "page", "public", f"# Atelier {number}\n\nUn.\n\nDeux.\n\nTrois.\n"),
            )
            for number in range(PAGES)
        ]  # fmt: skip
        before = {page.id: page.current.text for page in made}
        for page in made:
            _edit(session, people["amina"], page, "Un.", "Achetez nos vélos !")
        _edit(session, people["claire"], made[0], "Trois.", f"Trois.\n\n{AMONG}")
        for page in made:
            _edit(session, people["amina"], page, "Deux.", "Vendez vos vélos !")
    return before


def _edit(session: Session, actor: Actor, page: Page, old: str, new: str) -> None:
    text = page.current.text.replace(old, new)
    pages.edit(session, actor, pages.Edit(page.id, page.current.number, text))
