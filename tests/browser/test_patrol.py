"""A vandal's forty edits are undone in one action, on a phone, and nothing that others wrote is lost."""

from playwright.sync_api import Locator, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.layout import sticking_out
from tests.browser.serving import Site
from tests.browser.test_axe import AXE, EXAMINE
from wiki.accounts.models import User
from wiki.accounts.queries import actor_of
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.territories.models import Territory

EDITS = 20
AMONG = "Une phrase que Claire a ajoutée entre-temps."


def test_a_vandals_forty_edits(site: Site, open_page: OpenPage) -> None:
    before = _spoil(site)
    claire = open_page(viewport=PHONE)
    claire.add_init_script(path=AXE)
    site.sign_in(claire, "claire")

    site.go(claire, "/personnes/amina")
    claire.get_by_role("link", name="Vérifier ses modifications").click()
    _reload_until_there(claire.get_by_role("link", name="Voir le changement").first)
    assert claire.evaluate(EXAMINE) + sticking_out(claire) == []
    claire.get_by_role("link", name="Tout annuler").click()
    claire.get_by_label("Depuis quand ?").select_option(label="Depuis hier")
    claire.get_by_role("button", name="Afficher").click()
    expect(claire.locator(".section-title")).to_have_text(f"{EDITS} pages concernées")
    assert claire.evaluate(EXAMINE) + sticking_out(claire) == []
    claire.get_by_label("Pourquoi ?").fill("Publicité")
    claire.get_by_role("button", name="Annuler toutes ces modifications").click()
    _reload_until_there(claire.get_by_text("C’est fait"))
    assert claire.evaluate(EXAMINE) + sticking_out(claire) == []

    with site.read() as session:
        texts = {
            page.id: page.current.text for page in session.scalars(select(Page).where(Page.id.in_(before)))
        }
    first = min(before)
    assert texts[first].count(AMONG) == 1
    assert {number: text for number, text in texts.items() if number != first} == {
        number: text for number, text in before.items() if number != first
    }


def _reload_until_there(wanted: Locator) -> None:
    """Look again until later work is done, for half a minute at most."""
    for _ in range(100):
        if wanted.is_visible():
            return
        wanted.page.wait_for_timeout(300)
        wanted.page.reload()
    expect(wanted).to_be_visible()


def _spoil(site: Site) -> dict[int, str]:
    """Two edits by Amina in each of twenty new pages, one by Claire among them; the texts from before."""
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
            for number in range(EDITS)
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
