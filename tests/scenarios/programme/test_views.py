"""The programme through its pages: kept on small forms, read whole, followed in calendars."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from scenarios.printing.service import NoPdf, Press, Reason
from scenarios.programme.entries import BudgetEntry, EventEntry, MilestoneEntry, SponsorEntry
from scenarios.programme.models import BudgetLine, ProgrammeEvent
from scenarios.programme.service import cancel, change
from scenarios.reading.pdf_views import PRESS
from tests.scenarios.programme.conftest import Kept
from wiki.accounts.owndata.gathering import rows
from wiki.accounts.service import delete_account
from wiki.jobs.worker import drain
from wiki.territories.models import CollegeSeat
from wiki.territories.owndata import own_seats
from wiki.territories.queries import by_slug
from wiki.watching.service import follow, renew_feed_key
from wiki.watching.subjects import Subject

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = Callable[[str], FlaskClient]
BASE = "/territoires/trappes/programme"
AGENDA = "/territoires/trappes/agenda"
TODAY = datetime.now(ZoneInfo("Europe/Paris")).date()
SOON = TODAY + timedelta(days=10)
DAY = SOON.isoformat()
LINE = {"year": "2026", "label": "Cotisations", "cents": "1 250,50 €", "source": "own"}
EVENT = {
    "title": "Marche\ndu soir", "starts_on": DAY, "starts_at": "18:30", "ends_at": "20:00", "zone": "Europe/Paris",
    "place": "Place <b>haute</b>", "words": "Venez\nnombreux", "is_public": "y",
}  # fmt: skip


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input[^>]*name="(seen|form_key)"[^>]*value="([^"]*)"', page))


def numbers(kept: Kept, model: type[BudgetLine] | type[ProgrammeEvent]) -> list[int]:
    with kept.write() as session:
        return list(session.scalars(select(model.id).order_by(model.id)))


def test_a_line_is_added_once_changed_taken_away_and_put_back(kept: Kept, client_of: Client) -> None:
    referent, visitor = client_of("referente"), client_of("")
    form = referent.get(f"{BASE}/budget").text
    assert "Il n’y a pas encore de budget" in form
    for _twice in range(2):
        assert referent.post(f"{BASE}/budget", data={**LINE, **hidden(form)}).location == f"{BASE}/budget"
    assert len(numbers(kept, BudgetLine)) == 1
    listed = referent.get(f"{BASE}/budget").text
    assert "Ajouté\xa0: «\xa0Cotisations\xa0»" in listed
    assert "1\u202f250,50\xa0€" in listed
    assert "aucun autofinancement" not in listed
    number = numbers(kept, BudgetLine)[0]
    one = f"{BASE}/budget/{number}"

    page = referent.get(one).text
    assert 'value="1250,50"' in page
    assert referent.post(one, data={**LINE, **hidden(page), "source": "public"}).status_code == 303
    warned = referent.get(f"{BASE}/budget").text
    assert "2026\xa0: aucun autofinancement" in warned
    late = referent.post(one, data={**LINE, **hidden(page), "label": "Dons"})
    assert late.status_code == 422
    assert "Entre-temps, quelqu’un a écrit\xa0: «\xa0Fonds publics\xa0»" in late.text
    assert 'value="Dons"' in late.text

    assert "Vous pourrez le remettre" in referent.get(f"{one}/retirer").text
    assert referent.post(f"{one}/retirer").location == f"{BASE}/budget#retires"
    assert referent.get(one).status_code == 409
    assert "Cotisations" not in visitor.get(BASE).text
    assert "Remettre" in referent.get(f"{BASE}/budget").text
    referent.post(f"{one}/remettre")
    assert "est remis" in referent.get(f"{BASE}/budget").text


@pytest.mark.parametrize(
    ("section", "typed", "told"),
    [
        ("budget", {**LINE, "cents": "1.250"}, "Écrivez un montant en euros"),
        ("budget", {**LINE, "year": "jamais"}, "jamais"),
        ("jalons", {"title": "Un", "starts_on": "demain"}, 'value="demain"'),
        (
            "evenements",
            {**EVENT, "page": "https://exemple.fr/trappes/nulle-part?x=1"},
            'value="trappes/nulle-part"',
        ),
        ("evenements", {**EVENT, "page": "http://[", "ends_at": "09h00"}, "La fin est avant le début"),
        ("parrainages", {"name": "Une", "link": "javascript:alert(1)"}, "https://"),
    ],
)
def test_what_cannot_be_used_is_given_back(
    client_of: Client, section: str, typed: dict[str, str], told: str
) -> None:
    answer = client_of("referente").post(f"{BASE}/{section}", data=typed)

    assert answer.status_code == 422
    assert told in answer.text


def test_an_event_from_the_form_into_calendars_and_off_again(kept: Kept, client_of: Client) -> None:
    referent, visitor = client_of("referente"), client_of("")
    assert referent.post(f"{BASE}/evenements", data=EVENT).status_code == 303
    number = numbers(kept, ProgrammeEvent)[0]

    page = visitor.get(f"{AGENDA}/{number}").text
    assert "de 18\u00a0h\u00a030 à 20\u00a0h" in page
    assert "Place &lt;b&gt;haute&lt;/b&gt;" in page
    for address in (f"{AGENDA}.ics", "/agenda.ics", f"{AGENDA}/{number}.ics"):
        answer = visitor.get(address)
        assert answer.content_type == "text/calendar; charset=utf-8"
        found = Calendar.from_ical(answer.data).walk("VEVENT")[0]
        assert (str(found["summary"]), found["sequence"]) == ("Marche du soir", 0)
        assert str(found["url"]) == f"http://localhost{AGENDA}/{number}"
    again = visitor.get("/agenda.ics", headers={"If-None-Match": visitor.get("/agenda.ics").headers["ETag"]})
    assert again.status_code == 304

    referent.post(f"{BASE}/evenements/{number}/annuler", data={"action": "annuler"})
    assert "Cet événement est annulé" in visitor.get(f"{AGENDA}/{number}").text
    assert b"STATUS:CANCELLED" in visitor.get("/agenda.ics").data
    referent.post(f"{BASE}/evenements/{number}/annuler", data={"action": "maintenir"})
    assert b"STATUS:CONFIRMED" in visitor.get("/agenda.ics").data


def test_what_is_for_the_college_needs_its_people_or_a_key(kept: Kept, client_of: Client) -> None:
    number = kept.add(EventEntry("Réunion du soir", SOON, is_public=False))
    kept.add(MilestoneEntry("Chercher une élue", SOON, is_public=False))
    kept.add(BudgetEntry(2026, "Dons discrets", 100000, "own"))
    with kept.write() as session:
        seat = {
            "category": "pilot",
            "name": "Une association",
            "contact": "06 00 00 00 00",
            "is_steward": True,
        }
        session.add(CollegeSeat(territory_id=by_slug(session, "trappes").id, **seat))
    secrets = ("Réunion du soir", "Chercher une élue", "Dons discrets", "06 00 00 00 00")
    member, visitor = client_of("membre"), client_of("")

    seen = member.get(BASE).text
    assert all(word in seen for word in secrets)
    assert "Vous lisez aussi la part réservée" in seen
    for address in (
        BASE,
        "/trappes",
        AGENDA,
        "/agenda",
        f"{AGENDA}.ics",
        "/agenda.ics",
        "/api/v1/territories/trappes/programme",
    ):
        for stranger in (visitor, client_of("nina")):
            told = stranger.get(address).text
            assert not any(word in told for word in secrets), address
    assert "Ceci est la part publique" in visitor.get(BASE).text
    assert "100\xa0%" in visitor.get(BASE).text
    for address in (f"{AGENDA}/{number}", f"{AGENDA}/{number}.ics"):
        assert (visitor.get(address).status_code, member.get(address).status_code) == (404, 200)

    with kept.write() as session:
        renew_feed_key(session, kept.actor("membre"))
    key = re.search(r"agenda\.ics\?cle=([\w-]+)", member.get(AGENDA).text)
    assert key is not None
    private = visitor.get(f"{AGENDA}.ics?cle={key[1]}")
    assert "Réunion du soir" in private.text
    assert private.headers["Cache-Control"] == "private, no-store"
    with kept.write() as session:
        renew_feed_key(session, kept.actor("membre"))
    assert visitor.get(f"{AGENDA}.ics?cle={key[1]}").status_code == 404


def test_the_national_team_notes_decisions_and_the_sheet_shows_the_way(client_of: Client) -> None:
    curator, referent = client_of("curatrice"), client_of("referente")
    typed = {
        "state": "pilote",
        "decided_on": "2026-03-01",
        "body": "Comité du 1er mars",
        "words": "Bon départ",
    }
    assert curator.post(f"{BASE}/etats", data=typed).status_code == 303

    page = client_of("").get(BASE).text
    assert "Comité du 1er mars" in page
    assert "Bon départ" in page
    assert 'aria-current="step"' in page
    assert "Territoire pilote" in client_of("").get("/trappes").text
    assert f"{BASE}/etats" not in referent.get(f"{BASE}/jalons").text
    assert f"{BASE}/etats" in curator.get(f"{BASE}/jalons").text
    assert "C’est la seule étape" in curator.post(f"{BASE}/etats/1/retirer", follow_redirects=True).text


def test_the_page_of_a_territory_says_what_comes_and_what_lacks(kept: Kept, client_of: Client) -> None:
    before = client_of("referente").get("/trappes").text
    assert "Un parrainage de La Ruche" in before
    assert "Fiche remplie à" in before
    kept.add(SponsorEntry("Une navigatrice", "au long cours", "En avant", "https://exemple.fr", 2024))
    kept.add(MilestoneEntry("Trente capteurs", SOON))
    kept.add(EventEntry("Grande marche", SOON))

    page = client_of("").get("/trappes").text
    for word in ("Une navigatrice", "Trente capteurs", "Grande marche"):
        assert word in page
    assert "Fiche remplie à" not in page
    assert "Un parrainage de La Ruche" not in client_of("referente").get("/trappes").text
    assert client_of("").get("/national").status_code == 200


def test_programs_read_the_public_part(kept: Kept, client_of: Client) -> None:
    kept.add(BudgetEntry(2026, "Ventes", 2501, "own"))
    kept.add(BudgetEntry(2026, "Ville", 7499, "public"))
    kept.add(SponsorEntry("Une navigatrice"))
    kept.add(MilestoneEntry("Trente capteurs", SOON))
    kept.add(EventEntry("Marche", SOON))

    told = client_of("membre").get("/api/v1/territories/trappes/programme").get_json()

    year = {"year": 2026, "money_cents": 10000, "self_financing_cents": 2501, "in_kind_cents": 0}
    assert told["budgets"] == [year]
    assert told["milestones"][0]["state"] == "ahead"
    assert told["events"][0]["starts_on"] == DAY
    assert told["sponsors"][0]["link"] is None
    assert 0 < told["completeness"] < 100


def test_the_sheet_as_pdf_or_what_to_do_instead(app: Flask, kept: Kept, client_of: Client) -> None:
    kept.add(MilestoneEntry("Trente capteurs", SOON))
    made: list[str] = []

    class Listening(Press):
        def pdf(self, html: str, *arguments: object) -> bytes:
            made.append(html)
            if len(made) > 1:
                raise NoPdf(Reason.BUSY)
            return b"%PDF-1.7"

    app.extensions[PRESS] = Listening()
    answer = client_of("").get(f"{BASE}.pdf")
    assert (answer.content_type, answer.data) == ("application/pdf", b"%PDF-1.7")
    assert "Trente capteurs" in made[0]
    refused = client_of("membre").get(f"{BASE}.pdf")
    assert refused.status_code == 503
    assert "Imprimez depuis le navigateur" in refused.text


def test_a_list_of_events_goes_on(kept: Kept, client_of: Client) -> None:
    with kept.write() as session:
        place = by_slug(session, "trappes").id
        session.add_all(
            ProgrammeEvent(
                territory_id=place, uid=f"{n}", title=f"Marche n° {n}", starts_on=SOON, ends_on=SOON
            )
            for n in range(35)
        )
    visitor = client_of("")
    first = visitor.get("/agenda").text
    following = re.search(r'href="(/agenda\?avant=\d+)"', first)

    assert following is not None
    second = visitor.get(following[1]).text
    assert "Marche n° 34" in second
    assert "Marche n° 2<" not in second
    assert "Revenir au début" in second
    assert "Aucun événement passé" in visitor.get("/agenda?quand=passes").text


def test_a_seat_names_a_member_until_the_account_is_gone(
    kept: Kept, client_of: Client, people: dict[str, int]
) -> None:
    referent, college = client_of("referente"), "/territoires/trappes/college"
    for name, body in (("Membre", "Lycée"), ("Membre aussi", "")):
        typed = {
            "category": "academic",
            "name": name,
            "body": body,
            "person_id": str(people["membre"]),
            "is_steward": "y",
        }
        posted = {f"nouveau-{key}": value for key, value in typed.items()}
        assert referent.post(college, data=posted).status_code == 303
    stranger = {"nouveau-category": "elected", "nouveau-name": "X", "nouveau-person_id": str(people["nina"])}
    assert referent.post(college, data=stranger).status_code == 422
    page = client_of("").get("/trappes").text
    assert '<a href="/personnes/membre">Membre</a>, Lycée' in page
    assert "maître d’usage" in page

    with kept.write() as session:
        delete_account(session, people["membre"])

    with kept.write() as session:
        seats = by_slug(session, "trappes").college
        assert [(seat.name, seat.body, seat.person_id) for seat in seats] == [("Lycée", "", None)]


def test_followers_are_led_to_the_event(
    app: Flask, kept: Kept, client_of: Client, people: dict[str, int]
) -> None:
    with kept.write() as session:
        what = Subject("territory", by_slug(session, "trappes").id, "", "", "")
        follow(session, kept.actor("nina"), what, level="all", mail="")
    number = kept.add(EventEntry("Marche", SOON, place="Place haute"))
    hidden_one = kept.add(EventEntry("Réunion", SOON, is_public=False))
    kept.act(change, number, EventEntry("Marche", SOON, place="Place basse"))
    kept.act(cancel, number)
    kept.act(cancel, hidden_one)
    drain(app)

    told = client_of("nina").get("/notifications").text

    for words in (
        "Trappes annonce un événement",
        "Trappes annule un événement",
        "le jour, l’heure ou le lieu",
    ):
        assert words in told
    assert "Réunion" not in told
    assert (
        client_of("nina").get("/notifications/1", follow_redirects=True).request.path == f"{AGENDA}/{number}"
    )


def test_an_archive_holds_what_one_wrote_and_the_seat_one_has(kept: Kept, people: dict[str, int]) -> None:
    kept.add(SponsorEntry("Une navigatrice"))
    with kept.write() as session:
        seat = {"category": "pilot", "name": "Référente", "contact": "06", "person_id": people["referente"]}
        session.add(CollegeSeat(territory_id=by_slug(session, "trappes").id, **seat))
        session.flush()

        assert "Une navigatrice" in dict(rows(session, kept.actor("referente")))["donnees/sponsor.json"]
        mine = dict(own_seats(session, kept.actor("referente")))
        assert '"contact": "06"' in mine["sieges.json"]
        assert dict(own_seats(session, kept.actor("membre"))) == {}
