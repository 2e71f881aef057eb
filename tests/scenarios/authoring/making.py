"""A form as the browser sends it when nothing was changed, and scripts to try it on."""

from werkzeug.datastructures import MultiDict

from scenarios.authoring.boxes import Posted
from scenarios.authoring.fields import Widget
from scenarios.authoring.sheet import sheet_of
from scenarios.script.model import Script
from scenarios.script.reading import parse

TEXT = """\
---
territoire: Trappes
thèmes: [Climat, "Musée, Trappes"]
odd: [11, 4]
besoins: Il fait chaud ; on veut savoir où
durée: 45 min
modalité: Présentiel
x-atelier: 7
clé à nous: gardée
---

# Lire le climat

Une marche où l'on mesure.

## Contexte et besoin

Place minérale.

## Objectifs

- O1 (comprendre) : Expliquer
- O2 (analyze) : Comparer

## Déroulé

### Phase : Accueil

#### Activité : Se situer

- Durée : 10 min
- Type : débat
- Objectifs : O2, O9, O1
* Modalité : dehors, présentiel
- Couleur : bleu

Chacun dit où il va.

### Phase : Terrain

#### Activité : Mesurer

- Durée : 35 min
- Type : enquête
- Matériel : 5 thermomètres (infrarouges, prêtés), crayons

## Une partie à nous

Des mots.
"""


def script(text: str = TEXT, kind: str = "scenario") -> Script:
    return parse(text, kind=kind)


def form_of(script: Script, **changed: str | list[str]) -> Posted:
    """What a browser sends of a form that shows this script, with some fields filled in otherwise."""
    form: Posted = MultiDict({"text": script.text.replace("\n", "\r\n"), "kind": script.kind, "base": "1"})
    sheet = sheet_of(script)
    for box in sheet.boxes:
        if box.field.widget is Widget.BOXES:
            form.setlist(box.name, [*box.value, ""])
        elif box.field.widget is Widget.SWITCH:
            form.setlist(box.name, [*filter(None, [str(box.value)]), ""])
        else:
            form[box.name] = box.shown.replace("\n", "\r\n")
    for goal in sheet.goals:
        form.update({f"{goal.name}-verb": goal.verb, f"{goal.name}-text": goal.text})
    for name, value in changed.items():
        form.setlist(name.replace("_", "-"), value if isinstance(value, list) else [value])
    return form
