"""What a page must be before others may read it, beyond a text that can be kept (`wiki.pages.checks`)."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.errors import Invalid
from wiki.pages.checks import Joined, check_head, check_themes
from wiki.pages.kinds import Fault, tools_of
from wiki.pages.models import AUDIENCES, KINDS
from wiki.rendering.document import Source
from wiki.themes.models import Theme
from wiki.themes.queries import resolve


class Incomplete(Invalid):
    """A page cannot be shared yet; `faults` are what its kind asks for first."""

    def __init__(self, faults: Sequence[Fault], *, is_new: bool = False) -> None:
        opening = _l("Cette page n'est pas prête à être partagée :")
        advice = _l("Enregistrez-la d'abord en brouillon privé : vous la compléterez avec des champs.")
        told = (opening, *(fault.message for fault in faults), *([advice] if is_new else []))
        super().__init__({"audience": Joined(told)})
        self.faults = faults


def check_choices(kind: str, audience: str) -> None:
    """Refuse a kind or an audience that does not exist.

    Raises:
        Invalid: naming the field.
    """
    if kind not in KINDS:
        raise Invalid({"kind": _l("Choisissez une sorte de page dans la liste.")})
    if audience not in AUDIENCES:
        raise Invalid({"audience": _l("Choisissez qui peut lire la page.")})


def check_complete(kind: str, text: str, *, is_new: bool = False) -> None:
    """Refuse to share what its kind says is not ready.

    Raises:
        Incomplete: naming each fault.
    """
    faults = tools_of(kind).faults(text)
    if faults:
        raise Incomplete(faults, is_new=is_new)


def checked_themes(session: Session, source: Source, *, is_draft: bool) -> Sequence[Theme]:
    """The themes of a text. A private draft may be wrong for a while; a shared page may not."""
    themes, unknown = resolve(session, source.head.themes)
    if not is_draft:
        check_head(source.head.diagnostics)
        check_themes(unknown)
    return themes
