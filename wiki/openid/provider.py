"""The provider: what it says of itself, the way to it, and what it says of who comes back.

Sources: OpenID Connect Core 1.0 (https://openid.net/specs/openid-connect-core-1_0.html) and Discovery 1.0, PKCE
(RFC 7636), and the advice of RFC 9700. Only the code flow: nothing but a code passes through the browser.
"""

import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALLOWED_ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
"""Signatures with a key pair: `none` proves nothing, and with HMAC whoever knows our secret could sign."""

SCOPE = "openid email profile"
CACHE_SECONDS = 3600
RETRY_SECONDS = 30
SECONDS = 5
LEEWAY = 60
_TRUSTED = ("https://", "http://localhost", "http://127.0.0.1")
_LONGEST_ANSWER = 1024 * 1024
_LONGEST_SUBJECT = 255


class ProviderFault(Exception):
    """The provider does not answer, or answers what cannot be believed; the reason is for the log."""


@dataclass(frozen=True)
class Claims:
    """What a provider says of a person. `email` only where the provider has verified it."""

    issuer: str
    subject: str
    email: str
    name: str


@dataclass(frozen=True)
class Journey:
    """One way to the provider and back: what must come back unchanged."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """One provider, with what it says of itself kept for an hour."""

    def __init__(
        self, issuer: str, client_id: str, client_secret: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.issuer = issuer
        self._client_id, self._client_secret = client_id, client_secret
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def way_there(self, journey: Journey, redirect_uri: str) -> str:
        """Where the browser is sent.

        Raises:
            ProviderFault: the provider does not answer.
        """
        address, _state = self._session(redirect_uri).create_authorization_url(
            self._endpoint("authorization_endpoint"),
            state=journey.state,
            nonce=journey.nonce,
            code_verifier=journey.verifier,
        )
        return str(address)

    def claims_of(self, code: str, journey: Journey, redirect_uri: str) -> Claims:
        """Who came back with this code.

        Raises:
            ProviderFault: the code is refused, or what the provider says is not for us, not for this journey,
                not signed as it should be, or too old.
        """
        session = self._session(redirect_uri)
        try:
            token = session.fetch_token(
                self._endpoint("token_endpoint"),
                code=code,
                code_verifier=journey.verifier,
                timeout=SECONDS,
                allow_redirects=False,
            )
        except (OAuthError, requests.RequestException, ValueError) as error:
            raise ProviderFault(f"the code was refused: {error}") from error
        claims = self._read(str(token.get("id_token", "")), journey.nonce)
        if "email" not in claims and "userinfo_endpoint" in self._metadata():
            claims = {**self._userinfo(str(token.get("access_token", "")), claims["sub"]), **claims}
        return _told(claims)

    def way_out(self, back: str) -> str | None:
        """Where somebody signs out of the provider as well, if it has such a place."""
        try:
            endpoint = self._metadata().get("end_session_endpoint")
        except ProviderFault:
            return None
        if not isinstance(endpoint, str):
            return None
        return f"{endpoint}?{urlencode({'client_id': self._client_id, 'post_logout_redirect_uri': back})}"

    def _session(self, redirect_uri: str) -> Any:
        return OAuth2Session(
            self._client_id,
            self._client_secret or None,
            scope=SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self._client_secret else "none",
        )

    def _read(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of an ID token, checked as OpenID Connect Core 3.1.3.7 asks for."""
        offered = self._metadata().get("id_token_signing_alg_values_supported", ["RS256"])
        algorithms = [name for name in ALLOWED_ALGORITHMS if name in offered]
        try:
            token = self._decoded(id_token, algorithms)
            registry = jwt.JWTClaimsRegistry(
                leeway=LEEWAY,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
                nonce={"essential": True},
            )
            registry.validate(token.claims)
        except (JoseError, ValueError) as error:
            raise ProviderFault(f"the ID token cannot be believed: {error}") from error
        self._check_for_us(token.claims, nonce)
        return dict(token.claims)

    def _decoded(self, id_token: str, algorithms: list[str]) -> jwt.Token:
        """Read with the keys at hand; where the key is not among them, with those of now."""
        try:
            return jwt.decode(id_token, self._keys(), algorithms=algorithms)
        except (JoseError, ValueError):
            if not self._forget("jwks"):
                raise
            return jwt.decode(id_token, self._keys(), algorithms=algorithms)

    def _check_for_us(self, claims: Mapping[str, Any], nonce: str) -> None:
        if not isinstance(claims["nonce"], str) or not hmac.compare_digest(
            claims["nonce"].encode(), nonce.encode()
        ):
            raise ProviderFault("the ID token belongs to another journey")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self._client_id:
            raise ProviderFault("the ID token was given to somebody else")
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= _LONGEST_SUBJECT:
            raise ProviderFault("the ID token names nobody")

    def _userinfo(self, access_token: str, subject: str) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        told = _json_at(self._endpoint("userinfo_endpoint"), headers)
        if told.get("sub") != subject:
            raise ProviderFault("the provider speaks of somebody else")
        return told

    def _metadata(self) -> Mapping[str, Any]:
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        metadata = self._cached("metadata", address)
        if metadata.get("issuer") != self.issuer:
            raise ProviderFault("the provider says it is another one")
        return metadata

    def _keys(self) -> KeySet:
        try:
            return KeySet.import_key_set(dict(self._cached("jwks", self._endpoint("jwks_uri"))))  # type: ignore[arg-type]  # checked by the library
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderFault(f"the keys of the provider cannot be read: {error}") from error

    def _endpoint(self, name: str) -> str:
        endpoint = self._metadata().get(name)
        if not isinstance(endpoint, str) or not endpoint.startswith(_TRUSTED):
            raise ProviderFault(f"the provider has no {name} to be trusted")
        return endpoint

    def _cached(self, name: str, address: str) -> Mapping[str, Any]:
        with self._lock:
            kept = self._kept.get(name)
        if kept is not None and self._clock() - kept[0] < CACHE_SECONDS:
            return kept[1]
        found = _json_at(address, {})
        with self._lock:
            self._kept[name] = self._clock(), found
        return found

    def _forget(self, name: str) -> bool:
        """Ask again next time; not when that was asked a moment ago, so that forged tokens cannot make us ask on."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or self._clock() - kept[0] < RETRY_SECONDS:
                return False
            del self._kept[name]
            return True


def _json_at(address: str, headers: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        with requests.get(
            address, headers=dict(headers), timeout=SECONDS, allow_redirects=False, stream=True
        ) as answer:
            answer.raise_for_status()
            if answer.status_code != requests.codes.ok:
                raise ProviderFault(f"{address} leads elsewhere")
            answer.raw.decode_content = True
            raw = answer.raw.read(_LONGEST_ANSWER + 1)
            if len(raw) > _LONGEST_ANSWER:
                raise ProviderFault(f"{address} says too much")
            found = json.loads(raw)
    except (requests.RequestException, OSError, ValueError) as error:
        raise ProviderFault(f"{address} does not answer: {error}") from error
    if not isinstance(found, dict):
        raise ProviderFault(f"{address} answers something else")
    return found


def _told(claims: Mapping[str, Any]) -> Claims:
    email, name = claims.get("email"), claims.get("name") or claims.get("preferred_username")
    verified = claims.get("email_verified")
    # Some providers write it as text; whatever else is no yes.
    is_verified = verified is True or verified == "true"
    return Claims(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        email=email if isinstance(email, str) and is_verified else "",
        name=name[:120] if isinstance(name, str) else "",
    )
