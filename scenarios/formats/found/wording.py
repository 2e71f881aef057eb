"""The French words by which people announce the parts of a session, folded (no accents, no capitals)."""

import re

from scenarios.script.durations import read_duration

HEAD_LABELS = {
    "durée": re.compile(
        r"(?:duree|temps)(?: (?:totale?|evenement|estimee?|prevue?|indicati(?:f|ve)|conseillee?|necessaire|"
        r"de la (?:seance|session)|de l['’ ](?:activite|atelier|evenement|animation)))?"
    ),
    "public": re.compile(r"publics?(?: (?:vises?|cibles?|concernes?))?|destinataires|ages?|tranche d'age"),
    "effectif": re.compile(
        r"effectifs?|nombre (?:de|d') ?(?:participant(?:e?s|·e·s)?|personnes|joueurs|eleves)(?: .{0,30})?"
        r"|taille du groupe"
    ),
    "lieu": re.compile(r"lieux?(?: .{0,20})?"),
    "niveau": re.compile(r"niveaux?(?: scolaires?| vises?)?|classes?|cycles?"),
    "modalité": re.compile(r"modalites?"),
    "saison": re.compile(r"saisons?"),
    "coût": re.compile(r"couts?|budget|prix"),
    "partenaires": re.compile(r"partenaires?"),
    "licence": re.compile(r"licen[cs]e"),
    "mots-clés": re.compile(r"mots?[ -]cles?|tags?"),
    "thèmes": re.compile(r"themes?|thematiques?"),
    "auteurs": re.compile(
        r"aut(?:eur|rice)(?:[.·]?(?:e|rice)[.·]?)?s?|auteurs? et autrices?"
        r"|(?:redige|ecrit|propose|concu) par|conception|redaction"
    ),
}
AUTHOR_HEADINGS = re.compile(
    r"(?:aut(?:eur|rice)|contribut|redact|compilation|conception|credits?\b|qui a ecrit).*"
)
SOURCE_HEADINGS = re.compile(r"sources?|references?|credits?")
SUMMARY_HEADINGS = re.compile(r"en une phrase|en bref|en resume|resume|en quelques mots|accroche")
OBJECTIVES = re.compile(
    r"objectifs?(?:\(s\))?"
    r"(?: (?:pedagogiques?|d'apprentissage|vises?|generaux|de (?:la seance|l'atelier|l'activite)))?"
    r"|a quoi ca sert|utilisations? possibles?|buts?|finalites?|competences visees|ce que l'on apprend"
)
MATERIAL = re.compile(
    r"(?:liste du )?materiels?(?: (?:necessaires?|utilises?|a prevoir|requis|et supports?))?|fournitures|materiaux"
)
SEQUENCE = re.compile(
    r"(?:deroule|etapes\b|les etapes|procedure|methode par etapes|progression pedagogique|trame|"
    r"plan de (?:la )?seance|sequence pedagogique|marche a suivre|programme|conduite de|methode pas a pas).{0,60}"
)
STEP = re.compile(r"(?:etape|activite|phase|temps|moment|seance) ?n?[°o]? ?\d{1,2}\b.*")
END_STEP = re.compile(r"introduction|conclusion|bilan|cloture|accueil|debriefing")
NO_STEP = re.compile(
    r"(?:conseil|remarque|detail|variante|avantage|limite|inconvenient|materiel|condition|note|source|exemple|"
    r"objectif|amelioration|retour|pour aller plus loin|aller plus loin|contributeur|auteur|prerequis|ce qui doit|"
    r"evaluation$|bibliographie|ressource|experience|demonstration|points? de vigilance|public|duree).*"
)
PARTS = (AUTHOR_HEADINGS, SOURCE_HEADINGS, SUMMARY_HEADINGS, OBJECTIVES, MATERIAL, SEQUENCE, STEP, END_STEP)
"""Headings that are no titles."""

_SPACE = r"[ \t\u00a0\u202f]*"
_UNIT = r"(?:minutes?|min|mn|heures?|h(?:\d{2})?|['′])"
DURATION = re.compile(
    rf"\d{{1,3}}(?:{_SPACE}{_UNIT})?(?:{_SPACE}(?:[-–—]|à|ou){_SPACE}\d{{1,3}})?{_SPACE}{_UNIT}(?:{_SPACE}\d{{1,2}}(?!\d))?"
    rf"(?:{_SPACE}(?:min|mn))?(?![\w'’])\.?",
    re.IGNORECASE,
)
FORM = re.compile(
    r"\b(?:groupes? de \d{1,2}|équipes? de \d{1,2}|binômes?|deux par deux|individuellement|grand groupe|"
    r"classe entière)\b",
    re.IGNORECASE,
)


def is_vague_duration(text: str) -> bool:
    """Whether a duration leaves a choice: `20-30 min`."""
    return read_duration(text) is None
