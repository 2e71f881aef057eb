"""Parcours that are followed, and parcours and calls in notices and letters."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from scenarios.calls import service as calling
from scenarios.calls.models import Call
from scenarios.collections import curating, service, telling
from scenarios.collections.models import PRIVATE, Collection
from tests.scenarios.calls.test_calls import themes, write
from tests.scenarios.collections.conftest import Gathered
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.config import Settings
from wiki.days import today
from wiki.db import now
from wiki.jobs.worker import drain
from wiki.letters import queries as letters
from wiki.letters.models import Letter
from wiki.letters.wiring import send_all
from wiki.notifications.models import Notice
from wiki.notifications.queries import told
from wiki.notifications.wording import address, reason, sentence, title
from wiki.permissions import VISITOR
from wiki.territories.models import NATIONAL, Territory
from wiki.themes.models import ThemeFamily
from wiki.watching.models import Subscription

Client = Callable[..., FlaskClient]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def notices(gathered: Gathered, handle: str) -> list[tuple[str, ...]]:
    """What somebody was told: what, of which, why, where."""
    drain(gathered.app)
    with gathered.look() as session:
        rows = session.scalars(select(Notice).where(Notice.user_id == gathered.people[handle]))
        return [
            (sentence(line), title(line), reason(line.notice), address(line))
            for line in told(session, VISITOR, rows.all())
        ]


def passes(gathered: Gathered, collection_id: int, time: timedelta) -> int:
    """Time passes since it changed; how many were told then."""
    with gathered.write() as session:
        session.execute(
            update(Collection).where(Collection.id == collection_id).values(changed_at=now() - time)
        )
    with gathered.write() as session:
        return telling.tell_of_changes(session)


def test_a_parcours_is_followed_and_told_once_it_rests(gathered: Gathered, client_of: Client) -> None:
    made = gathered.begin("Une semaine")
    reader = client_of("membre")
    assert f'href="/suivre/parcours/{made}"' in reader.get(f"/parcours/{made}", follow_redirects=True).text
    answer = reader.post(f"/suivre/parcours/{made}", data={"level": "all", "mail": "usual"})
    assert answer.headers["Location"] == f"/parcours/{made}-une-semaine"
    assert "Une semaine" in reader.get("/compte/suivis").text
    assert passes(gathered, made, timedelta(minutes=10)) == 0, "who composes is still at it"
    assert passes(gathered, made, timedelta(days=3)) == 0, "that is no news"
    assert passes(gathered, made, timedelta(hours=2)) == 1
    assert passes(gathered, made, timedelta(hours=2)) == 0, "once"
    heard = ("Ce parcours a changé", "Une semaine", "Vous suivez ce parcours", f"/parcours/{made}")
    assert notices(gathered, "membre") == [heard]
    assert notices(gathered, "nina") == []
    assert reader.post(f"/suivre/parcours/{made}", data={"action": "arreter"}).status_code == 303
    assert passes(gathered, made, timedelta(hours=1)) == 0, "nobody follows it"


def test_what_one_may_not_read_cannot_be_followed_and_is_not_told(
    gathered: Gathered, client_of: Client
) -> None:
    made = gathered.begin("Une semaine")
    reader = client_of("membre")
    reader.post(f"/suivre/parcours/{made}", data={"level": "all", "mail": "usual"})
    gathered.do(service.share, made, PRIVATE)
    assert passes(gathered, made, timedelta(hours=2)) == 0
    for key in (str(made), "999999", "x", "²", "9" * 30):
        assert reader.get(f"/suivre/parcours/{key}").status_code == 404
    assert client_of("nina").get(f"/suivre/parcours/{made}").status_code == 200
    assert "n’est plus là" in reader.get("/compte/suivis").text
    gathered.do(service.delete, made)
    with gathered.write() as session:
        assert service.sweep(session, now() + timedelta(days=40)) == 1
        assert session.scalars(select(Subscription)).all() == [], "its number may be another's one day"


def test_who_follows_its_themes_and_who_composed_it_hear_that_it_is_put_forward(
    gathered: Gathered, client_of: Client
) -> None:
    made = gathered.begin("Une semaine")
    gathered.add(made, gathered.page("Lire le climat"))
    drain(gathered.app)
    client_of("membre").post("/suivre/theme/climat", data={"level": "all", "mail": "usual"})
    gathered.feature(made)
    gathered.feature(made, "Dit autrement.")
    gathered.do(curating.end_feature, made, by="curatrice")
    gathered.feature(made)
    said = ("L’équipe nationale met ce parcours en avant", "Une semaine")
    [follower], [owner] = notices(gathered, "membre"), notices(gathered, "nina")
    assert follower == (*said, "Vous suivez la famille de l’un de ses thèmes", f"/parcours/{made}")
    assert owner[2] == "Cela vous est adressé"
    assert notices(gathered, "curatrice") == []


def test_the_end_of_a_call_is_told_a_week_before_and_again_when_it_moves(gathered: Gathered) -> None:
    near, far = write(gathered, closes=7), write(gathered, closes=8)
    fresh = write(gathered, closes=5)

    def days_go_by(*which: int) -> list[int]:
        with gathered.write() as session:
            session.execute(update(Call).where(Call.id.in_(which)).values(told_at=now() - timedelta(days=4)))
        for _again in range(2):
            with gathered.write() as session:
                calling.tell_of_the_day(session, today())
        with gathered.look() as session:
            query = select(Happening.about_id).where(Happening.kind == happens.CALL_CLOSING)
            return [number or 0 for number in session.scalars(query.order_by(Happening.id))]

    assert days_go_by(near, far) == [near], "who heard of it yesterday knows"
    gathered.do(calling.close, fresh, by="curatrice")
    with gathered.look():
        until = today() + timedelta(days=6)
    with gathered.write() as session:
        session.get_one(Call, near).closes_on = until
    assert days_go_by(near, far, fresh) == [near, near]


def test_letters_of_themes_and_of_the_national_team_tell_of_both(
    gathered: Gathered, settings: Settings
) -> None:
    page = gathered.page("Lire le climat")
    with gathered.write() as session:
        [climate] = themes(gathered)
        national = session.scalar(select(Territory.id).where(Territory.slug == NATIONAL))
        trappes = session.scalar(select(Territory.id).where(Territory.slug == "trappes"))
        family = session.scalar(select(ThemeFamily.id).where(ThemeFamily.themes.any(id=climate)))
        other = min(themes(gathered, "Citoyenneté"))
        for kind, number in (
            ("territory", national), ("territory", trappes), ("theme", climate), ("family", family), ("theme", other),
        ):  # fmt: skip
            session.add(
                Letter(email="voisine@exemple.fr", kind=kind, thing_id=number, rhythm="daily",
                       confirmed_at=now(), due_at=now(),
                       told_until=letters.last_happening(session))
            )  # fmt: skip
    made, withdrawn = gathered.begin("Une semaine"), gathered.begin("Retiré")
    for one in (made, withdrawn):
        gathered.add(one, page)
        gathered.feature(one)
    gathered.do(curating.withdraw, withdrawn, "Hors sujet.", by="curatrice")
    write(gathered, title="Apprendre avec l'eau")
    closed = write(gathered, title="Déjà clos")
    gathered.do(calling.close, closed, by="curatrice")

    with gathered.look() as session:
        heard = {}
        for letter in session.scalars(select(Letter)):
            news = [one for one in letters.news(session, letter) if one.page_id is None]
            heard[letter.kind, letter.thing_id] = [one.details["title"] for one in news]
    both = ["Une semaine", "Apprendre avec l'eau"]
    assert heard == {
        ("territory", national): both, ("territory", trappes): [], ("theme", climate): both,
        ("family", family): both, ("theme", other): [],
    }  # fmt: skip
    with gathered.look():
        assert send_all() == 3
    drain(gathered.app)
    mails = [read_mail(path.read_bytes()) for path in (settings.data_dir / "mail").glob("*.eml")]
    written = [text for to, text in mails if to == "voisine@exemple.fr"]
    assert len(written) == 3
    for text in written:
        for name in (*both, "L’équipe nationale met ce parcours en avant", "/parcours/"):
            assert name in text
        assert "Retiré" not in text


def read_mail(mail: bytes) -> tuple[str, str]:
    """To whom, and the words of its text."""
    read = message_from_bytes(mail, policy=policy.default)
    body = read.get_body(("plain",))
    assert body is not None
    return str(read["To"]), " ".join(str(body.get_content()).split())
