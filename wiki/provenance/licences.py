"""What licences allow: whether a text may be adapted, and under which licence the result is shared."""

import re
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from wiki.messages import N_
from wiki.pages.metadata import LICENCE_ADDRESSES
from wiki.rendering.slugs import fold

_NAMES = {
    "CC-BY-4.0": "CC BY 4.0",
    "CC-BY-SA-4.0": "CC BY-SA 4.0",
    "CC0-1.0": "CC0 1.0",
    "etalab-2.0": "Licence Ouverte Etalab 2.0",
}

_CREATIVE_COMMONS = re.compile(r"(?:cc|creative commons) by( sa)?(?: v?[1-4] 0)?(?: \w{2})?")
_FREE = re.compile(r"(?:cc 0|cc0|cc zero)(?: 1 0)?|etalab(?: [12] 0)?|licence ouverte(?: [12] 0)?")
_WORDS = re.compile(r"[^a-z0-9]+")


class Refusal(StrEnum):
    """Why a text may not be taken up."""

    NO_DERIVATIVES = "no derivatives"
    NOT_COMMERCIAL = "not commercial"
    UNKNOWN = "unknown"
    SHARE_ALIKE = "share alike"


_SENTENCES = {
    Refusal.NO_DERIVATIVES: N_("Sa licence (%(licence)s) interdit d'en faire une adaptation."),
    Refusal.NOT_COMMERCIAL: N_(
        "Sa licence (%(licence)s) interdit les usages commerciaux, que les licences de ce wiki permettent."
    ),
    Refusal.UNKNOWN: N_("Sa licence (« %(licence)s ») ne dit pas qu'on peut l'adapter."),
    Refusal.SHARE_ALIKE: N_(
        "Sa licence (%(licence)s) demande que la page qui reprend soit partagée sous la même licence."
    ),
}


@dataclass(frozen=True)
class Licence:
    """A licence as a page states it: `name` for people, `url` where its text is known."""

    stated: str

    @property
    def name(self) -> str:
        return _NAMES.get(self.stated, self.stated)

    @property
    def url(self) -> str:
        return LICENCE_ADDRESSES.get(self.stated, "")

    @property
    def is_share_alike(self) -> bool:
        """Whether what is made from the text must carry the same licence."""
        found = _CREATIVE_COMMONS.fullmatch(_plain(self.stated))
        return found is not None and found[1] is not None

    @property
    def refusal(self) -> Refusal | None:
        """Why a text under this licence may not be adapted; None where it may."""
        plain = _plain(self.stated)
        if _CREATIVE_COMMONS.fullmatch(plain) or _FREE.fullmatch(plain):
            return None
        words = plain.split()
        if "nd" in words:
            return Refusal.NO_DERIVATIVES
        return Refusal.NOT_COMMERCIAL if "nc" in words else Refusal.UNKNOWN


def refusal_to_take(source: str, target: str) -> Refusal | None:
    """Why what stands under the licence `source` may not go into a page under `target`; None where it may."""
    taken = Licence(source)
    if taken.refusal is not None:
        return taken.refusal
    if taken.is_share_alike and not Licence(target).is_share_alike:
        return Refusal.SHARE_ALIKE
    return None


def why_not(refusal: Refusal, licence: str) -> str:
    """The refusal as a sentence."""
    return str(_(_SENTENCES[refusal], licence=Licence(licence).name))


def _plain(stated: str) -> str:
    return _WORDS.sub(" ", fold(stated[:200])).strip()
