"""Each list says what is to be mended, to who looks after it, of pages that they may read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.reading import select as pick
from tests.reading import tree, words
from tests.wiki.trash.conftest import said
from wiki.audit.models import AuditEntry
from wiki.audit.service import record
from wiki.config import Settings
from wiki.db import now
from wiki.errors import Forbidden
from wiki.housekeeping import queries
from wiki.housekeeping.findings import checkable, findings
from wiki.housekeeping.models import AnchorLink, ExternalAddress, ExternalLink, PageUpkeep
from wiki.housekeeping.tasks import forget_old_addresses, look_at_unread
from wiki.jobs.worker import drain
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.rendering.document import read
from wiki.territories.models import Territory

Client = Callable[..., FlaskClient]
ActorOf = Callable[[str], Actor]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CITED = "[[Nue]] [[Courte]] [[Cassée]] [[Imagée]] [[Ailleurs]] [[Ancienne]]"
ENOUGH = "Beaucoup de mots qui disent quelque chose. " * 8


def test_what_is_read_out_of_a_text() -> None:
    text = (
        "# Titre\n\n## Une partie\n\nDeux mots [[Ici#Une partie]] [[trappes/Là]].\n\n"
        "![](https://a.example/x.png) ![décrite](https://a.example/y.png) ![](/fichiers/3/z.png)\n\n"
        "[un](https://a.example/p#q) [deux](HTTP://b.example) [trois](//c.example/d) [quatre](/ici) "
        "https://a.example/p [cinq](mailto:a@b.fr)\n"
    )
    found = findings(read(text, home="trappes"))
    assert found.images_without_alt == 1
    assert found.anchors == ("une-partie",)
    assert found.anchor_links == {("trappes/ici", "une-partie")}
    assert found.external == ("https://a.example/p", "HTTP://b.example", "https://c.example/d")


@pytest.mark.parametrize(
    "address", ["https://", "https://[", f"https://a.example/{'x' * 2000}", "//#a", "mailto:a@b.fr"]
)
def test_addresses_that_nobody_could_ask(address: str) -> None:
    assert checkable(address) == ""


@pytest.fixture
def worn(app: Flask, write: Any, publish: Publish) -> dict[str, int]:
    """A territory with something for every list."""
    themed = "---\nthèmes: [Climat]\n---\n\n"
    texts = {
        "Sommaire": f"{themed}# Sommaire\n\n{ENOUGH}\n{CITED}\n",
        "Nue": f"# Nue\n\n{ENOUGH}\n",
        "Courte": f"{themed}# Courte\n\nTrois mots seulement.\n",
        "Cassée": f"{themed}# Cassée\n\n{ENOUGH}\n[[Nulle part]] [[Nue#Perdue]] [[Sommaire]]\n",
        "Imagée": f"{themed}# Imagée\n\n{ENOUGH}\n![](https://a.example/x.png)\n",
        "Ailleurs": f"{themed}# Ailleurs\n\n{ENOUGH}\n[mort](https://mort.example/x) [vif](https://vif.example)\n",
        "Ancienne": f"{themed}# Ancienne\n\n{ENOUGH}\n",
        "Seule": f"{themed}# Seule\n\n{ENOUGH}\n",
    }
    made = {title: publish(text, kind="page", by="referente", indexed=False) for title, text in texts.items()}
    publish("# Privée\n\nRien.\n", kind="page", audience="draft", by="referente", indexed=False)
    publish("# Nantaise\n\nRien.\n", kind="page", territory="nantes", indexed=False)
    drain(app)
    with write() as session:
        old = update(Page).where(Page.id == made["Ancienne"])
        session.execute(old.values(changed_at=now() - timedelta(days=400)))
        dead = update(ExternalAddress).where(ExternalAddress.host == "mort.example")
        session.execute(
            dead.values(is_dead=True, status=404, fault="status", failing_since=now(), checked_at=now())
        )
    return made


EXPECTED = {
    "sans-theme": {"Nue"}, "anciennes": {"Ancienne"}, "presque-vides": {"Courte"}, "orphelines": {"Seule"},
    "liens-casses": {"Cassée"}, "images-sans-texte": {"Imagée"}, "liens-morts": {"Ailleurs"},
}  # fmt: skip


def test_each_list_holds_what_is_to_be_mended(write: Any, actor_of: ActorOf, worn: dict[str, int]) -> None:
    referent, curator = actor_of("referente"), actor_of("curatrice")
    with write() as session:
        place = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        found = {
            name: {card.title for card in queries.listing(session, referent, name, place)}
            for name in queries.LISTS
        }
        counts = queries.counts(session, referent, place)
        national = queries.counts(session, curator, None)
        broken = queries.broken_links(session, referent, [worn["Cassée"]])
    assert found == EXPECTED
    assert counts == {**{name: len(titles) for name, titles in EXPECTED.items()}, queries.WANTED: 1}
    assert {name: national[name] for name in ("sans-theme", "presque-vides", "orphelines")} == {
        "sans-theme": 2, "presque-vides": 2, "orphelines": 2
    }  # fmt: skip
    assert [(fault.target, fault.anchor) for fault in broken[worn["Cassée"]]] == [
        ("trappes/nulle-part", ""), ("trappes/nue", "perdue")
    ]  # fmt: skip


@sqlite_only
def test_a_place_inside_a_page_is_lost_and_found_with_its_heading(
    app: Flask, write: Any, actor_of: ActorOf, worn: dict[str, int]
) -> None:
    def broken() -> list[bool]:
        drain(app)
        with write() as session:
            return list(session.scalars(select(AnchorLink.is_broken)))

    actor = actor_of("referente")
    assert broken() == [True]
    with write() as session:
        pages.edit(session, actor, pages.Edit(worn["Nue"], 1, f"# Nue\n\n{ENOUGH}\n\n## Perdue\n\nLà.\n"))
    assert broken() == [False]
    with write() as session:
        pages.edit(session, actor, pages.Edit(worn["Nue"], 2, f"# Nue\n\n{ENOUGH}\n"))
    assert broken() == [True]
    with write() as session:
        pages.edit(session, actor, pages.Edit(worn["Cassée"], 1, f"# Cassée\n\n{ENOUGH}\n"))
    assert broken() == []


@sqlite_only
def test_a_link_into_a_hidden_page_tells_no_more_than_one_into_none(
    app: Flask, write: Any, actor_of: ActorOf, publish: Publish
) -> None:
    publish("# Secret\n\n## Prix\n\nRien.\n", kind="page", audience="draft", indexed=False)
    links = "[[Secret#Autre]] [[Secret#Prix]] [[Absente#Autre]]"
    guess = publish(f"# Devine\n\n{ENOUGH}\n{links}\n", kind="page", by="referente", indexed=False)
    drain(app)
    with write() as session:
        found = queries.broken_links(session, actor_of("referente"), [guess])[guess]
    assert [(fault.target, fault.anchor) for fault in found] == [
        ("trappes/absente", ""),
        ("trappes/secret", ""),
    ]


@sqlite_only
def test_addresses_go_with_the_last_link(
    app: Flask, write: Any, actor_of: ActorOf, worn: dict[str, int]
) -> None:
    with write() as session:
        known = session.scalars(select(ExternalAddress.url).order_by(ExternalAddress.url)).all()
        assert known == ["https://mort.example/x", "https://vif.example"]
    actor = actor_of("referente")
    with write() as session:
        text = f"# Ailleurs\n\n{ENOUGH}\n[vif](https://vif.example)\n"
        pages.edit(session, actor, pages.Edit(worn["Ailleurs"], 1, text))
    drain(app)
    with write() as session:
        assert session.scalars(select(ExternalAddress.url)).all() == ["https://vif.example"]
        assert len(session.scalars(select(ExternalLink)).all()) == 1


@sqlite_only
def test_pages_from_before_are_read_too_and_links_home_are_none(
    app: Flask, write: Any, publish: Publish
) -> None:
    settings: Settings = app.extensions["wiki.settings"]
    app.extensions["wiki.settings"] = Settings(data_dir=settings.data_dir, site_url="https://wiki.example")
    publish("# Une\n\n[ici](https://wiki.example/x) [là](https://a.example)\n", kind="page", indexed=False)
    with app.app_context():
        assert look_at_unread() == 1
        assert look_at_unread() == 0
    with write() as session:
        assert session.scalars(select(ExternalAddress.host)).all() == ["a.example"]
        assert session.scalars(select(PageUpkeep.words)).all() == [2]


@sqlite_only
def test_only_who_looks_after_a_territory_sees_its_lists(
    client_of: Client, write: Any, actor_of: ActorOf, people: dict[str, int]
) -> None:
    for handle, here, everywhere in (
        ("", 401, 401),
        ("membre", 403, 403),
        ("referente", 200, 403),
        ("curatrice", 200, 200),
    ):
        browser = client_of(handle)
        for suffix in ("", "/sans-theme", "/demandees"):
            assert browser.get(f"/territoires/trappes/entretien{suffix}").status_code == here, (
                handle,
                suffix,
            )
            assert browser.get(f"/pages/entretien{suffix}").status_code == everywhere, (handle, suffix)
    assert client_of("referente").get("/territoires/nantes/entretien").status_code == 403
    assert client_of("referente").get("/territoires/trappes/entretien/autre").status_code == 404
    member = actor_of("membre")
    with write() as session:
        place = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        for ask in (
            queries.counts,
            lambda *asked: queries.listing(asked[0], asked[1], "anciennes", asked[2]),
        ):
            with pytest.raises(Forbidden):
                ask(session, member, place)


@sqlite_only
def test_lists_lead_to_where_one_mends(
    client_of: Client, worn: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of("referente")
    base = "/territoires/trappes/entretien"
    overview = said(browser.get(base).text)
    assert "1 à regarder · plus de 12 mois" in overview
    assert base in browser.get("/trappes").text
    assert base not in client_of("membre").get("/trappes").text

    def buttons(name: str) -> list[str]:
        return [
            link.get("href") for link in pick(tree(browser.get(f"{base}/{name}").text), ".mend-list a.btn")
        ]

    assert buttons("sans-theme") == ["/trappes/nue/modifier"]
    assert buttons("orphelines") == ["/trappes/seule"]
    assert buttons("demandees") == ["/nouveau?territoire=trappes&titre=Nulle%20part"]
    assert buttons("anciennes?mois=24") == []
    assert buttons("anciennes?mois=6") == buttons("anciennes?mois=x") == ["/trappes/ancienne/modifier"]
    assert "Toutes les pages ont été revues depuis" in said(browser.get(f"{base}/anciennes?mois=36").text)
    assert "3 mots" in said(browser.get(f"{base}/presque-vides").text)
    assert "trappes/nue#perdue · ce passage n'y est plus" in said(browser.get(f"{base}/liens-casses").text)
    assert "1 image sans texte" in said(browser.get(f"{base}/images-sans-texte").text)
    assert "https://mort.example/x · page introuvable" in said(browser.get(f"{base}/liens-morts").text)

    monkeypatch.setattr("wiki.housekeeping.views.SLICE", 1)
    national = client_of("curatrice")
    first = national.get("/pages/entretien/sans-theme")
    [older] = pick(tree(first.text), "a[rel=next]")
    titles = [
        words(pick(tree(page.text), ".mend-title")[0]) for page in (first, national.get(older.get("href")))
    ]
    assert set(titles) == {"Nue", "Nantaise"}


@sqlite_only
def test_wanted_pages_are_paged_by_count_and_path(
    client_of: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.housekeeping.views.SLICE", 1)
    publish("# Une\n\n[[B]] [[A]] [[C]]\n", kind="page", indexed=False)
    publish("# Deux\n\n[[C]] [[nantes/D]]\n", kind="page", indexed=False)
    browser, address, seen = client_of("referente"), "/territoires/trappes/entretien/demandees", []
    while address:
        page = tree(browser.get(address).text)
        seen += [words(title) for title in pick(page, ".mend-title")]
        following = pick(page, "a[rel=next]")
        address = following[0].get("href") if following else ""
    assert seen == ["C", "A", "B"]
    assert browser.get("/territoires/trappes/entretien/demandees?avant=1-a%00b").status_code == 200
    assert "Rien à faire ici" in said(
        client_of("curatrice").get("/territoires/national/entretien/demandees").text
    )


@sqlite_only
def test_a_territory_in_order_is_congratulated(client_of: Client, people: dict[str, int]) -> None:
    assert "bravo" in said(client_of("referente").get("/territoires/trappes/entretien").text)


@sqlite_only
@pytest.mark.parametrize(("days", "left"), [(365, ""), (0, "192.0.2.1")])
def test_the_log_forgets_addresses_in_time(app: Flask, write: Any, days: int, left: str) -> None:
    settings: Settings = app.extensions["wiki.settings"]
    app.extensions["wiki.settings"] = Settings(data_dir=settings.data_dir, audit_address_days=days)
    with write() as session:
        record(session, None, "page.deleted")
        record(session, None, "page.deleted")
        for entry, age in zip(session.new, (366, 364), strict=True):
            assert isinstance(entry, AuditEntry)
            entry.address, entry.at = "192.0.2.1", now() - timedelta(days=age)
    with app.app_context():
        assert forget_old_addresses() == bool(days)
    with write() as session:
        kept = session.scalars(select(AuditEntry.address).order_by(AuditEntry.at)).all()
        assert kept == [left, "192.0.2.1"]
