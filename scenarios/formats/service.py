"""Take a scenario out of a page's prose; make a draft of a file. Never commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scenarios.formats.designs.model import Remark, Unreadable
from scenarios.formats.designs.reading import MAX_BYTES, read_design
from scenarios.formats.designs.scripting import write_script
from wiki.errors import Invalid
from wiki.exchange.decoding import decode
from wiki.exchange.heads import mended
from wiki.exchange.language import language_of
from wiki.exchange.titles import with_title
from wiki.messages import N_
from wiki.pages import service as pages
from wiki.pages.checks import tidy_text
from wiki.pages.composition import compose
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.rendering.document import read
from wiki.rendering.head import DEFAULT_LICENCE

KIND = "scenario"
TEXTS = (".md", ".markdown")
_ENCODING_NOTES: Mapping[str, str] = {
    "line ends changed to LF": N_("Les fins de ligne sont devenues celles du wiki."),
    "letters composed (NFC)": N_("Les lettres accentuées sont écrites d'une seule manière."),
    "read as Windows-1252": N_("Le fichier était en Windows-1252 : vérifiez les accents."),
    "read as Latin-1": N_("Le fichier était en Latin-1 : vérifiez les accents."),
}


@dataclass(frozen=True)
class Imported:
    """The text made of a file, and what became what."""

    text: str
    remarks: tuple[Remark, ...]


def read_file(name: str, data: bytes, territory: str) -> Imported:
    """The scenario that an uploaded file holds.

    Args:
        name: of the file; its ending tells a text from a design.
        territory: name of the territory that will take it.

    Raises:
        Invalid: at `file`: empty, too big, or nothing that is understood.
    """
    if not data:
        raise Invalid({"file": _l("Choisissez un fichier.")})
    if len(data) > MAX_BYTES:
        raise Invalid({"file": _l("Ce fichier est trop gros : 2 Mo au plus.")})
    if name.casefold().endswith(TEXTS):
        return _of_text(name, data, territory)
    try:
        design = read_design(data)
    except Unreadable as problem:
        # The message is marked where it is written.
        raise Invalid({"file": _l(problem.message)}) from None
    language = language_of(" ".join([design.title, design.description, *design.contexts]))
    written = write_script(design, territory=territory, language=language, licence=DEFAULT_LICENCE)
    return Imported(_kept(written.text), tuple(written.remarks))


def _of_text(name: str, data: bytes, territory: str) -> Imported:
    decoded = decode(data)
    text, note = mended(_kept(decoded.text))
    text, _title = with_title(text, PurePosixPath(name))
    text = compose(text, title=read(text, home="").title, kind=KIND, territory=territory)
    remarks = [Remark(_ENCODING_NOTES[said]) for said in decoded.notes if said in _ENCODING_NOTES]
    if note:
        remarks.append(Remark(N_("L'en-tête a été corrigé pour être lisible : relisez-le."), is_fault=True))
    return Imported(text, tuple(remarks))


def _kept(text: str) -> str:
    """The text as a page keeps it.

    Raises:
        Invalid: at `file`: it is empty, too long or has characters that no page can hold.
    """
    try:
        return tidy_text(text)
    except Invalid as problem:
        raise Invalid({"file": next(iter(problem.errors.values()))}) from None


def make_draft(
    session: Session, actor: Actor, territory_id: int, text: str, *, summary: str, form_key: str | None
) -> Page:
    """A private draft with an imported text.

    Raises:
        NotFound, Forbidden, Invalid: as `wiki.pages.service.create` does.
    """
    new = pages.NewPage(
        territory_id=territory_id,
        kind=KIND,
        audience="draft",
        text=text,
        summary=summary,
        form_key=form_key,
        same_title_meant=True,
    )
    return pages.create(session, actor, new)


def accept(session: Session, actor: Actor, change: pages.Edit) -> Page:
    """Save a page with the accepted pieces, and make it a scenario.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit, or not to settle.
        Invalid: the text cannot be used.
        EditConflict: somebody changed the same sentences.
    """
    page = pages.edit(session, actor, change).page
    return pages.settle(session, actor, page.id, kind=KIND, audience=page.audience)
