"""Two real providers on this machine: one as it should be, in a process of its own, and one that can lie."""

import base64
import hashlib
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask, jsonify, request
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from wiki.config import Settings

CLIENT = "wiki"
SECRET = "shared between the two of us, and long enough"


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """Signing in says nothing of the engine: SQLite will do."""
    shutil.copy(migrated_sqlite, tmp_path / "wiki.sqlite3")
    return f"sqlite:///{tmp_path / 'wiki.sqlite3'}"


@pytest.fixture(scope="session")
def right_provider() -> Iterator[str]:
    """The address of a provider that others wrote (oidc-provider-mock)."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "-H", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/jwks", process)
        yield address
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(address, timeout=10).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    pytest.fail("the provider did not start")


@cache
def its_key() -> RSAKey:
    """The key of the provider: found once, for finding one takes a tenth of a second."""
    return RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256"})


@dataclass
class Liar:
    """A provider that says what a test wants; it asks for PKCE, and gives each code once."""

    address: str = ""
    key: RSAKey = field(default_factory=its_key)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    metadata: dict[str, Any] = field(default_factory=dict)
    signing_key: Any = None
    userinfo: dict[str, Any] = field(default_factory=dict)
    id_token: str | None = None
    asked: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def follow(self, location: str) -> str:
        """Take a browser in that was sent here; return the path and question it is sent back with."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return f"/connexion/openid/retour?code=a-code&state={self.asked['state']}"

    def token(self) -> str:
        if self.id_token is not None:
            return self.id_token
        moment = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "sub": "anne-there", "nonce": self.asked.get("nonce"),
            "iat": moment, "exp": moment + 300, "email": "anne@exemple.fr", "email_verified": True,
            "name": "Anne d'ailleurs", **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(
            self.header, claims, self.signing_key or self.key, algorithms=["RS256", "HS256", "none"]
        )

    def app(self) -> Flask:
        app = Flask("liar")

        @app.before_request
        def note() -> None:
            self.requests.append(request.path)

        @app.get("/.well-known/openid-configuration")
        def metadata() -> Any:
            names = {"authorization_endpoint": "/go", "token_endpoint": "/token", "jwks_uri": "/jwks",
                     "end_session_endpoint": "/end", "userinfo_endpoint": "/userinfo"}  # fmt: skip
            told = {name: self.address + path for name, path in names.items()}
            return jsonify({"issuer": self.address, **told, **self.metadata})

        @app.get("/jwks")
        def jwks() -> Any:
            return jsonify(keys=[self.key.as_dict(private=False)])

        @app.post("/token")
        def token() -> Any:
            verifier = request.form["code_verifier"].encode()
            challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
            right = challenge == self.asked.pop("code_challenge", None)
            if not right or self.asked["code_challenge_method"] != "S256":
                return jsonify(error="invalid_grant"), 400
            return jsonify(access_token="access", token_type="Bearer", id_token=self.token())

        @app.get("/userinfo")
        def userinfo() -> Any:
            assert request.headers["Authorization"] == "Bearer access"
            return jsonify(self.userinfo)

        return app


@pytest.fixture(scope="session")
def liar_server() -> Iterator[Liar]:
    liar = Liar()
    server = make_server("127.0.0.1", 0, liar.app(), threaded=True)
    liar.address = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield liar
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def liar(liar_server: Liar) -> Liar:
    """The provider that can lie; it begins honest."""
    fresh = Liar(address=liar_server.address, key=liar_server.key)
    liar_server.__dict__.update(fresh.__dict__)
    return liar_server


@pytest.fixture
def provider_address(liar: Liar) -> str:
    return liar.address


@pytest.fixture
def settings(settings: Settings, provider_address: str) -> Settings:
    return replace(
        settings,
        oidc_issuer=provider_address,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_name="Académie",
        site_url="http://localhost",
    )


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A visitor's browser whose forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def come_back(browser: FlaskClient, liar: Liar) -> Callable[..., Any]:
    """`come_back()`: to the provider and back, with what it says now."""

    def travel(client: FlaskClient = browser, target: str = "/themes") -> Any:
        location = client.get(f"/connexion/openid?next={target}").location
        assert location.startswith(liar.address + "/go?"), location
        return client.get(liar.follow(location))

    return travel
