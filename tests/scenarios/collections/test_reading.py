"""Who reads which parcours, and what of it: nothing tells of what one may not read."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from scenarios.collections import curating, queries, service, steps
from scenarios.collections.models import BY_LINK, PRIVATE, PUBLIC, Collection
from scenarios.collections.summing import Sizes, Sum
from tests.scenarios.collections.conftest import Gathered
from wiki.accounts.service import delete_account
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.naming import merges
from wiki.trash import purge
from wiki.trash import service as trash

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_only
def test_minutes_are_added_up_over_what_the_reader_reads(gathered: Gathered) -> None:
    made = gathered.begin()
    gathered.add(
        made,
        gathered.page("Une", lasts="1 h 30", size="12 à 24"),
        gathered.page("Deux", lasts="45 min", size="8"),
        gathered.page("Trois"),
    )
    gathered.add(made, gathered.page("Interne", lasts="2 h", audience="members"))

    assert gathered.read(made, "").sum == Sum(135, 1)
    assert gathered.read(made, "membre").sum == Sum(255, 1)
    assert gathered.read(made, "").sizes == Sizes(8, 24)
    assert [theme.name for theme in gathered.read(made, "").themes] == ["Climat"]


@sqlite_only
def test_a_page_that_one_may_not_read_is_not_shown_counted_nor_told(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = gathered.begin(by="membre")
    gathered.add(made, gathered.page("Ouverte", lasts="1 h"), by="membre")
    gathered.add(
        made, gathered.page("Secrète", lasts="2 h", audience="territory", by="referente"), by="membre",
        note="Mot de la page close",
    )  # fmt: skip
    found = gathered.collection(made)

    for reader in ("", "nina"):
        for path in (found.path, f"{found.path.partition('-')[0]}/livret", "/parcours"):
            page = client_of(reader).get(path).text
            assert "Secr" not in page
            assert "Mot de la page close" not in page
            assert "3 h" not in page
            assert "pas ouverte" not in page
    # Those who compose it are told.
    shown = client_of("membre").get(found.path).text
    assert "Secrète" in shown
    assert "1 page n’est pas ouverte à tous" in shown


@sqlite_only
def test_a_private_one_answers_like_one_that_does_not_exist(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = gathered.begin("Mes secrets", audience=PRIVATE)
    for reader in ("", "membre", "curatrice", "admin"):
        browser = client_of(reader)
        for way in ("", "-mes-secrets", "/livret", "/livret.pdf"):
            there, nothing = (
                browser.get(f"/parcours/{made}{way}"),
                browser.get(f"/parcours/{made + 999}{way}"),
            )
            assert there.status_code == nothing.status_code == 404
        assert "Mes secrets" not in browser.get("/parcours").text
        assert "Mes secrets" not in browser.get("/personnes/nina").text
        assert "Mes secrets" not in browser.get("/parcours/flux.atom").text
    assert client_of("nina").get("/parcours").status_code == 200


@sqlite_only
def test_a_link_opens_it_until_it_is_changed_or_taken_back(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = gathered.begin("Pour jeudi", audience=BY_LINK)
    gathered.add(made, gathered.page("Une"))
    first = gathered.collection(made).link_key
    browser = client_of("")
    answer = browser.get(f"/parcours/lien/{first}")
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "same-origin")
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert browser.get(f"/parcours/{made}").status_code == 404
    assert "Pour jeudi" not in browser.get("/parcours").text

    gathered.do(service.renew_link, made)
    second = gathered.collection(made).link_key
    assert second != first
    assert len(second or "") == 32
    assert browser.get(f"/parcours/lien/{first}").status_code == 404
    gathered.do(service.share, made, PRIVATE)
    assert browser.get(f"/parcours/lien/{second}").status_code == 404
    with pytest.raises(Conflict):
        gathered.do(service.renew_link, made)
    for odd in ("", "%00", "a%20b", "x" * 41):
        assert browser.get(f"/parcours/lien/{odd}").status_code == 404


@sqlite_only
def test_a_deleted_page_goes_out_of_sight_and_a_restored_one_comes_back(gathered: Gathered) -> None:
    made, page = gathered.begin(), gathered.page("Une", lasts="1 h")
    gathered.add(made, page, gathered.page("Deux"))
    gathered.do(trash.delete, page, "Doublon", by="referente")
    assert gathered.titles(made) == ["Deux"]
    assert gathered.read(made, for_editor=True).closed == 1
    thrown = gathered.do(
        lambda session, actor: session.scalars(select(trash.TrashedPage.id)).one(), by="referente"
    )
    gathered.do(trash.restore, thrown, by="referente")
    assert gathered.titles(made) == ["Une", "Deux"]


def test_an_erased_page_leaves_an_empty_step_to_who_composes(gathered: Gathered) -> None:
    made, page = gathered.begin(), gathered.page("Une")
    gathered.add(made, page, note="Mon mot")
    gathered.do(trash.delete, page, "Doublon", by="referente")
    with gathered.write() as session:
        purge.erase(session, [page])
    assert gathered.titles(made) == []
    (step,) = gathered.read(made, for_editor=True).steps
    assert (step.is_gone, step.item.note, step.item.page_id) == (True, "Mon mot", None)


@sqlite_only
def test_a_page_that_was_merged_is_the_one_it_became_and_stands_there_once(gathered: Gathered) -> None:
    made, other = gathered.begin(), gathered.begin("Avec les deux")
    former, heir = gathered.page("Ancienne"), gathered.page("Nouvelle")
    gathered.add(made, former)
    gathered.add(other, former, heir)
    with gathered.write() as session:
        from_there = gathered.path(former).split("/")
        session.add(queries_former(gathered, former, heir, from_there[1]))
        session.get_one(merges.Page, former).audience_key = "trash:1"

    assert gathered.titles(made) == ["Nouvelle"]
    assert gathered.titles(other) == ["Nouvelle"]


def queries_former(gathered: Gathered, former: int, heir: int, slug: str) -> merges.FormerAddress:
    """What a merge leaves at the address of the page that was merged."""
    return merges.FormerAddress(
        territory_id=gathered.place_id("trappes"), slug=slug, page_id=heir, merged_id=former
    )


@sqlite_only
def test_a_kept_version_stays_while_the_page_goes_on(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made, page = gathered.begin(), gathered.page("Première", lasts="1 h")
    (item,) = gathered.add(made, page, number=1)
    gathered.edit(page, 1, "---\nthèmes: [Climat]\ndurée: 5 h\n---\n\n# Vandalisée\n\nAutre chose.\n")

    (step,) = gathered.read(made).steps
    assert step.card is not None
    assert (step.card.title, step.minutes, step.is_older) == ("Première", 60, True)
    shown = client_of("").get(gathered.collection(made).path).text
    assert "Une version plus récente existe" in shown
    assert f"/{gathered.path(page)}/comparer?de=1&amp;a=2" in shown
    gathered.do(steps.change_step, made, item, 1, "", None)
    assert gathered.titles(made) == ["Vandalisée"]


def test_lists_are_filtered_by_words_and_paged(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    for number in range(14):
        gathered.begin(f"Été n° {number:02}", words="Avec des fontaines" if number == 3 else "")
    browser = client_of("")
    first = browser.get("/parcours").text
    assert "Été n° 13" in first
    assert "Été n° 01" not in first
    with gathered.look() as session:
        last = session.scalars(select(Collection.id).where(Collection.title == "Été n° 02")).one()
    second = browser.get(f"/parcours?avant={last}").text
    assert "Été n° 01" in second
    assert "Été n° 02" not in second
    found = browser.get("/parcours?q=FONTAINES+ete").text
    assert "Été n° 03" in found
    assert "Été n° 04" not in found
    assert "Aucun parcours avec ces mots" in browser.get("/parcours?q=%25").text
    assert browser.get("/parcours?q=%00&avant=-1").status_code == 200


@sqlite_only
def test_what_the_national_team_puts_forward_is_in_its_order_and_only_while_public(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    first, second = gathered.begin("Premier"), gathered.begin("Second")
    gathered.add(first, gathered.page("Une"))
    gathered.add(second, gathered.page("Deux"))
    with pytest.raises(Forbidden):
        gathered.do(curating.feature, first, "Moi !", by="nina")
    with pytest.raises(Invalid):
        gathered.do(curating.feature, first, " ", by="curatrice")
    gathered.feature(first)
    gathered.feature(second, "Lisez **ceci**.")
    gathered.do(curating.place, second, "haut", by="curatrice")
    for path in ("/", "/parcours", "/themes/climat", "/parcours/flux.atom"):
        page = client_of("").get(path).text
        assert "Second" in page
        assert path == "/parcours/flux.atom" or page.index("Second") < page.index("Premier")
    assert "Lisez <strong>ceci</strong>" in client_of("").get(gathered.collection(second).path).text

    gathered.do(service.share, second, BY_LINK)
    assert "Second" not in client_of("").get("/").text
    gathered.do(service.share, second, PUBLIC)
    assert not gathered.collection(second).is_featured
    gathered.do(curating.end_feature, first, by="curatrice")
    assert not gathered.collection(first).is_featured
    with pytest.raises(NotFound):
        gathered.do(curating.place, first, "haut", by="curatrice")


@sqlite_only
def test_what_the_national_team_takes_out_of_sight_is_read_by_its_authors_alone_with_the_reason(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = gathered.begin("Publicité")
    gathered.feature(made)
    path, key = gathered.collection(made).path, gathered.collection(made).link_key
    gathered.do(curating.withdraw, made, "C'est une réclame.", by="curatrice")

    for reader in ("", "membre", "curatrice"):
        assert client_of(reader).get(path).status_code == 404
        assert client_of(reader).get(f"/parcours/lien/{key}").status_code == 404
    assert "C&#39;est une réclame" in client_of("nina").get(path).text
    with pytest.raises(Invalid):
        gathered.do(service.share, made, BY_LINK)
    assert "Publicité" in client_of("curatrice").get("/parcours/selection").text
    gathered.do(curating.readmit, made, by="curatrice")
    assert client_of("").get(path).status_code == 200
    with pytest.raises(Conflict):
        gathered.do(curating.readmit, made, by="curatrice")


def test_a_deleted_account_leaves_what_everybody_read_and_hands_on_what_others_compose(
    gathered: Gathered,
) -> None:
    public, private = gathered.begin("Pour tous"), gathered.begin("Pour moi", audience=PRIVATE)
    shared = gathered.begin("À deux", audience=PRIVATE)
    gathered.do(service.invite, shared, "membre")
    with gathered.write() as session:
        delete_account(session, gathered.people["nina"])

    assert gathered.read(public, "").collection.title == "Pour tous"
    assert gathered.read(shared, "membre").collection.owner_id == gathered.people["membre"]
    with gathered.look() as session:
        assert set(session.scalars(select(Collection.id))) == {public, shared}
        assert private not in session.scalars(select(Collection.id)).all()
        assert queries.of_person(session, gathered.people["membre"], limit=9) == []
