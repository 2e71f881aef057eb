"""What the designer asks, in its order and words. Each field stands for one place of the text."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from scenarios.script.vocabulary import ASSESSMENTS, BLOOM, HEAD_MODES, LICENCES, MODES, TYPES

MAX_LINE = 500
MAX_AREA = 50_000
Options = tuple[tuple[str, Any], ...]


class Widget(StrEnum):
    """How a field is filled in. A paragraph is one line of the text, however long."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    AREA = "area"
    CHOICE = "choice"
    BOXES = "boxes"
    SWITCH = "switch"
    TOKENS = "tokens"
    ROWS = "rows"


@dataclass(frozen=True)
class Field:
    """One question. `key` is a key of the head, a property of an activity or the name of a section.

    Tokens are an ordered list on one line; rows one item a line. `listing` names the suggestions offered.
    """

    key: str
    label: Any
    widget: Widget = Widget.LINE
    help: Any = ""
    options: Options = ()
    listing: str = ""
    required: bool = False


@dataclass(frozen=True)
class Group:
    """Fields that are shown together; folded away unless `is_open`."""

    name: str
    title: Any
    fields: tuple[Field, ...]
    is_open: bool = False


_MODE_NAMES = {
    "présentiel": _l("En présence"),
    "à distance synchrone": _l("À distance, ensemble au même moment"),
    "à distance asynchrone": _l("À distance, chacun à son moment"),
    "hybride": _l("Hybride : en présence et à distance"),
    "intérieur": _l("En intérieur"),
    "extérieur": _l("En extérieur"),
    "itinérant": _l("En marchant"),
}
_LICENCE_NAMES = {
    "CC-BY-4.0": _l("CC BY : reprendre en citant"),
    "CC-BY-SA-4.0": _l("CC BY-SA : reprendre en citant et en partageant de même"),
    "CC0-1.0": _l("CC0 : reprendre sans condition"),
    "etalab-2.0": _l("Licence Ouverte (Etalab) 2.0"),
}
TYPE_NAMES = {
    "acquisition": _l("Acquisition : lire, écouter, observer"),
    "enquête": _l("Enquête : chercher, mesurer, interroger"),
    "pratique": _l("Pratique : s'entraîner, essayer"),
    "production": _l("Production : fabriquer, écrire, dessiner"),
    "discussion": _l("Discussion : échanger, débattre"),
    "collaboration": _l("Collaboration : faire ensemble"),
}
LANGUAGES: Options = (
    ("fr", "français"), ("en", "English"), ("ar", "العربية"), ("br", "brezhoneg"), ("ca", "català"),
    ("co", "corsu"), ("de", "Deutsch"), ("es", "español"), ("eu", "euskara"), ("gcf", "kréyol"),
    ("it", "italiano"), ("oc", "occitan"), ("pt", "português"), ("rcf", "kréol rényoné"), ("tr", "Türkçe"),
    ("uk", "українська"),
)  # fmt: skip
_FORM_NAMES = {
    "individuel": _l("individuel"),
    "binôme": _l("binôme"),
    **{f"groupes de {size}": _l("groupes de %(number)s", number=size) for size in (3, 4, 5, 6, 8, 10, 12)},
    "groupe entier": _l("groupe entier"),
    "plénière publique": _l("plénière publique"),
}
_ASSESSMENT_NAMES = {
    "aucune": _l("aucune"),
    "diagnostique": _l("diagnostique"),
    "formative": _l("formative"),
    "sommative": _l("sommative"),
    "certificative": _l("certificative"),
    "entre pairs": _l("entre pairs"),
}
_VERB_HELP = {
    "mémoriser": _l("mémoriser : nommer, citer, retrouver"),
    "comprendre": _l("comprendre : expliquer, comparer, résumer"),
    "appliquer": _l("appliquer : utiliser, réaliser"),
    "analyser": _l("analyser : distinguer, relier, enquêter"),
    "évaluer": _l("évaluer : juger, argumenter, choisir"),
    "créer": _l("créer : inventer, concevoir, produire"),
}
VERBS: Options = tuple((verb, _VERB_HELP[verb]) for verb in BLOOM)

_THEMES = Field(
    "thèmes", _l("Thèmes"), Widget.TOKENS, _l("Un à cinq, séparés par des virgules."),
    listing="themes", required=True,
)  # fmt: skip
_LANGUAGE = Field("langue", _l("Langue"), Widget.CHOICE, options=LANGUAGES)
_LICENCE = Field(
    "licence", _l("Licence"), Widget.CHOICE,
    _l("Ce que d'autres territoires peuvent faire de ce texte."),
    options=tuple((code, _LICENCE_NAMES[code]) for code in LICENCES),
)  # fmt: skip
_TAGS = Field(
    "mots-clés", _l("Mots-clés"), Widget.TOKENS, _l("Libres, séparés par des virgules."), listing="mots-clés"
)
_AUTHORS = Field(
    "auteurs", _l("Écrit par"), Widget.TOKENS, _l("Noms ou comptes (@claire)."), listing="auteurs"
)
_REFERENT = Field("référent", _l("Personne référente"), listing="référent")

SCENARIO_HEAD = (
    Group("essentiel", _l("L'essentiel"), (
        _THEMES,
        Field("public", _l("Public"), help=_l("À qui la situation s'adresse, avec l'âge si cela compte."),
              listing="public", required=True),
        Field("effectif", _l("Effectif"), help=_l("Par exemple : 12 à 24."), listing="effectif"),
        Field("durée", _l("Durée annoncée"), help=_l("Par exemple : 90 min, 1 h 30 ou 2 jours."), listing="durees",
              required=True),
        Field("modalité", _l("Modalité"), Widget.CHOICE, required=True,
              options=tuple((mode, _MODE_NAMES[mode]) for mode in HEAD_MODES)),
        Field("lieu", _l("Lieu"), help=_l("Où cela se passe, avec la commune."), listing="lieu"),
        Field("auteurs", _l("Écrit par"), Widget.TOKENS, _l("Noms ou comptes (@claire), séparés par des virgules."),
              listing="auteurs", required=True),
        Field("référent", _l("Personne référente"), help=_l("À qui s'adresser pour rejouer la situation."),
              listing="référent", required=True),
    ), is_open=True),
    Group("territoire", _l("Le territoire : besoins, ressources, partenaires"), (
        Field("projet", _l("Projet du territoire"), listing="projet"),
        Field("besoins", _l("Besoins"), Widget.ROWS, _l("Un par ligne.")),
        Field("ressources", _l("Ressources mobilisées"), Widget.ROWS, _l("Une par ligne.")),
        Field("solutions", _l("Solutions apportées"), Widget.ROWS, _l("Une par ligne.")),
        Field("partenaires", _l("Partenaires"), Widget.TOKENS,
              _l("Leur catégorie d'acteurs entre parenthèses : Ville de Trappes (Élus)."), listing="partenaires"),
        Field("patrimoines", _l("Patrimoines"), Widget.TOKENS, _l("Ce que le territoire apporte : lieux, récits…"),
              listing="patrimoines"),
    )),
    Group("apprentissages", _l("Les apprentissages : niveau, compétences, mots-clés"), (
        Field("niveau", _l("Niveau"), help=_l("Cadre européen, de CEC 1 à CEC 8, ou vos mots."), listing="niveaux"),
        Field("compétences", _l("Compétences"), Widget.TOKENS,
              _l("Parmi les huit compétences clés européennes, ou les vôtres."), listing="competences"),
        Field("odd", _l("Objectifs de développement durable"), Widget.TOKENS,
              _l("Leurs numéros, de 1 à 17."), listing="odd"),
        _TAGS,
    )),
    Group("conditions", _l("Les conditions : saison, météo, coût, carte"), (
        Field("saison", _l("Saison"), listing="saison"),
        Field("météo", _l("Si la météo est mauvaise"), listing="météo"),
        Field("coût", _l("Coût"), listing="coût"),
        Field("coordonnées", _l("Coordonnées"), help=_l("Latitude et longitude, par exemple : 48.774, 2.009.")),
    )),
    Group("droits", _l("La langue et les droits"), (
        _LANGUAGE,
        _LICENCE,
        Field("adapté de", _l("Adapté de"), help=_l("L'adresse de l'œuvre d'origine, si elle vient d'ailleurs.")),
    )),
)  # fmt: skip
OTHER_HEAD = (
    Group("essentiel", _l("L'essentiel"), (_THEMES, _TAGS), is_open=True),
    Group("droits", _l("Les personnes, la langue et les droits"), (_AUTHORS, _REFERENT, _LANGUAGE, _LICENCE)),
)  # fmt: skip

ACTIVITY = (
    Field("Durée", _l("Durée"), listing="durees"),
    Field("Type", _l("Type d'apprentissage"), Widget.CHOICE,
          options=tuple((type_, TYPE_NAMES[type_]) for type_ in TYPES)),
    Field("Forme", _l("Forme de travail"), Widget.CHOICE, options=tuple(_FORM_NAMES.items())),
    Field("Modalité", _l("Modalité"), Widget.BOXES,
          options=tuple((mode, _MODE_NAMES[mode]) for mode in MODES)),
    Field("Lieu", _l("Lieu"), listing="lieu"),
    Field("Rôles", _l("Rôles"), Widget.TOKENS, _l("Qui fait quoi, séparés par des virgules."), listing="acteurs"),
    Field("Objectifs", _l("Objectifs servis"), Widget.BOXES),
    Field("Matériel", _l("Matériel"), Widget.TOKENS, _l("Séparé par des virgules, avec les quantités.")),
    Field("Évaluation", _l("Évaluation"), Widget.CHOICE,
          options=tuple((name, _ASSESSMENT_NAMES[name]) for name in ASSESSMENTS)),
    Field("Ressources", _l("Ressources"), help=_l("Liens ou pièces jointes.")),
    Field("En parallèle", _l("En même temps que l'activité précédente"), Widget.SWITCH),
)  # fmt: skip
FIRST_PROPERTIES = 3
"""Duration, type and form come before what is done and said, the others after."""

BEFORE_OBJECTIVES = (
    Field("Contexte et besoin", _l("Contexte et besoin"), Widget.AREA,
          _l("D'où part cette situation : quel lieu, quelle demande, quelles personnes ?")),
)  # fmt: skip
AFTER_OBJECTIVES = (
    Field("Prérequis", _l("Prérequis"), Widget.AREA, _l("Ce qu'il faut savoir ou avoir avant de commencer.")),
)
AFTER_ACTIVITIES = (
    Field("Ressources", _l("Ressources"), Widget.AREA, _l("Ce qui sert à préparer et à animer.")),
    Field("Évaluation", _l("Évaluation"), Widget.AREA, _l("Comment saura-t-on que c'est gagné ?")),
    Field("Différenciation et accessibilité", _l("Différenciation et accessibilité"), Widget.AREA,
          _l("Ce que l'on prévoit pour que chacun puisse participer.")),
    Field("Sécurité et autorisations", _l("Sécurité et autorisations"), Widget.AREA,
          _l("Ce qu'il faut demander ou vérifier avant.")),
    Field("Variantes", _l("Variantes"), Widget.AREA, _l("D'autres manières de jouer la situation.")),
    Field("Notes", _l("Notes"), Widget.AREA),
)  # fmt: skip
