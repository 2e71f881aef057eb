"""Add a passkey, use it, take it away."""

import hmac
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.structs import CredentialDeviceType

from wiki.accounts.models import User
from wiki.accounts.passkeys.ceremonies import (
    Site,
    check_authentication,
    check_registration,
    credential_of,
    refusal,
)
from wiki.accounts.passkeys.models import LONGEST_NAME, Passkey
from wiki.accounts.passkeys.queries import passkey_of, passkeys_of
from wiki.accounts.security.sealing import Seal
from wiki.accounts.service import note
from wiki.db import now
from wiki.errors import Invalid
from wiki.mail import service as mail

MOST = 20


def handle_of(seal: Seal, user_id: int) -> bytes:
    """What devices know an account by: always the same, and of no meaning to anybody else."""
    return bytes.fromhex(seal.digest(str(user_id), "passkey"))


def add(session: Session, site: Site, user_id: int, name: str, answer: str, challenge: str) -> Passkey:
    """Take a new key.

    Raises:
        Invalid: the name is missing or too long, the device did not answer as it should, or there are too many.
    """
    kept = passkeys_of(session, user_id)
    if len(kept) >= MOST:
        raise Invalid({"": _l("Vous avez déjà %(most)s clés : retirez-en une d'abord.", most=MOST)})
    verified = check_registration(site, answer, challenge)
    credential_id = bytes_to_base64url(verified.credential_id)
    if session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)) is not None:
        raise Invalid({"": _l("Cet appareil a déjà une clé ici.")})
    made = Passkey(
        user_id=user_id,
        credential_id=credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=_checked_name(name),
        is_synced=verified.credential_device_type == CredentialDeviceType.MULTI_DEVICE,
    )
    session.add(made)
    session.flush()
    note(session, user_id, "account.passkey_added")
    _tell(session, user_id, "passkey_added", made.name)
    return made


def owner(
    session: Session, seal: Seal, site: Site, answer: str, challenge: str, at: datetime | None = None
) -> User:
    """The person whose key signed the challenge.

    Raises:
        Invalid: no key of an account that may be used did.
    """
    credential_id, handle = credential_of(answer)
    key = session.scalar(select(Passkey).where(Passkey.credential_id == credential_id).with_for_update())
    if key is None:
        raise refusal()
    if handle is not None and not hmac.compare_digest(handle, handle_of(seal, key.user_id)):
        raise refusal()
    verified = check_authentication(site, answer, challenge, key)
    user = session.get_one(User, key.user_id)
    if user.confirmed_at is None or user.blocked_at is not None or user.deleted_at is not None:
        raise refusal()
    key.sign_count, key.used_at = verified.new_sign_count, at or now()
    return user


def remove(session: Session, user_id: int, passkey_id: int) -> None:
    """Take a key away.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    key = passkey_of(session, user_id, passkey_id)
    session.execute(delete(Passkey).where(Passkey.id == key.id))
    note(session, user_id, "account.passkey_removed")
    _tell(session, user_id, "passkey_removed", key.name)


def _checked_name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise Invalid({"name": _l("Donnez un nom à cette clé, pour la reconnaître plus tard.")})
    if len(tidy) > LONGEST_NAME:
        raise Invalid({"name": _l("60 caractères suffisent.")})
    return tidy


def _tell(session: Session, user_id: int, template: str, key: str) -> None:
    user = session.get_one(User, user_id)
    if user.email is not None:
        mail.send(session, user.email, template, user.locale, key=key)
