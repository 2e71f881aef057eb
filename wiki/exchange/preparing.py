"""What is done to a document before it becomes a page. Pure: bytes in, text out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from wiki.exchange.credits import Credit, licence_name, stated_authors, stated_licence
from wiki.exchange.decoding import decode
from wiki.exchange.folder import Document
from wiki.exchange.heads import mended
from wiki.exchange.kinds import kind_of
from wiki.exchange.language import language_of
from wiki.exchange.links import links_to_files, target
from wiki.exchange.titles import with_title
from wiki.rendering.head import Head, read_head, set_head_value
from wiki.rendering.slugs import slugify


@dataclass(frozen=True)
class Choices:
    """What the person who imports decides for every document.

    Attributes:
        territory: name of the territory, written into heads that have none.
        themes: for documents that name none of ours.
        kind: a kind's code, or `auto`.
        licence: of documents that state none.
        imported: paths of all documents, to tell links that lead nowhere.
    """

    territory: str
    themes: Sequence[str]
    kind: str
    licence: str
    imported: Collection[str]


@dataclass(frozen=True)
class Prepared:
    """A text ready to be a page, and everything that a person should know about how it came to be."""

    text: str
    kind: str
    notes: tuple[str, ...]


def prepare(
    document: Document,
    data: bytes,
    choices: Choices,
    unknown_themes: Callable[[Sequence[str]], Collection[str]],
) -> Prepared:
    """The text of a document with a title and a full head; every word that was in it still is.

    Args:
        unknown_themes: those of some names that are no theme of this wiki.
    """
    decoded = decode(data)
    text, head_note = mended(decoded.text)
    text, title_note = with_title(text, _named(document))
    text, theme_note = _with_themes(text, choices.themes, unknown_themes(read_head(text).themes))
    text = _with_facts(text, document.credit, choices)
    head = read_head(text)
    kind = (
        choices.kind
        if choices.kind != "auto"
        else kind_of(document.credit.kind, head, text[head.body_start :])
    )
    notes = (*decoded.notes, head_note, title_note, theme_note, _territory_note(head, choices))
    links = _link_notes(document.path, text, choices.imported)
    return Prepared(text, kind, tuple(note for note in (*notes, *links) if note))


def _named(document: Document) -> PurePosixPath:
    """The name under which a document was first written says more than that of its copy."""
    return PurePosixPath(document.credit.path or document.path)


def _with_themes(text: str, given: Sequence[str], unknown: Collection[str]) -> tuple[str, str]:
    """The text with themes of ours; names that are none become free tags."""
    head = read_head(text)
    known = [name for name in head.themes if name not in unknown]
    if unknown:
        strangers = [name for name in head.themes if name in unknown]
        text = set_head_value(text, "mots-clés", [*head.tags, *strangers])
        text = set_head_value(text, "thèmes", known)
    if not known:
        text = set_head_value(text, "thèmes", list(given))
    return text, f"unknown themes kept as tags: {', '.join(sorted(unknown))}" if unknown else ""


def _with_facts(text: str, credit: Credit, choices: Choices) -> str:
    """The text with what its head lacks; what it says stays as it is."""
    head = read_head(text)
    body = text[head.body_start :]
    facts: list[tuple[str, str | list[str]]] = [
        ("territoire", choices.territory),
        ("langue", language_of(body)),
        ("licence", licence_name(credit.licence) or stated_licence(body) or choices.licence),
        ("auteurs", _authors(credit, body)),
        ("source", credit.source),
    ]
    for key, value in facts:
        if value and not head.get(key):
            text = set_head_value(text, key, value)
    return text


def _authors(credit: Credit, body: str) -> list[str]:
    named = [name.strip() for name in credit.authors.split(",") if name.strip()]
    return named or stated_authors(body) or [name for name in (credit.owner,) if name]


def _territory_note(head: Head, choices: Choices) -> str:
    if slugify(head.territory) == slugify(choices.territory):
        return ""
    return f"the head names another territory, kept as written: {head.territory}"


def _link_notes(path: str, text: str, imported: Collection[str]) -> list[str]:
    return [
        f"link kept as written, to a page of its own: {address}"
        if target(path, address) in imported
        else f"link kept as written, to a file that was not imported: {address}"
        for address in links_to_files(text)
    ]
