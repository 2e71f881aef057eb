"""The rules of French that come before and after the stemmer; `search.french` holds what goes by no rule."""

import re

from search.french import KEEPS_S

# What follows the word in inclusive writing: apprenant·e·s, formateur.rice, créatif-ve, ouvrier(ère)s…
_ENDINGS = (
    "e|es|s|ne|nes|le|les|ve|ves|te|tes|fe|fes|se|ses|sse|sses|esse|esses|euse|euses"
    "|rice|rices|ice|ices|trice|trices|ère|ères|ere|eres|ière|ières|iere|ieres|ive|ives"
    "|ale|ales|elle|elles|enne|ennes|onne|onnes|ine|ines|che|ches|eur|eurs|teur|teurs|x"
)
_MARK = r"[·•‧⋅∙・./-]"
INCLUSIVE = re.compile(
    rf"(?<=\w\w)(?:{_MARK}(?:{_ENDINGS})(?!\w)|\((?:{_ENDINGS})\)s?(?!\w))+(?:{_MARK}s(?!\w))?"
)

# The short words before an apostrophe.
ELISION = re.compile(r"^(l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr)'(?=\w)")

_PLURAL = re.compile(r"(?:(?<=[aou])|(?<=er|it|ir)|(?<=ion))s$")
_SHORTEST = 5  # letters of the words that rules change; shorter ones stand in the tables
# Before -ite, the letters of mobilite, quantite, securite…; not those of limite, visite, suite, merite, implicite.
_ITE = (
    r"((?:.il|.al|.el|.[ou]r|.ar|[^mh]er|.[aiu]n|.en|^un|.oc|os|.ac|[^l]ic|blic|simplic|omplic|duplic|ev|av|iv"
    r"|id|[nru]d|[^l]im|rm|nt|eg|gn|rn|n[neu]|gu|[nr]s|cess|x|[cg]r))ites?$"
)
# What is written on the left reads as what is on the right, one after the other.
_RULES = tuple(
    (re.compile(pattern), ending)
    for pattern, ending in (
        # feminines: formatrice, ambassadrice, chercheuse, usagère; not those of verbs (suggère, exagère)
        (r"(?<=[td])rices?$", "eur"),
        (r"(?<!li)(?<![jf])eu(?:x|ses?|sement)$", "eur"),
        (r"(?<=li|.j|.f)eux$", "eu"),
        (r"(?<!exag)(?<!sugg)(?<!dig)(?<=[gy])[èe]res?$", "er"),
        (r"(?<=ll|ch)[èe]res?$", "er"),
        (r"èr$", "er"),
        # typed without accents: evaluee, rivieres, mobilites
        (r"ees?$", "ée"),
        (r"ieres?$", "ière"),
        (r"ierement$", "ièrement"),
        (_ITE, r"\1ité"),
        # families that the stemmer parts: qualification and qualifier, production and produire, apprendre
        (r"ifications?$", "ifier"),
        (r"(?<=pl|bl|br|nd)ications?$", "iquer"),
        (r"(?<=d|r)uctions?$", "uire"),
        (r"(.{4}[aiu]tion)nel(?:le)?s?$", r"\1"),
        (r"(?<=pren)(?:d(?:re|s|ra|rait|ront)?|ons|ez|nent|ais|ait|aient|antes?|ants?|nes?)$", ""),
        (r"(?<=fi)(?:es?|ent)$", "er"),
        (r"(?<=graphi)(?:er|é|ée|és|ées|ez|ent)$", "e"),
        (r"(?<=bli|pli|udi|oci|opi|eli|eci|éci)es?$", "er"),
        (r"(?<=prim|stim|anim)ent$", "er"),
        (r"(?<!cult)(?<!mot)(?<=[st])ives?$", "if"),
        (r"(?<=j)ettent$", "eter"),
        (r"(commen|avan|annon|renon|pla|lan)çons$", r"\1cer"),
        (r"(?<!pi)(?<!ur)(?<!lon)(?<!di)(?<!va)geons$", "ger"),
        (r"(?<=mett)(?:re|s|ons|ez|ent|ait|aient|ant)$", "re"),
        (r"(?<=[tv])enue?s?$", "enir"),
    )
)
_STEMS = ((re.compile(r"aill$"), "ail"), (re.compile(r"(?<=[aou])y$"), "i"))


def regular(word: str) -> str:
    """Bring a lower-case word to the form that the stemmer joins with its family."""
    if len(word) < _SHORTEST:
        return word
    if word not in KEEPS_S and not word.endswith("ous"):
        word = _PLURAL.sub("", word)
    for pattern, ending in _RULES:
        word = pattern.sub(ending, word)
    return word


def one_ending(stem: str) -> str:
    """What the stemmer leaves in two ways: travaill- and travail, employ- and emploi-."""
    for pattern, ending in _STEMS:
        stem = pattern.sub(ending, stem)
    return stem
