"""Passwords: hashed with Argon2id, refused when somebody would guess them."""

from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l

from wiki.accounts.models import User
from wiki.errors import Invalid
from wiki.rendering.characters import normalised
from wiki.rendering.slugs import fold

MIN_LENGTH = 10
MAX_LENGTH = 200
# About 40 ms on an ordinary machine, in 19 MiB: several people can sign in at once on a small server.
_hasher = PasswordHasher(time_cost=3, memory_cost=19456, parallelism=1)
# What nobody's password was hashed to, once: hashing one at every start would hold it up.
_NOBODY = "$argon2id$v=19$m=19456,t=3,p=1$Tqr7NeSV2Tv5UtJrp54Xfg$X6/B2mngAziCdrUU5quk2Vfy8KFxqESvZnBqqV6T2+o"

# The commonest of ten characters and more, here and elsewhere, as `_bare` writes them.
_COMMONEST = frozenset(Path(__file__).with_name("commonest.txt").read_text(encoding="ascii").split())


def hash_password(password: str) -> str:
    """The salted hash to be stored."""
    return _hasher.hash(_normal(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one of this hash; takes as long when there is no hash at all."""
    try:
        _hasher.verify(password_hash or _NOBODY, _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def check_strength(password: str, user: User, field: str = "password") -> None:
    """Refuse a password that somebody would guess.

    Raises:
        Invalid: saying under `field` what to change.
    """
    refusal = _refusal(password, user)
    if refusal is not None:
        raise Invalid({field: refusal})


def _refusal(password: str, user: User) -> Any:
    if len(password) < MIN_LENGTH:
        return _l(
            "Ce mot de passe est trop court : il en faut au moins dix caractères, par exemple quatre mots."
        )
    if len(password) > MAX_LENGTH:
        return _l("Ce mot de passe est trop long : 200 caractères suffisent.")
    bare = _bare(password)
    if bare in _names(user):
        return _l("Ce mot de passe est votre nom ou votre adresse : choisissez-en un que personne ne devine.")
    if bare in _COMMONEST or len(set(password)) < 4:
        return _l("Ce mot de passe est parmi les plus courants : choisissez-en un que personne ne devine.")
    return None


def _names(user: User) -> set[str]:
    email = user.email or ""
    return {_bare(text) for text in (user.name, user.handle or "", email, email.partition("@")[0])}


def _bare(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def _normal(password: str) -> str:
    """The same characters whatever keyboard they were typed on; what is longer than any password is not all read."""
    return normalised(password[: MAX_LENGTH + 1], "NFKC")
