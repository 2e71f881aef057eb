"""Translate a page, and say that a translation is up to date. The head of the translation's text holds it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.errors import Invalid, NotFound
from wiki.languages.models import KEY, Translation
from wiki.languages.names import NAMES, own_name
from wiki.languages.queries import translation_in
from wiki.naming.rewriting import rewritten
from wiki.naming.titles import with_title
from wiki.pages import service as pages
from wiki.pages.checks import tidy_text
from wiki.pages.models import Page, audience_key
from wiki.pages.projection import all_see
from wiki.pages.queries import version
from wiki.pages.service import Edit, NewPage, Saved
from wiki.permissions import Actor, Permission, require
from wiki.provenance import service as provenance
from wiki.provenance.licences import refusal_to_take, why_not
from wiki.provenance.models import TAKEN
from wiki.provenance.queries import derivations
from wiki.rendering.head import read_head, set_head_value
from wiki.territories.models import Territory

_EMPTY_HEAD = "---\n---\n"


@dataclass(frozen=True)
class NewTranslation:
    """A page to make, which says version `number` of another in a language."""

    source_id: int
    number: int
    language: str
    territory_id: int
    audience: str
    title: str
    text: str
    form_key: str | None = None
    is_second_meant: bool = False


class TranslatedAlready(Invalid):
    """A page in this language says it already; `page` is that page."""

    def __init__(self, page: Page) -> None:
        message = _l("Une traduction dans cette langue existe déjà. Complétez-la, ou confirmez.")
        super().__init__({"language": message})
        self.page = page


def translate(session: Session, actor: Actor, new: NewTranslation) -> Page:
    """Create a translation.

    Raises:
        NotFound: the page or the territory is not there for this person.
        Forbidden: they may not create pages in the territory.
        Invalid: the language is unknown or that of the page, the licence forbids it, or readers of the translation
            would be told of a page that they may not see; or what `wiki.pages.service.create` refuses.
        TranslatedAlready: there is one that the person may read, and a second one is not meant.
    """
    source = session.get(Page, new.source_id)
    territory = session.get(Territory, new.territory_id)
    if source is None or territory is None:
        raise NotFound
    require(actor, Permission.PAGE_VIEW, source)
    _check(session, actor, source, territory, new)
    text = set_head_value(with_title(new.text, new.title), "langue", new.language)
    text = set_head_value(text, "territoire", territory.name)
    text = tidy_text(set_head_value(text, KEY, f"{source.path}@{new.number}"))
    if not new.is_second_meant:
        _refuse_second(session, actor, source, new.language, text)
    made = pages.create(
        session, actor,
        NewPage(
            territory_id=territory.id, kind=source.kind, audience=new.audience,
            text=text,
            summary=f"Traduction de « {source.title} », version {new.number}",
            form_key=new.form_key, same_title_meant=True,
        ),
    )  # fmt: skip
    if not derivations(session, made.id):
        provenance.record(session, made, source, new.number, TAKEN)
    return made


def beginning(source: Page, territory: Territory) -> str:
    """What a translator begins with: the source's text, its links as they lead from the translation's territory."""
    text = rewritten(source.current.text, [], home=source.territory.slug, new_home=territory.slug)
    for key in ("adapté de", KEY):
        text = set_head_value(text, key, "")
    return text.removeprefix(_EMPTY_HEAD).lstrip("\n")


def mark_up_to_date(session: Session, actor: Actor, page_id: int, number: int) -> Saved:
    """Say that a translation says what version `number` of its source says.

    Raises:
        NotFound: the page is no translation, or its source has no such version, for this person.
        Forbidden: the page is not this person's to edit.
    """
    page = pages.locked_page(session, page_id)
    require(actor, Permission.PAGE_EDIT, page)
    row = session.scalar(select(Translation).where(Translation.page_id == page.id))
    if row is None or not actor.sees(row.source.audience_key):
        raise NotFound
    version(session, row.source, number)
    text = set_head_value(page.current.text, KEY, f"{row.source.path}@{number}")
    summary = f"Traduction à jour avec la version {number} de « {row.source.title} »"
    saved = pages.edit(session, actor, Edit(page.id, page.current.number, text, summary, minor=True))
    if saved.outcome == "saved":
        provenance.record(session, page, row.source, number, TAKEN)
    return saved


def pages_translated_from(session: Session, page: Page) -> Sequence[int]:
    """The pages whose heads name a page as their source."""
    return session.scalars(select(Translation.page_id).where(Translation.source_id == page.id)).all()


def _check(session: Session, actor: Actor, source: Page, territory: Territory, new: NewTranslation) -> None:
    if new.language not in NAMES:
        raise Invalid({"language": _l("Choisissez une langue dans la liste.")})
    if own_name(source.language) == own_name(new.language):
        raise Invalid({"language": _l("C'est la langue de la page elle-même : choisissez-en une autre.")})
    licence = read_head(version(session, source, new.number).text).licence
    refusal = refusal_to_take(licence, licence)
    if refusal is not None:
        raise Invalid({"": why_not(refusal, licence)})
    key = audience_key(new.audience, territory.id, actor.user_id)
    if new.audience != "draft" and not all_see(key, source.audience_key):
        message = _l(
            "La traduction dirait à d'autres que la page d'origine existe : choisissez moins de monde."
        )
        raise Invalid({"audience": message})


def _refuse_second(session: Session, actor: Actor, source: Page, language: str, text: str) -> None:
    """Tell of a translation into the same language, unless it is what this very form made when it was sent first."""
    there = translation_in(session, actor, source, language)
    if there is not None and there.current.text != text:
        raise TranslatedAlready(there)
