"""What a text must satisfy before it is saved. Every refusal names the line and says what to do."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from wiki.errors import Invalid
from wiki.rendering.characters import normalised
from wiki.rendering.diagnostics import Diagnostic, Severity

MAX_TEXT_BYTES = 1_000_000
_CANNOT_BE_KEPT = re.compile("[\x00\ud800-\udfff]")
_CANNOT_BE_READ = re.compile("[\x00\ufffd\ud800-\udfff]")


def tidy_text(text: str) -> str:
    """The text as it is kept: LF, NFC, one newline at the end.

    Raises:
        Invalid: too long, or with characters that cannot be kept.
    """
    _check_size(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check_characters(text)
    text = normalised(text).strip("\n")
    if not text.strip():
        raise Invalid({"text": _l("Le texte est vide : écrivez au moins une phrase.")})
    return text + "\n"


def _check_size(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_TEXT_BYTES:
        message = _l(
            "Ce texte fait %(size)s ko ; une page en tient %(limit)s au plus. Partagez-le en plusieurs pages "
            "reliées par des liens.",
            size=math.ceil(size / 1_000),
            limit=MAX_TEXT_BYTES // 1_000,
        )
        raise Invalid({"text": message})


def _check_characters(text: str) -> None:
    if not _CANNOT_BE_READ.search(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if _CANNOT_BE_READ.search(line):
            message = _l(
                "La ligne %(line)s contient un caractère illisible, souvent dû à un copier-coller. Il est montré "
                "par « � » : remplacez-le, puis enregistrez.",
                line=number,
            )
            raise Invalid({"text": message})


def readable(text: str) -> str:
    """The text with what cannot be kept replaced by a visible sign, so that it can be shown again and mended."""
    return _CANNOT_BE_KEPT.sub("\ufffd", text)


def draft_text(text: str) -> str:
    """The text as a draft keeps it: LF, and nothing that a database refuses; what is wrong in it waits for the save.

    Raises:
        Invalid: it is empty, or longer than a page can be.
    """
    _check_size(text)
    kept = readable(text).replace("\r\n", "\n").replace("\r", "\n")
    if not kept.strip():
        raise Invalid({"text": _l("Le texte est vide : écrivez au moins une phrase.")})
    return kept


def check_title(title: str, field: str) -> None:
    """Refuse a title that nobody could read aloud or follow as a link.

    Raises:
        Invalid: at `field`: the title has neither letter nor digit, of whatever alphabet.
    """
    if not any(character.isalnum() for character in title):
        raise Invalid({field: _l("Donnez un titre qui contient au moins une lettre ou un chiffre.")})


def check_head(diagnostics: Sequence[Diagnostic]) -> None:
    """Refuse a head that cannot be read.

    Raises:
        Invalid: with every error of the head, in the reader's words.
    """
    errors = [found for found in diagnostics if found.severity is Severity.ERROR]
    if errors:
        raise Invalid({"text": Joined([_told(found) for found in errors])})


def _told(found: Diagnostic) -> Any:
    message = _l(found.message, **found.params)
    if "%(line)s" in found.message:
        return message
    return _l("Ligne %(line)s : %(message)s", line=found.line, message=message)


def check_themes(unknown: Mapping[str, Sequence[str]]) -> None:
    """Refuse themes that nobody knows.

    Args:
        unknown: name as written → names that look like it.

    Raises:
        Invalid: naming each, with what was perhaps meant.
    """
    if unknown:
        raise Invalid({"text": Joined([_unknown_theme(name, near) for name, near in unknown.items()])})


def _unknown_theme(name: str, near: Sequence[str]) -> Any:
    if near:
        return _l(
            "Le thème « %(name)s » n'existe pas. Vouliez-vous dire : %(near)s ?",
            name=name,
            near=", ".join(near),
        )
    return _l("Le thème « %(name)s » n'existe pas. Choisissez-en un dans la liste des thèmes.", name=name)


class Joined:
    """Several translatable sentences as one, put together when shown."""

    def __init__(self, parts: Sequence[Any]) -> None:
        self._parts = parts

    def __str__(self) -> str:
        return " ".join(str(part) for part in self._parts)
