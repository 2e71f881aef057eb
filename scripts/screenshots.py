"""Take the pictures of the user guide: a fresh demonstration site, seen in the machine's Chromium.

``make screenshots`` writes them to ``docs/images``; the site and its data are gone afterwards. Each picture is
seen by somebody of the demonstration, on a desk or on a telephone, perhaps after they have done something.
"""

import base64
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
TERRITOIRE = [sys.executable, "-m", "wiki"]
STARTS_WITHIN = 60.0
QUALITY = 80
# A picture has no scroll bar, so it needs no room for one.
WITHOUT_GUTTER = "document.documentElement.style.scrollbarGutter = 'auto'"
BROWSER_ARGS = ["--no-sandbox", "--disable-gpu"]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SCENARIO = "/trappes/lire-le-climat-de-son-quartier-mesurer-un-ilot-de-fraicheur"
TOOL = "/trappes/fiche-de-releve-thermique"
ADAPTED = "/nantes/lire-le-climat-d-une-ile-mesurer-l-ombre-l-eau-et-l-enrobe"
VISITOR = ""


@dataclass(frozen=True)
class Site:
    """A site that runs: where, and the passwords of its people by handle."""

    address: str
    passwords: Mapping[str, str]


@dataclass(frozen=True)
class Picture:
    """One picture: its file name, the address it shows, who looks, on which screen, and what they did there."""

    name: str
    address: str
    person: str = VISITOR
    phone: bool = False
    act: Callable[[Page], None] | None = None


@contextmanager
def demonstration_site() -> Iterator[Site]:
    """Serve the demonstration content from a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as data:
        port = free_port()
        settings = {**os.environ, "DATA_DIR": data, "DATABASE_URL": "", "SEARCH_URL": "", "PORT": str(port)}
        for command in (["migrate"], ["demo", "--if-empty"]):
            subprocess.run([*TERRITOIRE, *command], env=settings, stdout=subprocess.DEVNULL, check=True)
        server = subprocess.Popen([*TERRITOIRE, "serve"], env=settings, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}/sante")
            yield Site(f"http://127.0.0.1:{port}", passwords(Path(data) / "demonstration-accounts.txt"))
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def wait_for(address: str) -> None:
    """Return when something answers there; raise TimeoutError when nothing does."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {address}")


def passwords(accounts: Path) -> dict[str, str]:
    """Handle → password, from the file that `territoire demo` keeps."""
    rows = (line.split("\t") for line in accounts.read_text(encoding="utf-8").splitlines())
    return {email.partition("@")[0]: password for _role, email, password in rows}


class Camera:
    """One browser, with a signed-in context for each person and screen."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser = browser
        self._site = site
        self._contexts: dict[tuple[str, bool], BrowserContext] = {}

    def open(self, address: str, person: str = VISITOR, *, phone: bool = False) -> Page:
        """A page of the site as somebody sees it."""
        page = self._context(person, phone).new_page()
        missing: list[str] = []
        page.on("requestfailed", lambda request: missing.append(request.url))
        answer = page.goto(self._site.address + address, wait_until="networkidle")
        if answer is None or not answer.ok:
            sys.exit(f"{address} does not answer as it should")
        if missing:
            sys.exit(f"{address} came without {', '.join(missing)}")
        return page

    def take(self, picture: Picture) -> None:
        """Write one picture."""
        page = self.open(picture.address, picture.person, phone=picture.phone)
        if picture.act is not None:
            picture.act(page)
            page.wait_for_load_state("networkidle")
        page.evaluate(WITHOUT_GUTTER)
        shot = page.context.new_cdp_session(page).send(
            "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
        )
        file = IMAGES / f"{picture.name}.webp"
        file.write_bytes(base64.b64decode(shot["data"]))
        page.close(run_before_unload=False)
        print(f"docs/images/{file.name}  {file.stat().st_size // 1024} KB")

    def _context(self, person: str, phone: bool) -> BrowserContext:
        key = person, phone
        if key not in self._contexts:
            self._contexts[key] = self._browser.new_context(
                locale="fr-FR", reduced_motion="reduce", **(PHONE if phone else DESKTOP)
            )
            if person:
                self._sign_in(self._contexts[key], person)
        return self._contexts[key]

    def _sign_in(self, context: BrowserContext, person: str) -> None:
        page = context.new_page()
        page.goto(self._site.address + "/connexion")
        page.fill("main input[name=email]", f"{person}@example.org")
        page.fill("main input[name=password]", self._site.passwords[person])
        page.click("main button[type=submit]")
        page.wait_for_url(self._site.address + "/")
        page.close()


def look_at(chosen: str) -> Callable[[Page], None]:
    """Look at a place further down."""

    def scroll(page: Page) -> None:
        page.locator(chosen).first.evaluate("(place) => place.scrollIntoView({block: 'center'})")

    return scroll


def see_on_paper(page: Page) -> None:
    """Look at the page as it prints."""
    page.emulate_media(media="print")


def unfold_second_activity(page: Page) -> None:
    """Open an activity in the designer and look at it."""
    page.click("#ligne-activity-1")
    look_at("#activity-1 .activity-name")(page)


def open_first_change(page: Page) -> None:
    """Look at both texts of an improvement before taking it."""
    page.locator(".change-texts summary").first.click()


def lead_second_activity(page: Page) -> None:
    """Go on to the second activity and start its countdown."""
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")


def rate_the_session(page: Page) -> None:
    """Go on to the last step of a retour and rate the first two foundations."""
    for _step in range(2):
        page.click(".steps-foot .btn-primary:visible")
    page.check("[name=rating_confiance][value='4']", force=True)
    page.check("[name=rating_plaisir][value='3']", force=True)
    look_at(".rating")(page)


def ask_to_join(page: Page) -> None:
    """Let somebody wait for an answer of the referent."""
    page.fill(
        "main textarea", "J'anime un club nature à la maison de quartier, et j'aimerais écrire avec vous."
    )
    page.click("main form.form button[type=submit]")


def write(page: Page, sentence: str) -> None:
    """Change the summary of the scenario, without saving."""
    text = page.locator("textarea[name=text]")
    found = text.input_value()
    title = next(line for line in found.splitlines() if line.startswith("# "))
    before, _title, after = found.partition(title)
    summary = after.strip().splitlines()[0]
    text.evaluate(
        "(field, value) => { field.value = value }", before + title + after.replace(summary, sentence, 1)
    )


def save(page: Page) -> None:
    """Press the button that saves."""
    page.locator("form.write-form button.btn[type=submit]:not([name])").click()


def write_and_save(page: Page) -> None:
    """Change the summary of the scenario as a second person."""
    write(
        page,
        "Une heure et demie dehors, à plusieurs âges, pour mesurer pourquoi une place chauffe et l'autre non.",
    )
    save(page)


PICTURES = (
    Picture("accueil", "/"),
    Picture("accueil-telephone", "/", phone=True),
    Picture("recherche", "/recherche?q=climat"),
    Picture("recherche-telephone", "/recherche?q=climat", phone=True),
    Picture("recherche-carte", "/recherche?type=scenario&vue=carte"),
    Picture("situation", SCENARIO),
    Picture("situation-telephone", SCENARIO, phone=True),
    Picture("frise", SCENARIO, act=look_at(".timeline")),
    Picture("conducteur", f"{SCENARIO}/conducteur?debut=14:00", act=see_on_paper),
    Picture("animer", f"{SCENARIO}/animer", act=lead_second_activity),
    Picture("animer-telephone", f"{SCENARIO}/animer", phone=True, act=lead_second_activity),
    Picture("famille", f"{SCENARIO}/famille", act=look_at(".family-tree")),
    Picture("territoire", "/trappes"),
    Picture("choisir", "/nouveau", "claire"),
    Picture("editeur", f"{TOOL}/modifier", "claire", act=look_at(".editor")),
    Picture("concevoir", f"{SCENARIO}/concevoir", "claire"),
    Picture("concevoir-activite", f"{SCENARIO}/concevoir", "claire", act=unfold_second_activity),
    Picture("concevoir-telephone", f"{SCENARIO}/concevoir", "claire", phone=True, act=unfold_second_activity),
    Picture("ameliorations", f"{ADAPTED}/ameliorations", "yann", act=open_first_change),
    Picture("historique", f"{SCENARIO}/historique", "claire"),
    Picture(
        "comparer", f"{SCENARIO}/comparer?de=2&a=3&vue=page", "claire", act=look_at(".diff-rendered ins")
    ),
    Picture("raconter-telephone", f"{SCENARIO}/raconter", "amina", phone=True),
    Picture("raconter-avis-telephone", f"{SCENARIO}/raconter", "amina", phone=True, act=rate_the_session),
    Picture("retours", f"{SCENARIO}/retours", act=look_at("#durees")),
    Picture("retours-telephone", f"{SCENARIO}/retours", phone=True, act=look_at("#fondements")),
    Picture("inventaire", "/territoires/trappes/inventaire", "claire"),
    Picture("proposer-a-la-nation", f"{SCENARIO}/proposer-a-la-nation", "claire"),
    Picture("examen", "/examen", "agnes"),
    Picture("examen-grille", "/examen/3", "agnes"),
    Picture("decision", "/examen/1", act=look_at(".exam-decision")),
    Picture("a-la-une", "/a-la-une"),
    Picture("parcours", "/parcours/1"),
    Picture("fiche", "/territoires/trappes/programme", "claire"),
    Picture("tableau", "/territoires/trappes/tableau", "claire"),
    Picture("carte", "/carte"),
    Picture("membres", "/territoires/trappes/membres", "claire"),
    Picture("themes-gestion", "/themes/gestion", "nadia"),
    Picture("comptes", "/admin/comptes", "marc"),
)


def take_all(camera: Camera) -> None:
    """Let something happen on the site, take every picture, last the one of two people at one sentence."""
    request = camera.open("/territoires/trappes/rejoindre", "helene")
    ask_to_join(request)
    for picture in PICTURES:
        camera.take(picture)
    hers = camera.open(f"{SCENARIO}/modifier", "amina")

    def meet(page: Page) -> None:
        write_and_save(hers)
        hers.wait_for_load_state("networkidle")
        write(
            page,
            "En quatre-vingt-dix minutes, on apprend à sentir, mesurer et dire pourquoi un lieu reste frais.",
        )
        save(page)

    camera.take(Picture("conflit", f"{SCENARIO}/modifier", "claire", act=meet))


def main() -> None:
    """Take the pictures anew."""
    program = shutil.which("chromium") or sys.exit(
        "Chromium is needed to take pictures: apt install chromium"
    )
    IMAGES.mkdir(parents=True, exist_ok=True)
    for old in IMAGES.iterdir():
        old.unlink()
    with demonstration_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_ARGS)
        take_all(Camera(browser, site))
        browser.close()


if __name__ == "__main__":
    main()
