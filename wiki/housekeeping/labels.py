"""What lists of things to mend are called, what to do about each, and what is said when there is nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Label:
    """Lazily translated: `name`, `advice` above the list, `act` on each page's button, `done` when it is empty."""

    name: Any
    advice: Any
    act: Any
    done: Any
    icon: str


LABELS: Mapping[str, Label] = {
    "sans-theme": Label(
        _l("Pages sans thème"),
        _l("On ne les trouve pas en parcourant les thèmes : donnez-leur en un."),
        _l("Ajouter un thème"),
        _l("Chaque page a son thème : on les trouve toutes en parcourant."),
        "tag",
    ),
    "presque-vides": Label(
        _l("Pages presque vides"),
        _l("Quelques mots seulement : complétez-les, fusionnez-les ou supprimez-les."),
        _l("Compléter"),
        _l("Chaque page dit quelque chose."),
        "file-text",
    ),
    "orphelines": Label(
        _l("Pages orphelines"),
        _l("Aucune autre page n'y mène : citez-les là où elles sont utiles."),
        _l("Ouvrir"),
        _l("Chaque page est citée quelque part."),
        "signpost-split",
    ),
    "demandees": Label(
        _l("Pages demandées"),
        _l("D'autres pages les citent, personne ne les a encore écrites."),
        _l("Écrire"),
        _l("Chaque lien mène à une page écrite."),
        "pencil",
    ),
    "liens-casses": Label(
        _l("Liens internes cassés"),
        _l("Ces pages citent une page, ou un passage, qui n'existe pas."),
        _l("Corriger"),
        _l("Chaque lien mène quelque part."),
        "link-45deg",
    ),
    "images-sans-texte": Label(
        _l("Images sans texte de remplacement"),
        _l("Qui ne voit pas l'image ne sait pas ce qu'elle montre : dites-le en quelques mots."),
        _l("Décrire"),
        _l("Chaque image est décrite pour qui ne la voit pas."),
        "eye",
    ),
    "liens-morts": Label(
        _l("Liens externes morts"),
        _l("L'autre site n'a pas répondu, ou n'a plus cette page, trois jours différents."),
        _l("Corriger"),
        _l("Aucun lien mort parmi ceux qui ont été vérifiés."),
        "globe2",
    ),
    "anciennes": Label(
        _l("Pages anciennes"),
        _l(
            "Personne ne les a touchées depuis longtemps : relisez-les, elles sont peut-être à mettre à jour."
        ),
        _l("Relire"),
        _l("Toutes les pages ont été revues depuis."),
        "clock-history",
    ),
}
"""In the order in which they are shown."""
