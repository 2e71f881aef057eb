"""Other sites are called at public addresses only, whatever their names say, and for a bounded time."""

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.wiki.outgoing.sites import says, site
from wiki.config import Settings
from wiki.outgoing import service, targets
from wiki.outgoing.addresses import is_public
from wiki.outgoing.errors import OutgoingError, Refused, TooSlow, Unreachable
from wiki.outgoing.service import fetch, follow
from wiki.outgoing.targets import check_url, target_of


@pytest.fixture
def intranet() -> Iterator[Flask]:
    """An installation that may call its own machine."""
    app = Flask("outgoing")
    app.extensions["wiki.settings"] = Settings(outgoing_private=True, site_url="https://wiki.exemple")
    with app.app_context():
        yield app


@pytest.fixture
def internet(intranet: Flask) -> Flask:
    """An installation as it is by default."""
    intranet.extensions["wiki.settings"] = replace(
        intranet.extensions["wiki.settings"], outgoing_private=False
    )
    return intranet


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """What a resolver says for a name, one answer after the other: the network's edge."""
    answers: dict[str, list[list[str]]] = {}

    def look_up(host: str, port: int, **_kind: object) -> list[object]:
        found = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(targets.socket, "getaddrinfo", look_up)
    return answers


CLOSED = (
    "127.0.0.1", "127.255.0.9", "0.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "168.63.129.16", "198.18.0.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.0.2.1", "192.88.99.1",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1",
    "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
    "2002:7f00:1::1", "2001:0:53aa:64c::1", "2001:db8::1", "100::1", "::7f00:1", "3fff::1",
)  # fmt: skip


class TestAddresses:
    @pytest.mark.parametrize("address", CLOSED)
    def test_what_is_of_a_house_is_closed(self, address: str) -> None:
        assert not is_public(address)

    @pytest.mark.parametrize(
        "address", ["93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "2a01::1"]
    )
    def test_what_everybody_reaches_is_open(self, address: str) -> None:
        assert is_public(address)

    @given(st.ip_addresses(v=4))
    def test_what_is_open_is_open_to_the_library_too(self, address) -> None:
        assert not is_public(str(address)) or (address.is_global and not address.is_multicast)

    @given(st.ip_addresses(v=4))
    def test_no_ipv4_address_gets_through_inside_an_ipv6_address(self, address) -> None:
        number = int(address)
        assert not is_public(f"::ffff:{address}")
        assert not is_public(f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}")
        assert not is_public(f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1")


class TestTargets:
    @pytest.mark.parametrize(
        "url",
        [
            "ftp://exemple.fr/", "file:///etc/passwd", "gopher://exemple.fr", "exemple.fr", "//exemple.fr", "",
            "http://", "http:///x", "http://exemple.fr:22/", "http://exemple.fr:99999/", "http://exemple.fr:x/",
            "http://nom:secret@exemple.fr/", "http://@exemple.fr/", "http://exemple.fr/a b",
            "http://exemple.fr/\r\nHost: autre", "http://exemple.fr/\x00", "http://[::1/",
            "http://" + "a" * 70 + ".fr", "http://exemple.fr/" + "a" * 2000,
        ],
    )  # fmt: skip
    def test_what_is_no_address_of_a_site_is_refused(self, url: str) -> None:
        with pytest.raises(Refused):
            check_url(url)

    def test_a_name_is_looked_up_and_written_as_networks_write_it(self, names) -> None:
        names["xn--mditerrane-b7ai.fr"] = [["93.184.216.34"]]

        target = target_of("https://Méditerranée.fr/où?q=été#x", private=False)

        assert target.addresses == ("93.184.216.34",)
        assert target.authority == "xn--mditerrane-b7ai.fr"
        assert target.path == "/o%C3%B9?q=%C3%A9t%C3%A9"

    def test_one_closed_address_among_several_is_enough(self, names) -> None:
        names["exemple.fr"] = [["93.184.216.34", "10.0.0.1"]]
        with pytest.raises(Refused):
            target_of("http://exemple.fr/", private=False)

    @pytest.mark.parametrize(
        "host",
        ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"],
    )  # fmt: skip
    def test_no_spelling_leads_to_this_machine(self, host: str) -> None:
        with pytest.raises(Refused):
            target_of(f"http://{host}:8080/", private=False)

    def test_an_unknown_name_is_unreachable(self) -> None:
        with pytest.raises(Unreachable):
            target_of("http://rien.invalid/", private=False)

    def test_an_odd_port_is_named_to_the_site(self) -> None:
        assert target_of("http://[::1]:81/", private=True).authority == "[::1]:81"

    @given(st.text(max_size=40))
    def test_whatever_is_typed_is_checked_or_refused(self, text: str) -> None:
        try:
            check_url("http://" + text)
        except OutgoingError:
            return


class TestFetching:
    def test_a_site_is_asked_and_its_answer_told(self, intranet: Flask) -> None:
        with site(says(201, b"merci", X_One="a")) as other:
            answer = fetch("POST", f"{other.url}/x?y=1", headers={"X-Key": "k"}, body=b"bonjour")

        (asked,) = other.asked
        assert (answer.status, answer.body, answer.headers["x-one"]) == (201, b"merci", "a")
        assert not answer.is_cut
        assert (asked.method, asked.path, asked.body, asked.headers["X-Key"]) == (
            "POST",
            "/x?y=1",
            b"bonjour",
            "k",
        )
        assert asked.headers["Host"] == other.url.removeprefix("http://")
        assert "https://wiki.exemple" in asked.headers["User-Agent"]

    def test_this_machine_is_refused_and_never_asked(self, internet: Flask) -> None:
        with site() as other:
            port = other.url.rpartition(":")[2]
            targets_before = targets.PORTS
            try:
                targets.PORTS = targets_before | {int(port)}
                with pytest.raises(Refused):
                    fetch("GET", other.url)
            finally:
                targets.PORTS = targets_before
        assert other.asked == []

    def test_a_name_that_changes_its_mind_is_asked_once(
        self, internet: Flask, names, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names["rebond.fr"] = [["93.184.216.34"], ["127.0.0.1"]]
        reached = []

        def connect(address: tuple[str, int], timeout: float) -> socket.socket:
            reached.append(address)
            raise OSError("no network in tests")

        monkeypatch.setattr(socket, "create_connection", connect)
        with pytest.raises(Unreachable):
            fetch("GET", "http://rebond.fr/")
        assert reached == [("93.184.216.34", 80)]

    def test_a_redirect_is_an_answer(self, intranet: Flask) -> None:
        with site(says(302, Location="http://169.254.169.254/")) as other:
            assert fetch("GET", other.url).status == 302

    def test_what_is_too_long_is_cut(self, intranet: Flask) -> None:
        with site(says(200, b"x" * 5000)) as other:
            answer = fetch("GET", other.url, max_bytes=100)
        assert (len(answer.body), answer.is_cut) == (100, True)

    def test_a_site_that_drips_is_left(self, intranet: Flask) -> None:
        def drip(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            while True:  # until whoever asked has hung up
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.02)

        with site(drip) as other, pytest.raises(TooSlow):
            fetch("GET", other.url, timeout=0.2)

    def test_a_site_that_says_nothing_is_left(self, intranet: Flask) -> None:
        left = Event()
        with site(lambda handler: left.wait(60)) as other:
            with pytest.raises(TooSlow):
                fetch("GET", other.url, timeout=0.1)
            left.set()

    def test_nobody_there_is_unreachable(self, intranet: Flask) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with pytest.raises(Unreachable):
            fetch("GET", f"http://127.0.0.1:{port}/")

    def test_nonsense_is_unreachable(self, intranet: Flask) -> None:
        with (
            site(lambda handler: handler.wfile.write(b"SSH-2.0-x\r\n\r\n")) as other,
            pytest.raises(Unreachable),
        ):
            fetch("GET", other.url)

    def test_no_time_is_too_slow(self, intranet: Flask) -> None:
        with site() as other, pytest.raises(OutgoingError):
            fetch("GET", other.url, timeout=0.000001)


class TestFollowing:
    def test_redirects_lead_on(self, intranet: Flask) -> None:
        with site(says(301, Location="/b"), says(307, Location="c#d"), says(200, b"ici")) as other:
            answer = follow("GET", f"{other.url}/a")
        assert (answer.body, answer.url) == (b"ici", f"{other.url}/c")
        assert [asked.path for asked in other.asked] == ["/a", "/b", "/c"]

    def test_each_hop_is_checked(self, intranet: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        with site(says(302, Location="http://169.254.169.254/latest/meta-data/")) as other:
            look = target_of
            monkeypatch.setattr(
                service, "target_of", lambda url, private: look(url, private=url.startswith(other.url))
            )
            with pytest.raises(Refused):
                follow("GET", other.url)

    def test_credentials_stay_with_their_site(self, intranet: Flask) -> None:
        with site() as other, site(says(302, Location=f"{other.url}/"), says(200)) as first:
            follow("GET", first.url, headers={"Authorization": "secret", "Accept": "text/html"})
        assert first.asked[0].headers["Authorization"] == "secret"
        assert "Authorization" not in other.asked[0].headers
        assert other.asked[0].headers["Accept"] == "text/html"

    def test_a_ring_ends(self, intranet: Flask) -> None:
        with site(says(302, Location="/")) as other, pytest.raises(Refused):
            follow("GET", other.url, most=2)
        assert len(other.asked) == 3

    def test_a_redirect_to_nonsense_is_refused(self, intranet: Flask) -> None:
        with site(says(302, Location="http://[x/")) as other, pytest.raises(Refused):
            follow("GET", other.url)

    def test_a_redirect_without_place_is_an_answer(self, intranet: Flask) -> None:
        with site(says(304)) as other:
            assert follow("GET", other.url).status == 304


class TestCertificates:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        """A certificate for the name `localhost`, signed by itself."""

        path = tmp_path / "both.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", path, "-out", tmp_path / "certificate.pem", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost"],
            check=True, capture_output=True,
        )  # fmt: skip
        path.write_bytes(path.read_bytes() + (tmp_path / "certificate.pem").read_bytes())
        return path

    def test_a_certificate_is_for_the_name_and_by_somebody_known(
        self, intranet: Flask, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        with site(says(200, b"bonjour"), tls=tls) as other:
            by_name = other.url.replace("127.0.0.1", "localhost")
            with pytest.raises(Unreachable):
                fetch("GET", by_name)
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("certificate.pem")))
            assert fetch("GET", by_name).body == b"bonjour"
            with pytest.raises(Unreachable):
                fetch("GET", other.url)
