"""Mails are jobs: written with what they tell about, sent by SMTP or left as files."""

import logging
import smtplib
import socketserver
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from threading import Thread

import pytest
from flask import Flask

from wiki.app import create_app
from wiki.jobs.worker import drain
from wiki.mail import service, transport
from wiki.mail.writing import site_address


class PostOffice(socketserver.ThreadingTCPServer):
    """A small SMTP server that keeps what it is given, and knows nobody called "inconnue" or "plus tard"."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.received: list[bytes] = []
        self.logins: list[str] = []


class Counter(socketserver.StreamRequestHandler):
    """One conversation."""

    server: PostOffice

    def handle(self) -> None:
        self.say("220 post office")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "EHLO":
                self.say("250-here")
                self.say("250 AUTH PLAIN")
            elif verb == "AUTH":
                self.server.logins.append(line)
                self.say("235 welcome")
            elif verb == "RCPT":
                self.say(
                    "550 nobody" if "inconnue" in line else "451 later" if "plus.tard" in line else "250 yes"
                )
            elif verb == "DATA":
                self.say("354 go on")
                self.take_message()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def take_message(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.received.append(b"".join(lines))
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        thread = Thread(target=office.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield office
        office.shutdown()
        thread.join()


@pytest.fixture
def app(settings) -> Iterator[Flask]:
    app = create_app(settings, ("wiki.jobs", "wiki.mail"))
    yield app
    app.extensions["wiki.database"].dispose()


def send(
    write: Callable[[], object], to: str = "anne@exemple.fr", locale: str = "", **values: object
) -> None:
    with write() as session:
        service.send(
            session,
            to,
            "invitation",
            locale,
            **{"path": "/inscription?invitation=x", "by": "<Élo>", **values},
        )


class TestFiles:
    def test_a_mail_is_left_as_a_file_only_its_owner_reads(self, app: Flask, settings, write) -> None:
        send(write)
        drain(app)

        (path,) = (settings.data_dir / "mail").glob("*.eml")
        assert path.stat().st_mode & 0o777 == 0o600
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
        assert mail["Subject"] == "Une invitation vous attend"
        assert mail["From"].addresses[0].display_name == settings.site_name
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Content-Language"] == "fr"
        assert plain.startswith("Bonjour,\n\n<Élo> vous invite")
        assert "\n\nhttp://127.0.0.1:8000/inscription?invitation=x\n\n" in plain
        assert '<a href="http://127.0.0.1:8000/inscription?invitation=x">' in html
        assert "&lt;Élo&gt;" in html
        assert '<html lang="fr">' in html

    def test_a_mail_done_twice_is_one_file(self, app: Flask, settings, write) -> None:
        from_job = {
            "key": "k",
            "written_at": "2026-01-01T10:00:00+00:00",
            "to": "a@b.fr",
            "template": "password_changed",
        }
        with app.app_context():
            handler = app.extensions["wiki.jobs"].handler("mail.send")
            for _ in range(2):
                handler([{**from_job, "locale": "fr", "values": {}}])

        assert len(list((settings.data_dir / "mail").iterdir())) == 1

    def test_every_mail_can_be_written_in_both_languages(self, app: Flask, settings, write) -> None:
        names = ["confirm", "known_address", "reset", "password_changed", "email_changed", "invitation"]
        with write() as session:
            for name in names:
                for locale in ("fr", "en"):
                    service.send(session, "a@b.fr", name, locale, path="/x", by="Anne")
        drain(app)

        assert len(list((settings.data_dir / "mail").iterdir())) == 2 * len(names)

    def test_links_lead_to_the_public_address(self, settings) -> None:
        assert (
            site_address(replace(settings, site_url="https://territoires.exemple/"))
            == "https://territoires.exemple"
        )


class TestServer:
    @pytest.fixture
    def settings(self, settings, office: PostOffice):
        port = office.server_address[1]
        return replace(settings, smtp_url=f"smtp://facteur:mot%20de%20passe@127.0.0.1:{port}")

    def test_mails_go_through_the_server(self, app: Flask, office: PostOffice, write) -> None:
        send(write)
        send(write, "bruno@exemple.fr")
        drain(app)

        told = [message_from_bytes(raw, policy=policy.default)["To"] for raw in office.received]
        assert told == ["anne@exemple.fr", "bruno@exemple.fr"]
        assert len(office.logins) == 2

    def test_a_mail_of_news_has_its_own_layout_and_headers_for_programs(
        self, app: Flask, office: PostOffice, write
    ) -> None:
        told = {
            "sentence": "<Élo> a modifié", "summary": "", "changes": ["Durée"], "address": "/x?a=1", "action": "Voir",
        }  # fmt: skip
        item = {
            "title": "L'eau & nous",
            "place": "Trappes",
            "address": "/x",
            "reason": "Suivie",
            "told": [told],
        }
        with write() as session:
            service.send(
                session, "anne@exemple.fr", "notices", "fr",
                {"List-Unsubscribe": "<{site}/stop>", "List-Id": "<a.b>"},
                title="Du nouveau", intro="Voici.", items=[item], more="Et 2 autres", all_at="/notifications",
                why="Parce que.", manage="/compte", stop="/stop",
            )  # fmt: skip
        drain(app)

        [raw] = office.received
        mail = message_from_bytes(raw, policy=policy.default)
        plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
        assert (mail["Subject"], mail["List-Id"]) == ("Du nouveau", "<a.b>")
        assert mail["List-Unsubscribe"] == "<http://127.0.0.1:8000/stop>"
        plain_lines = plain.replace("\r", "")
        assert (
            "* L'eau & nous (Trappes)\n  <Élo> a modifié.\n  - Durée\n  http://127.0.0.1:8000/x?a=1\n"
            in plain_lines
        )
        assert "&lt;Élo&gt; a modifié." in html
        assert 'href="http://127.0.0.1:8000/x?a=1"' in html
        assert "Et 2 autres" in plain
        assert "Et 2 autres" in html

    def test_an_address_nobody_has_is_logged_and_keeps_nobody_waiting(
        self, app: Flask, office: PostOffice, write, caplog: pytest.LogCaptureFixture
    ) -> None:
        send(write, "inconnue@exemple.fr")
        send(write)
        with caplog.at_level(logging.WARNING):
            drain(app)

        assert len(office.received) == 1
        assert "knows no such address" in caplog.text

    def test_an_address_that_is_full_for_now_is_tried_again(
        self, app: Flask, office: PostOffice, settings, write
    ) -> None:
        job = {"key": "k", "written_at": "2026-01-01T10:00:00+00:00", "to": "plus.tard@exemple.fr"}
        handler = app.extensions["wiki.jobs"].handler("mail.send")
        with app.app_context(), pytest.raises(smtplib.SMTPRecipientsRefused):
            handler([{**job, "template": "password_changed", "locale": "fr", "values": {}}])


def test_a_server_that_wants_encryption_from_the_start_is_spoken_to_so(office: PostOffice) -> None:
    """The small server speaks plainly, so that the encrypted greeting fails there: it was tried."""
    with pytest.raises(ssl.SSLError), transport.connected(f"smtps://127.0.0.1:{office.server_address[1]}"):
        raise AssertionError("an unencrypted server was taken")
