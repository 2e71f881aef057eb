"""What the codes of traits are called in the interface."""

from flask_babel import lazy_gettext as _l

from wiki.pages.traits import Names

TRAITS: Names = {
    "publics": {
        "children": _l("Enfants"),
        "teenagers": _l("Adolescents, apprentis"),
        "students": _l("Étudiants"),
        "adults": _l("Adultes"),
        "families": _l("Familles"),
        "residents": _l("Habitants"),
        "elected": _l("Élus"),
        "civil-servants": _l("Agents publics"),
        "workers": _l("Salariés, entreprises"),
        "jobseekers": _l("Insertion, recherche d'emploi"),
        "seniors": _l("Aînés, retraités"),
        "educators": _l("Enseignants, éducateurs"),
        "carers": _l("Soignants, aidants"),
        "associations": _l("Associations, bénévoles"),
    },
    "learning": {
        "acquisition": _l("Acquisition"),
        "enquete": _l("Enquête"),
        "pratique": _l("Pratique"),
        "production": _l("Production"),
        "discussion": _l("Discussion"),
        "collaboration": _l("Collaboration"),
    },
    "modes": {
        "face-to-face": _l("En présence"),
        "remote": _l("À distance, en direct"),
        "own-time": _l("À distance, à son rythme"),
        "hybrid": _l("Hybride"),
        "indoors": _l("En intérieur"),
        "outdoors": _l("En extérieur"),
        "on-the-move": _l("En itinérance"),
    },
}
