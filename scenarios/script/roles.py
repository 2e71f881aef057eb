"""Who acts in an activity, read out of what `Rôles` says in free words."""

import re

from scenarios.script.vocabulary import Vocabulary, folded, split_list

PARTICIPANTS = "participants"
"""The lane that is always there: for whom the activity is."""

MOST_ROLES = 24
"""Of one activity; what is named beyond is left out of the lanes."""

CATEGORIES = Vocabulary(
    {
        "Organisme pilote et porteur": ("organisme pilote", "pilote", "porteur"),
        "Acteurs académiques": ("académique", "académiques"),
        "Éducation non formelle": (),
        "Familles, parents": ("familles", "parents"),
        "Élus": ("élu", "élue", "élues"),
        "Partenaires sociaux": (),
        "Acteurs de l'insertion et des qualifications": ("acteurs de l'insertion", "insertion"),
        "Acteurs culturels": ("culture",),
        "Artisans, commerçants, libéraux": ("artisans", "commerçants", "libéraux"),
        "Économie sociale et solidaire": ("ess",),
        "Opérateurs éducatifs en ligne": (),
        "Innovateurs": (),
        "Entreprises": ("entreprise",),
        "Apprenants": ("apprenant", "apprenante", "apprenantes"),
    },
    {
        "Organisme pilote et porteur": "Lead organisation",
        "Acteurs académiques": "Academic actors",
        "Éducation non formelle": "Non-formal education",
        "Familles, parents": "Families, parents",
        "Élus": "Elected officials",
        "Partenaires sociaux": "Social partners",
        "Acteurs de l'insertion et des qualifications": "Integration and qualification actors",
        "Acteurs culturels": "Cultural actors",
        "Artisans, commerçants, libéraux": "Craftspeople, shopkeepers, professionals",
        "Économie sociale et solidaire": "Social and solidarity economy",
        "Opérateurs éducatifs en ligne": "Online education providers",
        "Innovateurs": "Innovators",
        "Entreprises": "Companies",
        "Apprenants": "Learners",
    },
)
"""The collegial categories of actors, as people write them in brackets after a role."""

_BRACKETS = re.compile(r"\(([^()]*)\)")
_LEARNERS = frozenset((
    "participants", "participantes", "participant", "participante", "eleves", "eleve", "groupes", "groupe",
    "equipes", "equipe", "binomes", "binome", "tous", "toutes", "chacun", "chacune", "jeunes", "jeune",
    "enfants", "enfant", "personnes", "personne", "classe", "stagiaires",
    "learners", "learner", "students", "groups", "group", "pairs", "everyone",
))  # fmt: skip
# Somebody among them: « une plume, un observateur, puis on tourne » shares out what the participants do.
_SOME = frozenset((
    "un", "une", "deux", "trois", "quatre", "cinq", "l'un", "l'une", "l'autre", "autres", "chaque", "dans",
    "puis", "on", "sans", "avec", "a", "one", "two", "three", "each", "then",
))  # fmt: skip
_ARTICLES = frozenset(("le", "la", "les", "l'", "the"))
_JOINING = frozenset(("ou", "de", "du", "des", "la", "or", "of"))


def lanes_of(roles: str) -> tuple[str, ...]:
    """The lanes that act in an activity, the participants always and first, each once.

    A role with a category of actors in brackets belongs to that category's lane; else its noun names the lane.

    >>> lanes_of("animatrice accueille, témoin raconte l'été 2019 ; la mairie écoute (Élus)")
    ('participants', 'animatrice', 'témoin', 'Élus')
    """
    named = [role for part in split_list(roles, ";") for role in split_list(part, ",")]
    found = [lane for role in named[:MOST_ROLES] for lane in _lanes(role)]
    return tuple(dict.fromkeys((PARTICIPANTS, *found)))


def _lanes(role: str) -> tuple[str, ...]:
    brackets = _BRACKETS.search(role)
    noun = _noun(_BRACKETS.sub(" ", role).split())
    categories = (categories_in(brackets[1]) if brackets else ()) or categories_in(noun)
    named = categories or ((noun,) if noun else ())
    return tuple(PARTICIPANTS if name == "Apprenants" else name for name in named)


def categories_in(text: str) -> tuple[str, ...]:
    """The categories that a text names; the names of some hold commas themselves."""
    whole = CATEGORIES.recognise(text)
    if whole:
        return (whole,)
    rest, found = folded(text), list[str]()
    for name in CATEGORIES:
        if folded(name) in rest:
            rest = rest.replace(folded(name), "")
            found.append(name)
    alone = (CATEGORIES.recognise(part) for part in re.split(r"[,;/]", rest))
    return tuple(dict.fromkeys((*found, *(name for name in alone if name))))


def _noun(words: list[str]) -> str:
    """The noun that a phrase begins with and what is tied to it; empty when it means the participants."""
    words = words[1:] if words and folded(words[0]) in _ARTICLES else words
    if not words or folded(words[0]) in _SOME:
        return ""
    end = 1
    while end < len(words) and _is_tied(words[end - 1], words[end]):
        end += 1
    while end > 1 and folded(words[end - 1]) in _JOINING:
        end -= 1
    noun = " ".join(words[:end]).strip(".:!?")
    return "" if folded(noun) in _LEARNERS else noun


def _is_tied(word: str, following: str) -> bool:
    """`élue ou élu`, `binôme de sécurité`, `enseignante d'arts`, `intervenant Météos`."""
    tie = folded(following)
    return folded(word) in _JOINING or tie in _JOINING or tie.startswith("d'") or following[0].isupper()
