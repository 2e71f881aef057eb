"""The text of a script: as it is, or with its keys and controlled words in one language."""

import re
from collections.abc import Mapping

from scenarios.script.heads import with_head_value
from scenarios.script.lines import Sheet, heading_opening, with_heading, with_label, with_value
from scenarios.script.model import Activity, Objective, Property, Script
from scenarios.script.outline import read_mark
from scenarios.script.vocabulary import (
    ASSESSMENTS,
    BLOOM,
    FORMS,
    HEAD_MODES,
    MODES,
    PROPERTIES,
    SECTIONS,
    TYPES,
    Vocabulary,
    folded,
)
from wiki.rendering.characters import normalised
from wiki.rendering.head_entries import find_block, split_entries
from wiki.rendering.head_keys import canonical_key

HEAD_ENGLISH = {
    "titre": "title",
    "type": "kind",
    "territoire": "territory",
    "thèmes": "themes",
    "mots-clés": "keywords",
    "public": "audience",
    "effectif": "group size",
    "niveau": "level",
    "durée": "duration",
    "modalité": "mode",
    "lieu": "place",
    "coordonnées": "geo",
    "saison": "season",
    "météo": "weather fallback",
    "projet": "project",
    "besoins": "needs",
    "ressources": "resources",
    "solutions": "solutions",
    "compétences": "competences",
    "odd": "sdg",
    "partenaires": "partners",
    "patrimoines": "heritages",
    "langue": "language",
    "licence": "license",
    "auteurs": "authors",
    "référent": "referent",
    "adapté de": "based on",
    "coût": "cost",
}
"""The English names of the head's keys."""

_ACTIVITY = Vocabulary({"Activité": ()}, {"Activité": "Activity"})
_YES_NO = Vocabulary({"oui": ("vrai", "true"), "non": ("faux", "false")}, {"oui": "yes", "non": "no"})
_CONTROLLED: Mapping[str, Vocabulary] = {
    "Type": TYPES,
    "Forme": FORMS,
    "Modalité": MODES,
    "Évaluation": ASSESSMENTS,
    "En parallèle": _YES_NO,
}


def language_of(script: Script) -> str:
    """The language in which a script names its sections: `en`, or `fr` when in doubt."""
    known = (section for section in script.sections if section.key)
    return "en" if any(folded(section.heading) != folded(section.key or "") for section in known) else "fr"


def activity_heading(title: str, level: int, language: str) -> str:
    """The heading of an activity."""
    return with_value(f"{'#' * level} {_ACTIVITY.in_language('Activité', language)} : ", title)


def serialise(script: Script, language: str | None = None) -> str:
    """The bytes of the text; or, for `fr` or `en`, with keys, section names and controlled values in that language.

    Prose, free values and unknown words stay as they are, and so does a word that is only capitalised otherwise.
    """
    if language is None:
        return script.text
    sheet = Sheet(script.text)
    for section in script.sections:
        if section.key and _differs(section.heading, wanted := SECTIONS.in_language(section.key, language)):
            _change(sheet, section.first_line, with_heading(sheet.line(section.first_line), wanted))
    for objective in script.objectives:
        _translate_verb(sheet, objective, language)
    for activity in script.activities:
        _translate_activity(sheet, activity, language)
    return _with_head(sheet.text, script, language)


def _change(sheet: Sheet, number: int, line: str) -> None:
    sheet.replace(number, number, [line])


def _differs(written: str, wanted: str) -> bool:
    return normalised(written.casefold()) != normalised(wanted.casefold())


def _translate_verb(sheet: Sheet, objective: Objective, language: str) -> None:
    if objective.level and _differs(objective.verb, wanted := BLOOM.in_language(objective.level, language)):
        line = re.sub(r"\([^()]*\)", f"({wanted})", sheet.line(objective.line), count=1)
        _change(sheet, objective.line, line)


def _translate_activity(sheet: Sheet, activity: Activity, language: str) -> None:
    heading = sheet.line(activity.first_line)
    opened, word = heading[len(heading_opening(heading)) :], _ACTIVITY.in_language("Activité", language)
    mark = read_mark(opened)
    if mark and not folded(opened).startswith(folded(word)):
        _change(sheet, activity.first_line, with_label(heading, f"{word} {mark.number}".strip()))
    for found in activity.properties:
        if found.is_known:
            _translate_property(sheet, found, language)


def _translate_property(sheet: Sheet, found: Property, language: str) -> None:
    line = before = sheet.line(found.first_line)
    label = PROPERTIES.in_language(found.key, language)
    if _differs(found.label, label):
        line = with_label(line, label)
    if found.key in _CONTROLLED and found.first_line == found.last_line:
        value = _translated(_CONTROLLED[found.key], found.value, language)
        line = with_value(line, value) if value != found.value else line
    if line != before:
        _change(sheet, found.first_line, line)


def _translated(vocabulary: Vocabulary, value: str, language: str) -> str:
    """A controlled value, or each of several between commas, in a language."""
    word = vocabulary.recognise(value)
    if word is None and "," in value:
        return ",".join(_translated(vocabulary, item, language) for item in value.split(","))
    wanted = vocabulary.in_language(word, language) if word else value
    return value.replace(value.strip(), wanted, 1) if _differs(value, wanted) else value


def _with_head(text: str, script: Script, language: str) -> str:
    modes = script.head.get("modalité", "")
    said = [
        _translated(HEAD_MODES, item, language) for item in ([modes] if isinstance(modes, str) else modes)
    ]
    if said != ([modes] if isinstance(modes, str) else list(modes)):
        text = with_head_value(text, "modalité", said[0] if isinstance(modes, str) else said)
    block, sheet = find_block(text), Sheet(text)
    for entry in split_entries(text[block.start : block.end]) if block else ():
        key = canonical_key(entry.key or "")
        wanted = HEAD_ENGLISH.get(key, key) if language.startswith("en") else key
        if entry.key and key in HEAD_ENGLISH and _differs(entry.key, wanted):
            line = sheet.line(entry.first_line)
            _change(
                sheet, entry.first_line, entry.label.replace(entry.key, wanted, 1) + line[len(entry.label) :]
            )
    return sheet.text
