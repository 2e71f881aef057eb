"""Registration and authentication as https://www.w3.org/TR/webauthn-3/ has them, through the `webauthn` library."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from wiki.accounts.passkeys.models import Passkey
from wiki.errors import Invalid

LONGEST_CREDENTIAL = 20_000
# What the library and the decoders under it raise for bytes that somebody made up.
_REFUSALS = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError)


@dataclass(frozen=True)
class Site:
    """What a passkey is bound to: the host, and the address of the pages where it may be used."""

    host: str
    origin: str
    name: str

    @classmethod
    def at(cls, address: str, name: str) -> "Site":
        """The site at an address such as `https://wiki.example.org/`."""
        parts = urlsplit(address)
        return cls(parts.hostname or "", f"{parts.scheme}://{parts.netloc}", name)


def ask_to_register(
    site: Site, handle: bytes, account: str, name: str, known: Iterable[str]
) -> tuple[str, str]:
    """What the browser is asked, as JSON, and the challenge in it.

    Args:
        handle: by which the device tells accounts apart; it says nothing about the person.
        known: credential ids that the account has already, which the device need not make twice.
    """
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=handle,
        user_name=account,
        user_display_name=name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def check_registration(site: Site, answer: str, challenge: str) -> VerifiedRegistration:
    """What the device answered, if it answered this challenge for this site, and knew its owner.

    Raises:
        Invalid: it did not.
    """
    try:
        return verify_registration_response(
            credential=_bounded(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _REFUSALS:
        raise Invalid(
            {"": _l("L'appareil n'a pas donné de clé utilisable. Rien n'a changé : vous pouvez réessayer.")}
        ) from None


def ask_to_authenticate(site: Site) -> tuple[str, str]:
    """What the browser is asked, as JSON, and the challenge in it; the device offers the keys that it has."""
    options = generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def credential_of(answer: str) -> tuple[str, bytes | None]:
    """Which key answered, in base64url, and the handle of the account that the device keeps it for.

    Raises:
        Invalid: this is no answer of a device.
    """
    try:
        parsed = parse_authentication_credential_json(_bounded(answer))
        return bytes_to_base64url(parsed.raw_id), parsed.response.user_handle
    except _REFUSALS:
        raise refusal() from None


def check_authentication(site: Site, answer: str, challenge: str, key: Passkey) -> VerifiedAuthentication:
    """What the device signed, if it signed this challenge for this site with this key, and knew its owner.

    Raises:
        Invalid: it did not, or the key counts backwards, as a copy of it would.
    """
    try:
        return verify_authentication_response(
            credential=_bounded(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except _REFUSALS:
        raise refusal() from None


def refusal() -> Invalid:
    """The same words for whatever is wrong with a key."""
    return Invalid(
        {"": _l("Cette clé d'accès n'ouvre pas de compte ici. Réessayez, ou connectez-vous autrement.")}
    )


def _bounded(answer: str) -> str:
    if len(answer) > LONGEST_CREDENTIAL:
        raise ValueError
    return answer
