"""Every page type is examined by axe-core as those who see it: in French by light on a phone, where nothing may stick
out, then, where it looks new, as it stands by dark on a desktop; the most visited pages in English too.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select, update

from tests.browser.conftest import OpenPage
from tests.browser.examining import SEEN, Examiner
from tests.browser.serving import SCENARIO, Site, app_at, run, served
from wiki.accounts.models import Invitation, User
from wiki.accounts.security.tokens import Tokens
from wiki.db import now
from wiki.jobs.models import Job
from wiki.territories.models import Membership, Territory

IN_ENGLISH = ("visitor reads", "referent writes")
"""Situations that are looked at in the other language, whose words are longer or shorter."""


@dataclass(frozen=True)
class Step:
    """A page reached from another by doing something there."""

    path: str
    act: Callable[[Page], None]
    name: str


def _send(button: str, **fields: str) -> Callable[[Page], None]:
    """Fill fields and send the form that holds the button, whatever the browser thinks of the values."""

    def act(page: Page) -> None:
        for name, value in fields.items():
            # The editor hides the text area it stands for, so the value is set as the editor does.
            page.locator(f"main [name='{name}']").first.evaluate(
                "(field, value) => { field.value = value; }", value
            )
        with page.expect_navigation():
            page.locator(f"main {button}").first.evaluate(
                "button => { button.form.noValidate = true; button.form.requestSubmit(button); }"
            )

    return act


def _follow(link: str) -> Callable[[Page], None]:
    """Go where the first such link leads."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(f"main {link}").first.click()

    return act


def _open_menu(page: Page) -> None:
    page.click("[data-menu] summary")


def _conflict(page: Page) -> None:
    """Save a sentence that somebody changed since the form was opened."""
    text = page.locator("textarea[name=text]")
    changed = text.input_value().replace("Une marche de 90 minutes", "Une marche de deux heures")
    _send(SUBMIT, text=changed, base="1")(page)
    page.wait_for_selector(".conflict-form")


def _unanswered_conflict(page: Page) -> None:
    _conflict(page)
    _send("button[type=submit]")(page)
    page.wait_for_selector("#error-summary")


def _page_gone(page: Page) -> None:
    page.locator("form.write-form").evaluate("form => { form.action = '/trappes/effacee/modifier'; }")
    _send(SUBMIT)(page)


def _about_to_publish(page: Page) -> None:
    title = f"Presque prêt ({page.locator('html').get_attribute('lang')})"
    _send(SUBMIT, title=title, duration="90 min", steps="Se situer\nMesurer")(page)
    page.goto(page.url.replace("/concevoir", "/publier"))


def _text_kept(page: Page) -> None:
    page.wait_for_selector("[data-draft-waits]")


def _draft(page: Page) -> None:
    """Look at the draft beside the page as it is."""
    page.click("main .draft-row h2 a")


def _session_lost(page: Page) -> None:
    """The editor asks in a dialog, before anything leaves."""
    page.context.clear_cookies()
    page.click(f"main {SUBMIT}")
    page.wait_for_selector("dialog[data-sign-in][open]")


def _session_lost_without_scripts(page: Page) -> None:
    """The form leaves as it is, and a page asks; who is signed in stays so for what follows."""
    cookies = page.context.cookies()
    page.context.clear_cookies()
    with page.expect_navigation():
        page.locator("form.write-form").evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    page.wait_for_selector("main form input[name=password]")
    page.context.add_cookies([{**cookie} for cookie in cookies])


SUBMIT = "form[method=post] button.btn-primary[type=submit]"
REFUSED = "refused"
EDIT = f"{SCENARIO}/modifier"
INVENTORY = "/territoires/nantes/inventaire"
PROGRAMME = "/territoires/trappes/programme"
COMPARE = f"{SCENARIO}/comparer"
EQUIVALENTS = "/recherche/equivalents"
ADAPTED = "/nantes/lire-le-climat-d-une-ile-mesurer-l-ombre-l-eau-et-l-enrobe"
TOOL = "/trappes/fiche-de-releve-thermique"
RETOUR = "/trappes/retour-lire-le-climat-un-samedi-de-juin"
IN_PROSE = "/trappes/un-midi-au-jardin"
PROSE = """# Un midi au jardin

Un repas préparé ensemble. Public : habitants et écoliers. Durée : 2 h.

## Étapes

1. Accueil (10 min)
2. Récolter en petits groupes (45 min)
3. Cuisiner (1 h 05)
"""
SITUATIONS: dict[str, tuple[str, Sequence[str | Step]]] = {
    "visitor reads": ("", [
        "/", Step("/", _open_menu, "menu"), "/recherche", "/recherche?q=climat", "/recherche?q=xylophage",
        "/recherche?q=climat&vue=carte&duree_max=120",
        "/recherche?q=eau&type=scenario&theme=climat", "/themes", "/themes/climat", "/themes/environnement",
        "/mots-cles/mesure", "/territoires", "/trappes", "/national", "/national/aide-mise-en-forme",
        "/national/a-propos", "/recents", "/recents?type=scenario&territoire=trappes", "/personnes/claire",
        "/pages/demandees", "/pages/orphelines", "/styleguide",
    ]),
    "visitor reads parcours and calls": ("", [
        "/parcours", "/parcours?q=zzzz", "/parcours/1", "/parcours/3/livret", "/parcours/1/livret.pdf", "/appels",
        "/appels/apprendre-avec-l-eau", "/appels/apprendre-d-une-generation-a-l-autre",
        "/trappes/fiche-de-releve-thermique/parcours",
    ]),
    "referent composes a parcours": ("claire", [
        "/parcours/3", "/parcours/3/composer", "/parcours/3/modifier", "/parcours/3/partage", "/parcours/3/etapes/16",
        "/parcours/3/suppression", "/parcours/nouveau", "/compte/parcours",
        "/trappes/fiche-de-releve-thermique/parcours",
        Step("/parcours/nouveau", _send(SUBMIT, title=""), REFUSED),
    ]),
    "national team gathers and calls": ("nadia", [
        "/parcours/selection", "/parcours/1", "/parcours/3/mise-en-avant", "/parcours/3/retrait", "/appels/nouveau",
        "/appels/apprendre-avec-l-eau", "/appels/apprendre-avec-l-eau/modifier",
        "/appels/apprendre-avec-l-eau/prolonger", "/appels/apprendre-avec-l-eau/cloture",
    ]),
    "visitor reads decisions": ("", ["/examen", "/examen/1"]),
    "national team examines": ("agnes", [
        "/examen", "/examen/3", "/examen/3/lectures", "/examen/3/decider", "/examen/3/me-retirer", "/examen/reglages",
        "/examen/4",
    ]),
    "referent is examined": ("yann", [
        "/examen?etat=pour-moi", "/examen/2/repondre", "/examen/2/retirer",
        "/nantes/le-musee-de-poche-de-la-rue-inventer-a-partir-de-ce-qui-reste/proposer-a-la-nation",
    ]),
    "visitor counts": ("", [
        "/tableau", "/tableau?tri=scenarios", "/territoires/trappes/tableau", "/themes/climat/tableau",
        "/themes/environnement/tableau", "/carte?depuis=trappes",
    ]),
    "visitor looks closer": ("", [
        SCENARIO, f"{SCENARIO}/semblables", f"{SCENARIO}/version/1", f"{SCENARIO}/historique", f"{SCENARIO}/liens",
        f"{COMPARE}?de=1&a=5&vue=cote", f"{COMPARE}?de=1&a=5&vue=page", f"{COMPARE}?de=1&a=5&vue=texte",
        f"{COMPARE}?de=5&a=5", "/langue?retour=/themes", "/nulle-part", "/nouveau",
        f"{SCENARIO}/contribuer", Step(f"{SCENARIO}/contribuer", _send(SUBMIT, text=""), REFUSED),
        "/connexion", Step("/connexion", _send(SUBMIT, email="claire@example.org", password="faux"), REFUSED),
        "/inscription", Step("/inscription", _send(SUBMIT, email="personne"), REFUSED),
        "/mot-de-passe/oubli", Step("/mot-de-passe/oubli", _send(SUBMIT, email="claire@example.org"), "sent"),
        "/mot-de-passe/{reset}", "/confirmation/{confirm}", "/confirmation/perime",
    ]),
    "referent writes": ("claire", [
        "/", SCENARIO, EDIT, Step(EDIT, _send(SUBMIT, text=""), REFUSED), Step(EDIT, _conflict, "conflict"),
        Step(EDIT, _unanswered_conflict, "unanswered conflict"), Step(EDIT, _text_kept, "text kept"),
        "/compte/brouillons", Step("/compte/brouillons", _draft, "draft"),
        Step(EDIT, _send("button[value=preview]"), "preview"), Step(EDIT, _page_gone, "page gone"),
        f"{SCENARIO}/reglages",
        f"{SCENARIO}/retablir/1", f"{SCENARIO}/historique", "/nouveau", "/nouveau?type=scenario",
        Step("/nouveau?type=page", _send(SUBMIT, text=""), REFUSED), "/trappes/pas-encore-ecrite",
        Step(EDIT, _session_lost_without_scripts, "session lost without scripts"),
        Step(EDIT, _session_lost, "session lost"),
    ]),
    "referent designs": ("claire", [
        "/nouveau/guide", Step("/nouveau/guide", _about_to_publish, "publishing"), f"{SCENARIO}/concevoir",
        "/nouveau/fiche/tool", "/nouveau/importer", Step("/nouveau/importer", _send(SUBMIT), REFUSED),
        f"{SCENARIO}/structurer", f"{IN_PROSE}/structurer", f"{SCENARIO}/propositions",
    ]),
    "referent adapts": ("yann", [
        f"{SCENARIO}/adapter", f"{SCENARIO}/famille", f"{ADAPTED}/transposer", f"{ADAPTED}/ameliorations",
        f"{ADAPTED}/proposer",
    ]),
    "referent names": ("claire", [
        f"{TOOL}/renommer", Step(f"{TOOL}/renommer", _send(SUBMIT, title=""), REFUSED), f"{TOOL}/fusionner?q=climat",
        f"{TOOL}/fusionner?avec={SCENARIO[1:]}", f"{TOOL}/traductions", f"{TOOL}/traduire",
        "/territoires/trappes/traductions", "/titres/fiche-de-releve-thermique",
        Step(f"{TOOL}/renommer", _send(SUBMIT, title="Carnet de relevé"), "renamed"),
    ]),
    "referent looks after": ("claire", [
        "/compte/propositions", "/compte/a-examiner", "/territoires/trappes/propositions",
        "/trappes", "/compte", "/compte/recherches", "/compte/recherches/nouvelle?q=eau",
        "/compte/mot-de-passe", "/compte/adresse", "/compte/suppression", "/deconnexion",
        Step("/compte/adresse", _send(SUBMIT, email="rien"), REFUSED), "/territoires/trappes/fiche",
        "/territoires/trappes/college", "/territoires/trappes/membres", "/territoires/trappes/rejoindre",
        "/trappes/retour-lire-le-climat-un-samedi-de-juin/photos", "/sur-cet-appareil",
    ]),
    "session told": ("claire", [
        f"{SCENARIO}/retours", f"{SCENARIO}/raconter", RETOUR, f"{RETOUR}/raconter",
        Step(f"{RETOUR}/raconter", _send(SUBMIT, played_on="?"), REFUSED),
        Step(f"{SCENARIO}/retours", _follow(".idea a[href*='/propositions/']"), "proposal"),
    ]),
    "referent keeps a programme": ("claire", [
        PROGRAMME, f"{PROGRAMME}/budget", Step(f"{PROGRAMME}/budget", _send(SUBMIT, year=""), REFUSED),
        f"{PROGRAMME}/jalons", f"{PROGRAMME}/evenements", f"{PROGRAMME}/parrainages",
        Step(f"{PROGRAMME}/evenements", _follow("a[href$='/retirer']"), "removal"),
        "/agenda", "/territoires/trappes/agenda?quand=passes",
        Step("/territoires/trappes/agenda", _follow(".event-title a"), "event"),
    ]),
    "referent keeps an inventory": ("yann", [
        "/inventaire", "/inventaire?sorte=ressources", f"{INVENTORY}", f"{INVENTORY}?sorte=besoins",
        f"{INVENTORY}/ajouter", Step(f"{INVENTORY}/ajouter", _send(SUBMIT, text=""), REFUSED),
        f"{INVENTORY}/retirees", Step(INVENTORY, _follow(".item-need .item-text a"), "need"),
        Step(INVENTORY, _follow(".item-resource .item-text a"), "resource"), "/mises-en-relation",
        "/mises-en-relation/1", "/mises-en-relation/1/signaler", "/inventaire/signalements",
    ]),
    "member keeps the account safe": ("amina", [
        "/compte/sessions", "/compte/cles", "/compte/cles/nouvelle", "/compte/validation",
        Step("/compte/validation/application", _send(SUBMIT, code="0"), REFUSED), "/compte/jetons",
        Step("/compte/jetons/nouveau", _send(SUBMIT, name="Essai"), "made"), "/compte/donnees",
        "/compte/preuve", "/connexion/code",
        Step("/connexion/code", _send(SUBMIT, email="personne@example.org"), "sent"),
    ]),
    "visitor asks for a letter": ("", [
        "/lettres/territoire/trappes", Step("/lettres/theme/environnement", _send(SUBMIT, email="rien"), REFUSED),
        Step("/lettres/territoire/trappes", _send(SUBMIT, email="voisine@example.org"), "sent"),
    ]),
    "referent follows": ("claire", [
        "/notifications", "/notifications?voir=pour-moi", "/compte/suivis", "/compte/suivis/reglages",
        f"{TOOL}/suivre", Step("/suivre/theme/environnement", _send(SUBMIT), "followed"), "/suivre/mes-pages/toutes",
        "/compte/appels",
        Step("/compte/appels/nouveau", _send(SUBMIT, url="rien"), REFUSED),
        Step("/compte/appels/nouveau", _send(SUBMIT, url="https://example.org/appel"), "secret"), "/compte/appels/1",
        "/compte/appels/1/suppression",
    ]),
    "curator": ("nadia", [
        "/themes", "/themes/gestion", "/themes/gestion/environnement", "/territoires", "/territoires/nouveau",
        Step("/themes/gestion/environnement", _send("form[action$=renommer] button", name="Milieux"), "asked"),
        Step("/territoires/nouveau", _send(SUBMIT), REFUSED),
    ]),
    "curator of search": ("nadia", [
        f"{EQUIVALENTS}?q=EHPAD+et+climat", f"{EQUIVALENTS}/historique", f"{EQUIVALENTS}/version/1",
        f"{EQUIVALENTS}/comparer", f"{EQUIVALENTS}/retablir/1", f"{EQUIVALENTS}/modifier",
        Step(f"{EQUIVALENTS}/modifier", _send(SUBMIT, text="seul\nle, la"), REFUSED),
    ]),
    "visitor reads what is retained": ("", [
        "/a-la-une", "/a-la-une?famille=nutrition", "/a-la-une/1", "/a-la-une/1/conducteur", "/criteres",
        "/criteres/historique", "/criteres/version/1", "/criteres/comparer",
    ]),
    "curator retains": ("nadia", [
        "/a-la-une/gerer", "/a-la-une/gerer/1", Step("/a-la-une/gerer/1", _send(SUBMIT, renew_by="hier"), REFUSED),
        "/a-la-une/gerer/1/arreter", "/criteres/brouillon", Step("/criteres/brouillon", _send(SUBMIT), "draft"),
        Step("/criteres/brouillon", _send(SUBMIT), REFUSED), "/criteres/brouillon/ajouter",
        Step("/criteres/brouillon/ajouter", _send(SUBMIT, name=""), REFUSED), "/criteres/brouillon/abandonner",
    ]),
    "administrator": ("marc", [
        "/admin/comptes", "/admin/comptes/amina", "/admin/invitations", "/admin/travaux",
        "/admin/recherche", "/admin/recherche/reconstruire",
    ]),
}  # fmt: skip
"""Every page type, as the person who sees most of it."""

ROLES = {
    "amina": ["/", SCENARIO, "/trappes", "/territoires/trappes/rejoindre", "/nulle-part"],
    "helene": ["/", SCENARIO, "/territoires/trappes/rejoindre", "/nouveau", "/territoires/trappes/membres"],
    "pascal": ["/rennes", "/nouveau?type=tool", "/territoires/rennes/fiche", "/territoires/rennes/membres"],
    "nadia": [SCENARIO, "/trappes", "/territoires/trappes/membres", "/national"],
    "marc": [SCENARIO, "/trappes", "/themes", "/territoires/trappes/membres"],
}
"""Pages that are not the same for everybody, as those who see them otherwise than in `SITUATIONS`."""


@pytest.fixture(scope="module")
def furnished(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with what only happens now and then: a request, an invitation, a job given up, a page in prose."""
    folder = tmp_path_factory.mktemp("furnished") / "data"
    shutil.copytree(prepared, folder)
    documents = tmp_path_factory.mktemp("documents")
    (documents / "un-midi-au-jardin.md").write_text(PROSE, encoding="utf-8")
    with served(app_at(folder, debug=True)) as site:
        run(site.app, ["import", str(documents), "--territory", "trappes", "--theme", "Climat"])
        with site.write() as session:
            trappes = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
            yann, marc = (
                session.scalars(select(User).where(User.handle == who)).one() for who in ("yann", "marc")
            )
            asked = Membership(
                user_id=yann.id, territory_id=trappes.id, message="Je viens souvent.", asked_at=now()
            )
            invitation = Invitation(
                token_hash="0" * 64, email="invitee@example.org", invited_by=marc.id, expires_at=now()
            )
            session.add_all(
                [asked, invitation, Job(kind="mail.send", payload={}, state="dead", error="perdu")]
            )
        yield site


@dataclass
class Look:
    """Looks at pages of the furnished site, and remembers what it saw."""

    site: Site
    open_page: OpenPage
    examiner: Examiner

    def finds_no_violation(self, handle: str, steps: Sequence[str | Step], language: str = "fr") -> None:
        with self.site.write() as session:
            session.execute(update(User).values(locale=language))
        page = self.open_page(**SEEN, locale=f"{language}-FR")
        self.examiner.prepare(page)
        if handle:
            self.site.sign_in(page, handle)
        found = {name: faults for name, faults in self._examined(page, steps, language) if faults}
        assert not found, json.dumps(found, ensure_ascii=False, indent=1)

    def _examined(
        self, page: Page, steps: Sequence[str | Step], language: str
    ) -> Iterator[tuple[str, list[Any]]]:
        links = _mailed_links(self.site)
        for step in steps:
            path, name = (step, step) if isinstance(step, str) else (step.path, f"{step.path} ({step.name})")
            self.site.go(page, path.format(**links))
            if isinstance(step, Step):
                step.act(page)
            assert page.evaluate("document.documentElement.lang") == language, name
            assert "/compte/preuve" in path or "/compte/preuve" not in page.url, name
            yield name, self.examiner.faults(page)


@pytest.fixture
def look(furnished: Site, open_page: OpenPage, examiner: Examiner) -> Look:
    return Look(furnished, open_page, examiner)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_axe_finds_no_violation(look: Look, situation: str) -> None:
    look.finds_no_violation(*SITUATIONS[situation])


@pytest.mark.parametrize("situation", IN_ENGLISH)
def test_axe_finds_no_violation_in_english(look: Look, situation: str) -> None:
    look.finds_no_violation(*SITUATIONS[situation], "en")


@pytest.mark.parametrize("handle", ROLES)
def test_axe_finds_no_violation_as_other_roles(look: Look, handle: str) -> None:
    look.finds_no_violation(handle, ROLES[handle])


def _mailed_links(site: Site) -> dict[str, str]:
    """What stands at the end of the links that mails bring."""
    tokens: Tokens = site.app.extensions["wiki.tokens"]
    with site.read() as session:
        claire = session.scalars(select(User).where(User.handle == "claire")).one()
        return {
            "reset": tokens.make("reset", claire, str(claire.email)),
            "confirm": tokens.make("confirm", claire, "claire@exemple.fr"),
        }
