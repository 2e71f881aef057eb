"""The words of a scenario: keys, sections and controlled values. French is canonical, English is understood.

Matching ignores case, accents, Unicode form, kinds of apostrophe, bold marks and spaces (also no-break).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache

from wiki.rendering.head_keys import canonical_key
from wiki.rendering.slugs import fold

_MARKS = re.compile(r"^[*_\s]+|[*_\s]+$")
_MAX_LENGTH = 200


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A key or value as it is compared."""
    return fold(_MARKS.sub("", text[:_MAX_LENGTH]))


def split_list(value: str, separator: str) -> tuple[str, ...]:
    """The items of a list written on one line; separators inside brackets do not count.

    >>> split_list("binôme (Élus, parents), groupes", ",")
    ('binôme (Élus, parents)', 'groupes')
    """
    items, depth, start = list[str](), 0, 0
    for place, character in enumerate(value):
        depth += (character in "([") - (character in ")]" and depth > 0)
        if character == separator and not depth:
            items.append(value[start:place])
            start = place + 1
    items.append(value[start:])
    return tuple(item.strip() for item in items if item.strip())


@dataclass(frozen=True)
class Vocabulary:
    """A controlled list: canonical French word → other words understood. `english` maps it for export."""

    words: Mapping[str, tuple[str, ...]]
    english: Mapping[str, str]

    @cached_property
    def _by_folded(self) -> dict[str, str]:
        return {
            folded(word): name
            for name, others in self.words.items()
            for word in (name, *others, self.english.get(name, name))
        }

    def recognise(self, text: str) -> str | None:
        """The canonical word, or None."""
        return self._by_folded.get(folded(text))

    def nearest(self, text: str) -> str | None:
        """The canonical word that looks most like the text, if any does."""
        near = get_close_matches(folded(text), list(self._by_folded), n=1, cutoff=0.7)
        return self._by_folded[near[0]] if near else None

    def in_language(self, name: str, language: str) -> str:
        """A canonical word in French or English."""
        return self.english.get(name, name) if language.startswith("en") else name

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)


class GroupForms(Vocabulary):
    """Forms of work, where `groupes de N` keeps its number."""

    _GROUPS = re.compile(r"(?:groupes?|equipes?|groups?|teams?)(?: (?:de|of)|:)? ?(\d{1,3})")

    def recognise(self, text: str) -> str | None:
        """The canonical form; `équipes de 3` gives `groupes de 3`."""
        group = self._GROUPS.fullmatch(folded(text))
        return f"groupes de {group[1]}" if group else super().recognise(text)

    def in_language(self, name: str, language: str) -> str:
        """A canonical form in French or English."""
        if language.startswith("en") and name.startswith("groupes de "):
            return f"groups of {name.removeprefix('groupes de ')}"
        return super().in_language(name, language)


TYPES = Vocabulary(
    {
        "acquisition": ("lire", "écouter", "observer", "lire, écouter, observer"),
        "enquête": ("investigation", "recherche"),
        "pratique": ("entraînement", "exercice"),
        "production": ("produire",),
        "discussion": ("discuter", "débat"),
        "collaboration": ("collaborer", "coopération"),
    },
    {"enquête": "investigation", "pratique": "practice"},
)
"""The six learning types of Diana Laurillard, *Teaching as a Design Science* (2012), chapter 6."""

TYPE_LETTERS = {
    "acquisition": "A",
    "enquête": "E",
    "pratique": "P",
    "production": "R",
    "discussion": "D",
    "collaboration": "C",
}

FORMS = GroupForms(
    {
        "individuel": ("individuelle", "seul", "seule", "individuellement"),
        "binôme": ("binômes", "en binôme", "par deux", "deux par deux", "paires"),
        "groupes de N": ("groupes", "petits groupes", "en groupe", "en groupes"),
        "groupe entier": ("grand groupe", "tout le groupe", "collectif", "classe entière"),
        "plénière publique": ("plénière", "public"),
    },
    {
        "individuel": "individual",
        "binôme": "pairs",
        "groupes de N": "groups of N",
        "groupe entier": "whole group",
        "plénière publique": "public plenary",
    },
)

HEAD_MODES = Vocabulary(
    {
        "présentiel": ("en présence", "sur place", "présence"),
        "à distance synchrone": ("distanciel synchrone", "en ligne synchrone", "visioconférence"),
        "à distance asynchrone": ("distanciel asynchrone", "en ligne asynchrone"),
        "hybride": ("mixte", "comodal"),
    },
    {
        "présentiel": "face to face",
        "à distance synchrone": "remote synchronous",
        "à distance asynchrone": "remote asynchronous",
        "hybride": "hybrid",
    },
)

MODES = Vocabulary(
    {
        **HEAD_MODES.words,
        "intérieur": ("en intérieur", "dedans"),
        "extérieur": ("en extérieur", "dehors", "plein air"),
        "itinérant": ("itinérante", "mobile"),
    },
    {**HEAD_MODES.english, "intérieur": "indoors", "extérieur": "outdoors", "itinérant": "on the move"},
)

ASSESSMENTS = Vocabulary(
    {
        "aucune": ("non", "sans"),
        "diagnostique": (),
        "formative": (),
        "sommative": (),
        "certificative": (),
        "entre pairs": ("par les pairs",),
    },
    {
        "aucune": "none",
        "diagnostique": "diagnostic",
        "sommative": "summative",
        "certificative": "certifying",
        "entre pairs": "peer",
    },
)

BLOOM = Vocabulary(
    {
        "mémoriser": ("connaître", "se souvenir"),
        "comprendre": (),
        "appliquer": (),
        "analyser": ("analyze",),
        "évaluer": (),
        "créer": (),
    },
    {
        "mémoriser": "remember",
        "comprendre": "understand",
        "appliquer": "apply",
        "analyser": "analyse",
        "évaluer": "evaluate",
        "créer": "create",
    },
)
"""The six levels of Bloom's taxonomy as revised by Anderson and Krathwohl (2001)."""

LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "etalab-2.0")
"""SPDX identifiers that a scenario may carry."""

KEY_COMPETENCES = (
    "lecture-écriture",
    "multilingue",
    "stem",
    "numérique",
    "personnelle-sociale-apprendre",
    "citoyenneté",
    "entrepreneuriat",
    "culture",
)
"""The eight key competences for lifelong learning, Council Recommendation 2018/C 189/01, after `clé:`."""

SECTIONS = Vocabulary(
    {
        "Contexte et besoin": ("Contexte", "Besoin", "Contexte et besoins"),
        "Objectifs": ("Objectif", "Objectifs pédagogiques"),
        "Prérequis": ("Pré-requis",),
        "Déroulé": ("Déroulement", "Déroulé pédagogique"),
        "Ressources": (),
        "Évaluation": (),
        "Différenciation et accessibilité": ("Différenciation", "Accessibilité"),
        "Sécurité et autorisations": ("Sécurité", "Autorisations"),
        "Variantes": ("Variante",),
        "Notes": ("Note",),
    },
    {
        "Contexte et besoin": "Context and need",
        "Objectifs": "Objectives",
        "Prérequis": "Prerequisites",
        "Déroulé": "Sequence",
        "Ressources": "Resources",
        "Évaluation": "Assessment",
        "Différenciation et accessibilité": "Differentiation and accessibility",
        "Sécurité et autorisations": "Safety and permissions",
        "Variantes": "Variants",
    },
)
"""The known H2. Words beside a name are near names: understood by nobody, offered as a fix."""

PROPERTIES = Vocabulary(
    {
        "Durée": (),
        "Type": ("Type d'apprentissage",),
        "Forme": ("Forme de travail",),
        "Modalité": ("Modalités",),
        "Lieu": ("Lieux",),
        "Rôles": ("Rôle",),
        "Objectifs": ("Objectif",),
        "Matériel": ("Matériels",),
        "Évaluation": (),
        "Ressources": ("Ressource",),
        "En parallèle": ("Parallèle",),
        "Repère": (),
    },
    {
        "Durée": "Duration",
        "Type": "Type",
        "Forme": "Grouping",
        "Modalité": "Mode",
        "Lieu": "Place",
        "Rôles": "Roles",
        "Objectifs": "Objectives",
        "Matériel": "Material",
        "Évaluation": "Assessment",
        "Ressources": "Resources",
        "En parallèle": "In parallel",
        "Repère": "Anchor",
    },
)

HEAD_KEYS = (
    "format", "territoire", "projet", "lieu", "coordonnées", "thèmes", "mots-clés", "public", "effectif", "niveau",
    "durée", "modalité", "saison", "météo", "besoins", "ressources", "solutions", "compétences", "odd",
    "partenaires", "patrimoines", "langue", "licence", "auteurs", "référent", "adapté de", "coût",
)  # fmt: skip
"""The known keys in the order a new head is written."""

REQUIRED_HEAD = {
    "scenario": ("thèmes", "public", "durée", "modalité", "auteurs", "référent"),
    "other": ("thèmes",),
}
"""What must be said before others can read the page; territoire, langue and licence have defaults."""


def canonical_head_key(key: str) -> str:
    """The French name of a key of the head; an unknown one, folded."""
    return canonical_key(key)


def canonical_property(key: str) -> str | None:
    """The French name of an activity's property, in any spelling or in English; None when unknown."""
    return PROPERTIES.recognise(key)


def canonical_section(heading: str) -> str | None:
    """The French name of a known H2, in any spelling or in English; None when unknown."""
    name = SECTIONS.recognise(heading)
    exact = name is not None and folded(heading) in (folded(name), folded(SECTIONS.english.get(name, name)))
    return name if exact else None
