"""The pages made from a scenario, and what its own page shows, as people get them."""

import ctypes.util
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from scenarios.printing.limits import MISSING
from scenarios.printing.service import Press
from scenarios.reading.fillings import actions_of, overview_of, timeline_of
from scenarios.reading.pdf_views import PRESS
from scenarios.reading.queries import KEPT_LENGTH, read_text
from tests import factories, reading
from wiki.accounts.models import User
from wiki.app import create_app
from wiki.config import Settings
from wiki.pages import queries
from wiki.pages import service as pages
from wiki.permissions import Actor

EXAMPLE = (Path(__file__).parents[3] / "scenarios/demonstration/content/trappes").glob("lire-le-climat*.md")
TEXT = re.sub(r"^thèmes:.*$", "thèmes: [Climat]", next(EXAMPLE).read_text("utf-8"), flags=re.MULTILINE)
PATH = "/trappes/lire"
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SHEETS = ("conducteur", "materiel", "autorisations", "animer", "scenario.pdf", "conducteur.pdf")


def add_page(app: Flask, slug: str, text: str, kind: str = "scenario", audience: str = "public") -> None:
    """A page of Trappes, by its referent."""
    with app.test_request_context(), app.extensions["wiki.database"].transaction() as session:
        trappes = factories.territory(session, "trappes")
        owner_id = session.scalars(select(User.id).where(User.handle == "referente")).one()
        referent = Actor(owner_id, territories={trappes.id: "referent"}, rules=app.extensions["wiki.rules"])
        pages.create(session, referent, pages.NewPage(trappes.id, kind, audience, text, slug=slug))


@pytest.fixture
def create(app: Flask, people: dict[str, int]) -> Callable[..., None]:
    """`create(slug, text, kind=…, audience=…)`: see `add_page`."""
    return partial(add_page, app)


@pytest.fixture
def visitor(create: Callable[..., None], client_of: Callable[[str], FlaskClient]) -> FlaskClient:
    create("lire", TEXT)
    return client_of("")


@pytest.fixture(scope="module")
def shelf(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A wiki with the example, for tests that only read it."""
    folder = tmp_path_factory.mktemp("reading")
    shutil.copy(migrated_sqlite, folder / "wiki.sqlite3")
    app = create_app(Settings(data_dir=folder, secret_key="for tests only", throttle=False))
    with app.app_context(), app.extensions["wiki.database"].transaction() as session:
        factories.themes(session)
        factories.membership(
            session, factories.user(session, "referente"), factories.territory(session), "referent"
        )
    add_page(app, "lire", TEXT)
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture
def reader(shelf: Flask) -> FlaskClient:
    return shelf.test_client()


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    engine, seen = app.extensions["wiki.database"].engine, list[str]()

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_a_scenario_reads_in_order(reader: FlaskClient) -> None:
    page = reader.get(PATH).text

    marks = ("<h1", "fact-line", "page-opening", 'class="timeline"', 'id="s-contexte-et-besoin"', 'id="s-deroule"',
             'class="data-table matrix"', 'class="sheet-list"')  # fmt: skip
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert page[page.index("<main") :].count("Une marche de 90 minutes où") == 1
    assert f'href="{PATH}/animer"' in page


def test_the_timeline_says_the_same_to_who_cannot_see_it(reader: FlaskClient) -> None:
    page = reader.get(PATH).text

    assert 'role="img" aria-label="Frise' in page
    table = page[page.index("timeline-table") :]
    for words in ("Mesurer", "35 min", "enquête", "0:25", "1:00"):
        assert words in table[: table.index("</table>")]


@sqlite_only
def test_a_sheet_is_three_statements_at_most(app: Flask, visitor: FlaskClient) -> None:
    for sheet in SHEETS[:4]:
        with statements(app) as seen:
            assert visitor.get(f"{PATH}/{sheet}").status_code == 200
        assert len(seen) <= 3, (sheet, seen)


def test_what_a_page_shows_of_a_scenario_asks_the_database_nothing(shelf: Flask) -> None:
    with shelf.test_request_context(), shelf.extensions["wiki.database"].reader() as session:
        view = queries.view(session, Actor(None, rules=shelf.extensions["wiki.rules"]), "trappes", "lire")
        with statements(shelf) as seen:
            assert "Mesurer" in timeline_of(view) + overview_of(view) + actions_of(view.page)
    assert seen == []


def test_a_text_is_read_once() -> None:
    assert read_text(f"{TEXT}\n") is read_text(f"{TEXT}\n")


def test_a_text_too_long_to_keep_is_read_all_the_same() -> None:
    long = f"{TEXT}\n{'Encore. ' * (KEPT_LENGTH // 8)}"

    assert len(read_text(long)[0].activities) == 5
    assert read_text(long) is not read_text(long)


@sqlite_only
def test_other_kinds_and_empty_scenarios_show_nothing_of_it(
    create: Callable[..., None], client_of: Callable[[str], FlaskClient]
) -> None:
    create("outil", "---\nthèmes: [Climat]\n---\n\n# Un outil\n\nUn résumé.\n", kind="tool")
    create("vide", "# Pas encore\n\nUn résumé.\n", audience="draft")
    tool, empty = client_of("").get("/trappes/outil").text, client_of("referente").get("/trappes/vide").text

    for page in (tool, empty):
        assert "scenario-timeline" not in page
        assert "sheet-list" not in page
    assert "/animer" not in tool
    for sheet, words in {"conducteur": "Aucune activité", "materiel": "Aucun matériel", "animer": "pas encore d",
                         "autorisations": "ne dit rien de la sécurité"}.items():  # fmt: skip
        assert words in client_of("referente").get(f"/trappes/vide/{sheet}").text


@sqlite_only
def test_a_private_scenario_shows_no_sheet_to_others(
    create: Callable[..., None], client_of: Callable[[str], FlaskClient]
) -> None:
    create("secret", TEXT, audience="draft")

    for handle in ("", "membre", "admin"):
        browser = client_of(handle)
        for sheet in SHEETS:
            hidden, absent = (browser.get(f"/trappes/{slug}/{sheet}") for slug in ("secret", "absent"))
            assert hidden.status_code == absent.status_code == 404


def test_the_run_sheet_has_the_hours_of_the_chosen_start(reader: FlaskClient) -> None:
    chosen = reader.get(f"{PATH}/conducteur?debut=14h").text
    assert "14:25" in chosen
    assert 'value="14:00"' in chosen
    assert "conducteur.pdf?debut=14%3A00" in chosen
    assert ">0:25<" in reader.get(f"{PATH}/conducteur").text


@sqlite_only
def test_the_run_sheet_names_each_phase_once(visitor: FlaskClient, create: Callable[..., None]) -> None:
    phased = TEXT.replace("## Déroulé\n", "## Déroulé\n\n### Phase : Dehors\n").replace(
        "### Activité", "#### Activité"
    )
    create("phases", phased.replace("# Lire le climat", "# Relire le climat", 1))

    page = visitor.get("/trappes/phases/conducteur").text
    assert page.count('<tr role="row" class="run-phase">') == 1
    assert page.index("Dehors</th>") < page.index("Se situer")


def test_a_wrong_choice_is_told_beside_the_field_and_comes_back(reader: FlaskClient) -> None:
    for address, field in (
        (f"{PATH}/conducteur?debut=%3Cmidi%3E", "debut"),
        (f"{PATH}/materiel?effectif=%3Cmidi%3E", "effectif"),
    ):
        answer = reader.get(address)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert 'value="&lt;midi&gt;"' in answer.text


def test_material_is_reckoned_for_the_group(reader: FlaskClient) -> None:
    page = reader.get(f"{PATH}/materiel?effectif=18").text

    assert "3 groupes de 4" in page
    assert re.search(r"<strong>5</strong> <span class=\"quiet\">pour 5 groupes</span>", page)


def test_permissions_are_boxes_to_sign(reader: FlaskClient) -> None:
    page = reader.get(f"{PATH}/autorisations").text

    assert "accord parental pour les mineurs" in page
    assert page.count("Signature") == 6


def test_leading_works_without_script(reader: FlaskClient) -> None:
    page = reader.get(f"{PATH}/animer").text

    assert page.index('id="activite-1"') < page.index('href="#activite-2"') < page.index('id="activite-2"')
    assert "<script>" not in page
    assert "Trois mesures par point" in page


@sqlite_only
def test_earlier_versions_have_their_own_sheets(
    visitor: FlaskClient, client_of: Callable[[str], FlaskClient]
) -> None:
    changed = TEXT.replace("### Activité : Mesurer", "### Activité : Relever")
    saved = client_of("referente").post(f"{PATH}/modifier", data={"text": changed, "base": "1"})
    assert saved.status_code == 303

    assert "Relever" in visitor.get(f"{PATH}/conducteur").text
    old = visitor.get(f"{PATH}/conducteur?version=1").text
    assert "Mesurer" in old
    assert "Version 1, qui n" in old
    assert "?version=1" in old
    assert "Version 1" in visitor.get(f"{PATH}/animer?version=1").text
    assert visitor.get(f"{PATH}/conducteur?version=9").status_code == 404
    assert "Relever" in visitor.get(f"{PATH}/conducteur?version=toutes").text


def test_the_worker_is_a_script_of_ours(reader: FlaskClient) -> None:
    answer = reader.get("/animation-hors-ligne.js")

    assert answer.content_type == "text/javascript; charset=utf-8"
    assert "addEventListener" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-cache"


@sqlite_only
def test_a_language_that_is_none_stays_out_of_headers(
    app: Flask, create: Callable[..., None], client_of: Callable[[str], FlaskClient]
) -> None:
    app.extensions[PRESS] = Press(["echo", "%PDF-"])
    for slug, language in (("mal", "日本語"), ("pire", '"fr\\nX: y"')):
        create(slug, f"---\nlangue: {language}\n---\n# {slug.title()}\n", audience="draft")

        answer = client_of("referente").get(f"/trappes/{slug}/conducteur.pdf")

        assert answer.content_type == "application/pdf", language
        assert answer.headers.get("Content-Language", "fr") == "fr", language


@pytest.mark.pdf
def test_scenario_and_run_sheet_are_pdfs(shelf: Flask, reader: FlaskClient) -> None:
    if not ctypes.util.find_library("pango-1.0"):
        pytest.skip("no Pango on this machine")
    shelf.extensions[PRESS] = Press(seconds=300, cpu_seconds=100)  # on a busy machine too
    for sheet, name in (("scenario.pdf", "lire.pdf"), ("conducteur.pdf?debut=9h", "conducteur-lire.pdf")):
        answer = reader.get(f"{PATH}/{sheet}")
        assert answer.content_type == "application/pdf"
        assert answer.data.startswith(b"%PDF-1.7")
        assert name in answer.headers["Content-Disposition"]


@sqlite_only
def test_without_a_press_people_are_told_how_to_print(app: Flask, visitor: FlaskClient) -> None:
    told = {"exit(69)": "Pango", "exit(1)": "trop de temps"}
    assert MISSING == 69

    for code, words in told.items():
        app.extensions[PRESS] = Press([sys.executable, "-c", code])
        answer = visitor.get(f"{PATH}/scenario.pdf")
        assert answer.status_code == 503
        assert "Imprimez depuis le navigateur" in answer.text
        assert words in answer.text


@sqlite_only
def test_what_people_wrote_is_shown_as_text(
    create: Callable[..., None], client_of: Callable[[str], FlaskClient]
) -> None:
    hostile = "<script>alert(1)</script>\"'"
    text = TEXT.replace("Mesurer", hostile).replace("animatrice", hostile).replace("5 thermomètres", hostile)
    create("hostile", text.replace("Accord de la mairie", hostile), audience="draft")
    browser = client_of("referente")

    for address in ("", "/conducteur", "/materiel?effectif=9", "/autorisations", "/animer"):
        page = browser.get(f"/trappes/hostile{address}").text
        assert "<script>alert" not in page, address
        assert "&lt;script&gt;alert" in page, address


@sqlite_only
def test_beside_the_title_stand_the_acts_that_matter_and_the_rest_in_a_menu(
    create: Callable[..., None], client_of: Callable[[str], FlaskClient]
) -> None:
    create("lire", TEXT)

    def offered(who: str) -> tuple[list[str], list[str]]:
        """What stands beside the title on a phone, and what its menu holds."""
        acts = reading.select(reading.tree(client_of(who).get(PATH).text), ".page-actions")[0]
        beside = [reading.words(one) for one in acts if one.tag == "a"]
        return beside, [reading.words(one) for one in reading.select(acts, ".page-menu li")]

    assert offered("referente") == (
        ["Animer", "Nous l’avons joué", "Modifier"],
        ["Imprimer", "Concevoir", "Adapter à mon territoire", "Suivre"],
    )
    assert offered("") == (["Animer", "Nous l’avons joué"], ["Imprimer", "Proposer une modification"])
