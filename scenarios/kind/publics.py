"""Whom a page is for, read out of free words: « Habitants dès 12 ans, familles, collégiens »."""

import re

from scenarios.script.vocabulary import folded

# Code → beginnings of words, folded, by which a text names these people.
_SPOKEN_OF: dict[str, tuple[str, ...]] = {
    "children": ("enfan", "ecolier", "eleve", "maternelle", "primaire", "petits", "child", "kids", "pupil"),
    "teenagers": (
        "ados", "adolescen", "jeune", "collegien", "lyceen", "lycee", "apprenti", "teen", "young", "eleve", "pupil",
    ),
    "adults": ("adult",),
    "students": ("etudiant", "universit", "master", "licence", "student"),
    "families": ("famille", "parent", "famil"),
    "residents": ("habitant", "citoyen", "voisin", "particulier", "riverain", "tout public", "tous public",
                  "resident", "inhabitant", "citizen", "everyone"),
    "elected": ("elu", "maire", "elected", "councillor"),
    "civil-servants": ("agent", "fonctionnaire", "technicien", "civil servant"),
    "workers": ("salarie", "entrepri", "dirigeant", "commercant", "artisan", "professionnel", "saisonnier",
                "employe", "independant", "worker", "compan", "business", "craft"),
    "jobseekers": ("insertion", "recherche d'emploi", "demandeu", "chomeu", "rupture", "reconversion",
                   "jobseeker", "unemployed"),
    "seniors": ("retraite", "senior", "aine", "personnes agees", "elder", "older"),
    "educators": ("enseignant", "educat", "formateur", "formatrice", "animat", "professeur", "mediat", "teacher",
                  "trainer"),
    "carers": ("soignant", "aidant", "sante", "infirmi", "carer", "nurse"),
    "associations": ("associati", "benevole", "club", "volunteer", "charit"),
}  # fmt: skip

# « dès 10 ans », « de 14 à 18 ans », « 9-12 ans », « from 8 », « ages 9 to 12 »
_AGES = re.compile(
    r"(?:des|a partir de|from|de|ages?|entre|between)? ?(\d{1,2})(?: ?(?:a|et|-|to|and) ?(\d{1,2}))? ?(?:ans|years?)"
)
_AGE_OF = (("children", 3, 11), ("teenagers", 12, 17))
_OPEN_ENDED = 99


def publics_of(text: str) -> tuple[str, ...]:
    """The codes of those a text names, by word or by age, in the order of the table."""
    said = folded(text.replace("’", "'"))
    spoken = {
        code for code, beginnings in _SPOKEN_OF.items() if any(_begins(said, word) for word in beginnings)
    }
    aged = {
        code for code, least, most in _AGE_OF for low, high in _ages(said) if low <= most and high >= least
    }
    return tuple(code for code in _SPOKEN_OF if code in spoken | aged)


def _begins(said: str, word: str) -> bool:
    """Whether some word of the text begins so."""
    return re.search(rf"(?<!\w){re.escape(word)}", said) is not None


def _ages(said: str) -> list[tuple[int, int]]:
    """Each age or span of ages named; one age alone is where a span begins."""
    return [(int(low), int(high) if high else _OPEN_ENDED) for low, high in _AGES.findall(said)]
