"""What diagnostics say, in French and in English, and what their fixes do.

The library knows no catalogue of an application, so both languages stand here side by side. `%(name)s` are filled
in from the parameters of each diagnostic.
"""

from typing import NamedTuple

from scenarios.script.model import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class Message(NamedTuple):
    """One code: how grave it is and what it says."""

    severity: Severity
    fr: str
    en: str


MESSAGES: dict[str, Message] = {
    # The head as YAML (found by wiki.rendering.head).
    "H001": Message(
        ERROR,
        "Ligne %(line)s : la valeur de « %(key)s » contient « : » ; mettez la valeur entre guillemets.",
        "Line %(line)s: the value of “%(key)s” contains “: ”; put the value in quotation marks.",
    ),
    "H002": Message(
        ERROR,
        "Ligne %(line)s : la valeur de « %(key)s » est illisible ; mettez la valeur entre guillemets.",
        "Line %(line)s: the value of “%(key)s” cannot be read; put the value in quotation marks.",
    ),
    "H003": Message(
        ERROR,
        "Cette ligne de l'en-tête n'a pas la forme « clé : valeur ».",
        "This line of the head does not read “key: value”.",
    ),
    "H004": Message(
        ERROR,
        "L'en-tête n'admet ni ancre « & » ni renvoi « * » : mettez la valeur entre guillemets.",
        "The head admits neither anchors “&” nor references “*”: put the value in quotation marks.",
    ),
    "H005": Message(
        ERROR,
        "L'en-tête n'admet pas d'étiquette « ! » : mettez la valeur entre guillemets.",
        "The head admits no tags “!”: put the value in quotation marks.",
    ),
    "H006": Message(
        ERROR,
        "La valeur de « %(key)s » doit être un texte ou une liste simple.",
        "The value of “%(key)s” must be a text or a simple list.",
    ),
    "H007": Message(
        ERROR,
        "« %(key)s » est déjà donné à la ligne %(first)s ; cette ligne est ignorée.",
        "“%(key)s” is already given on line %(first)s; this line is ignored.",
    ),
    "H008": Message(
        ERROR,
        "L'en-tête a plus de %(max)s clés ; la suite est ignorée.",
        "The head has more than %(max)s keys; the rest is ignored.",
    ),
    "H009": Message(
        WARNING,
        "L'en-tête n'est pas fermé : ajoutez une ligne « --- » après la dernière clé.",
        "The head is not closed: add a line “---” after the last key.",
    ),
    # Title and beginning.
    "S001": Message(ERROR, "Donnez un titre au scénario.", "Give the scenario a title."),
    "S002": Message(
        ERROR,
        "Le titre est dans l'en-tête : il se met au début du texte, sur une ligne « # ».",
        "The title is in the head: it belongs at the start of the text, on a line “# ”.",
    ),
    "S003": Message(
        WARNING,
        "« titre » ne sert à rien dans l'en-tête : le titre est la ligne « # » du texte.",
        "“titre” is of no use in the head: the title is the line “# ” of the text.",
    ),
    "S004": Message(
        WARNING,
        "Résumez la situation en une ou deux phrases sous le titre : c'est ce que montrent les listes.",
        "Sum up the situation in one or two sentences under the title: that is what lists show.",
    ),
    "S005": Message(
        WARNING,
        "Il y a déjà un titre à la ligne %(first)s ; « %(title)s » devrait être une section.",
        "There is already a title on line %(first)s; “%(title)s” should be a section.",
    ),
    "S006": Message(
        WARNING,
        "« %(title)s » est souligné de tirets : pour que ce soit un titre ici, écrivez « %(marks)s %(title)s ».",
        "“%(title)s” is underlined with dashes: to make it a heading here, write “%(marks)s %(title)s”.",
    ),
    "S007": Message(
        WARNING,
        "Ce bloc de code n'est pas fermé : tout ce qui suit en fait partie, et rien n'y est lu.",
        "This block of code is not closed: all that follows belongs to it, and nothing there is read.",
    ),
    # Head: values.
    "S010": Message(ERROR, "Il manque « %(key)s ».", "“%(key)s” is missing."),
    "S011": Message(
        WARNING,
        "« %(key)s » n'est pas dit ; on prend : %(default)s.",
        "“%(key)s” is not said; taken to be: %(default)s.",
    ),
    "S012": Message(
        ERROR,
        "« %(value)s » n'est pas une durée. Écrivez par exemple : 90 min, 1 h 30 ou 2 jours.",
        "“%(value)s” is no duration. Write for instance: 90 min, 1 h 30 or 2 jours.",
    ),
    "S013": Message(
        ERROR,
        "La durée annoncée est de %(announced)s, mais les activités font %(total)s.",
        "The announced duration is %(announced)s, but the activities take %(total)s.",
    ),
    "S014": Message(
        ERROR,
        "La licence « %(value)s » n'est pas de la liste : %(known)s.",
        "The licence “%(value)s” is not in the list: %(known)s.",
    ),
    "S015": Message(
        ERROR,
        "« %(value)s » n'est pas un code de langue. Écrivez par exemple : fr, en, br.",
        "“%(value)s” is no language code. Write for instance: fr, en, br.",
    ),
    "S016": Message(
        ERROR,
        "La modalité « %(value)s » n'est pas de la liste : %(known)s.",
        "The mode “%(value)s” is not in the list: %(known)s.",
    ),
    "S017": Message(
        ERROR,
        "Il y a %(count)s thèmes ; gardez-en %(max)s au plus, les plus parlants.",
        "There are %(count)s themes; keep at most %(max)s, those that say most.",
    ),
    "S018": Message(
        WARNING,
        "« %(value)s » n'est pas un objectif de développement durable : ce sont des nombres de 1 à 17.",
        "“%(value)s” is no sustainable development goal: they are numbers from 1 to 17.",
    ),
    "S019": Message(
        WARNING,
        "La compétence clé « %(value)s » n'est pas de la liste : %(known)s.",
        "The key competence “%(value)s” is not in the list: %(known)s.",
    ),
    "S020": Message(
        WARNING,
        "Les coordonnées s'écrivent : latitude, longitude, par exemple 48.774, 2.009.",
        "Coordinates are written: latitude, longitude, for instance 48.774, 2.009.",
    ),
    "S021": Message(
        WARNING,
        "L'effectif s'écrit avec des nombres, par exemple : 12 à 24.",
        "The group size is written with numbers, for instance: 12 à 24.",
    ),
    "S022": Message(
        WARNING,
        "Le format « %(value)s » est inconnu ; celui-ci est « situation/1 ».",
        "The format “%(value)s” is unknown; this one is “situation/1”.",
    ),
    "S023": Message(
        WARNING,
        "La clé « %(key)s » est inconnue. Vouliez-vous dire « %(near)s » ?",
        "The key “%(key)s” is unknown. Did you mean “%(near)s”?",
    ),
    # Sections.
    "S030": Message(
        WARNING,
        "La section « %(heading)s » n'est pas de la liste. La plus proche : « %(near)s ».",
        "The section “%(heading)s” is not in the list. The nearest: “%(near)s”.",
    ),
    "S031": Message(
        WARNING,
        "La section « %(heading)s » est déjà à la ligne %(first)s.",
        "The section “%(heading)s” is already on line %(first)s.",
    ),
    "S032": Message(
        ERROR,
        "Ajoutez au moins une activité : que feront les personnes ?",
        "Add at least one activity: what will people do?",
    ),
    "S033": Message(
        WARNING,
        "Cette activité n'est pas dans « Déroulé » : elle n'est pas comptée.",
        "This activity is not in “Déroulé”: it is not counted.",
    ),
    "S034": Message(
        WARNING,
        "Les activités et les phases se mettent sous « Déroulé », avec trois « # » ou plus.",
        "Activities and phases belong under “Déroulé”, with three “#” or more.",
    ),
    # Objectives.
    "S040": Message(
        ERROR,
        "L'objectif %(id)s est donné deux fois (d'abord à la ligne %(first)s).",
        "Objective %(id)s is given twice (first on line %(first)s).",
    ),
    "S041": Message(
        ERROR,
        "Objectif %(id)s : « %(verb)s » n'est pas un des six verbes : %(known)s.",
        "Objective %(id)s: “%(verb)s” is not one of the six verbs: %(known)s.",
    ),
    "S042": Message(
        WARNING,
        "Un objectif s'écrit « O1 (analyser) : ce que l'on saura faire ».",
        "An objective is written “O1 (analyser) : what people will be able to do”.",
    ),
    "S043": Message(
        WARNING, "Aucune activité ne sert l'objectif %(id)s.", "No activity serves objective %(id)s."
    ),
    "S044": Message(
        WARNING,
        "Dites au moins un objectif : que sauront faire les personnes à la fin ?",
        "Say at least one objective: what will people be able to do at the end?",
    ),
    # Activities.
    "S050": Message(ERROR, "Donnez un titre à cette activité.", "Give this activity a title."),
    "S051": Message(ERROR, "Combien de temps dure « %(title)s » ?", "How long does “%(title)s” take?"),
    "S053": Message(
        ERROR,
        "Choisissez le type d'apprentissage de « %(title)s ».",
        "Choose the learning type of “%(title)s”.",
    ),
    "S054": Message(
        ERROR,
        "Le type « %(value)s » n'est pas de la liste : %(known)s.",
        "The type “%(value)s” is not in the list: %(known)s.",
    ),
    "S055": Message(
        WARNING,
        "La forme « %(value)s » n'est pas de la liste : %(known)s.",
        "The grouping “%(value)s” is not in the list: %(known)s.",
    ),
    "S056": Message(
        WARNING,
        "La modalité « %(value)s » n'est pas de la liste : %(known)s.",
        "The mode “%(value)s” is not in the list: %(known)s.",
    ),
    "S057": Message(
        WARNING,
        "L'évaluation « %(value)s » n'est pas de la liste : %(known)s.",
        "The assessment “%(value)s” is not in the list: %(known)s.",
    ),
    "S058": Message(
        ERROR,
        "« %(title)s » cite l'objectif %(id)s, qui n'est pas dans la liste des objectifs.",
        "“%(title)s” names objective %(id)s, which is not among the objectives.",
    ),
    "S059": Message(
        WARNING,
        "La propriété « %(key)s » est inconnue. Vouliez-vous dire « %(near)s » ?",
        "The property “%(key)s” is unknown. Did you mean “%(near)s”?",
    ),
    "S060": Message(
        ERROR,
        "« %(key)s » est donné deux fois dans « %(title)s » ; seule la première valeur compte.",
        "“%(key)s” is given twice in “%(title)s”; only the first value counts.",
    ),
    "S061": Message(
        WARNING,
        "Cette ligne n'a pas la forme « Clé : valeur ». Si c'est du texte, mettez une phrase avant la liste.",
        "This line does not read “Key: value”. If it is text, put a sentence before the list.",
    ),
    "S062": Message(
        WARNING,
        "« %(heading)s » n'est pas une activité : son titre devrait commencer par « Activité : ».",
        "“%(heading)s” is no activity: its heading should begin with “Activité :”.",
    ),
    "S063": Message(
        WARNING,
        "Pas de numéro dans le titre : l'ordre suffit, et une insertion ne change pas les autres.",
        "No number in the heading: the order says it, and an insertion changes no other line.",
    ),
    "S064": Message(
        WARNING,
        "« %(title)s » est en parallèle, mais aucune activité ne la précède.",
        "“%(title)s” runs in parallel, but no activity comes before it.",
    ),
    "S065": Message(
        WARNING,
        "« En parallèle » se dit : oui. Sinon, enlevez la ligne.",
        "“In parallel” is said: oui. Otherwise, take the line out.",
    ),
    "S066": Message(
        WARNING,
        "Laissez une ligne vide entre les propriétés et le texte de l'activité.",
        "Leave a blank line between the properties and the text of the activity.",
    ),
    "S067": Message(
        WARNING,
        "Le repère « %(value)s » est déjà celui d'une autre activité.",
        "The anchor “%(value)s” already belongs to another activity.",
    ),
    "S068": Message(
        WARNING,
        "La phase « %(title)s » est vide : les activités d'une phase ont un « # » de plus qu'elle.",
        "The phase “%(title)s” is empty: the activities of a phase have one “#” more than it has.",
    ),
    "S099": Message(
        ERROR,
        "Il y a trop de remarques : seules les %(max)s premières sont montrées.",
        "There are too many remarks: only the first %(max)s are shown.",
    ),
}

FIXES: dict[str, tuple[str, str]] = {
    "quote": ("Mettre entre guillemets", "Put in quotation marks"),
    "insert": ("Ajouter « %(text)s »", "Add “%(text)s”"),
    "replace": ("Remplacer par « %(text)s »", "Replace with “%(text)s”"),
    "remove": ("Enlever cette ligne", "Remove this line"),
    "move_title": ("Mettre le titre au début du texte", "Put the title at the start of the text"),
    "make_section": ("En faire une section", "Make it a section"),
    "rename": ("Renommer « %(text)s »", "Rename to “%(text)s”"),
    "announce": ("Annoncer %(text)s", "Announce %(text)s"),
    "make_activity": ("En faire une activité", "Make it an activity"),
    "lower": ("La mettre au bon niveau", "Put it at the right level"),
    "unnumber": ("Enlever le numéro", "Remove the number"),
    "renumber": ("Le nommer %(text)s", "Name it %(text)s"),
    "blank": ("Ajouter une ligne vide", "Add a blank line"),
    "uncite": ("Ne plus citer %(text)s", "No longer name %(text)s"),
}
