"""What the acts of the log are called, for one application: code → a sentence that a person's name begins.

`%(thing)s` in it is what the act was done to. Features above name theirs with `name_acts`; an act that nobody named
is shown by its code.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wiki.web.clock import exact_time

_A_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
_LEVELS: dict[str, Any] = {"referents": _l("personnes référentes"), "curators": _l("équipe nationale")}

EXTENSION = "wiki.audit.acts"

OF_THE_WIKI: Mapping[str, Any] = {
    "account.blocked": _l("a bloqué le compte de %(thing)s"),
    "account.confirmed": _l("a confirmé l'adresse de %(thing)s"),
    "account.data_asked": _l("a demandé une copie de ses données"),
    "account.data_taken": _l("a emporté une copie de ses données"),
    "account.deleted": _l("a supprimé le compte de %(thing)s"),
    "account.email_changed": _l("a changé d'adresse e-mail"),
    "account.feed_closed": _l("a fermé l'adresse de son flux personnel"),
    "account.feed_opened": _l("a ouvert un flux personnel"),
    "account.identity_linked": _l("a lié son compte à celui d'une organisation"),
    "account.identity_unlinked": _l("a délié son compte de celui d'une organisation"),
    "account.leaving": _l("a demandé la suppression de son compte"),
    "account.passkey_added": _l("a ajouté une clé d'accès"),
    "account.passkey_removed": _l("a retiré une clé d'accès"),
    "account.password_changed": _l("a changé de mot de passe"),
    "account.recovery_code_used": _l("a utilisé un code de secours"),
    "account.recovery_codes_made": _l("a fait de nouveaux codes de secours"),
    "account.role_changed": _l("a changé le rôle de %(thing)s"),
    "account.second_factor_off": _l("a arrêté la connexion en deux étapes"),
    "account.second_factor_on": _l("a mis en place la connexion en deux étapes"),
    "account.second_factor_reset": _l("a retiré la deuxième étape de connexion de %(thing)s"),
    "account.session_ended": _l("a fermé une de ses sessions"),
    "account.sessions_ended": _l("a fermé toutes les sessions de %(thing)s"),
    "account.sign_in_blocked": _l("a essayé trop souvent de se connecter"),
    "account.sign_in_failed": _l("n'a pas réussi à se connecter au compte de %(thing)s"),
    "account.staying": _l("a renoncé à supprimer son compte"),
    "account.unblocked": _l("a débloqué le compte de %(thing)s"),
    "audit.exported": _l("a téléchargé le journal"),
    "block.lifted": _l("a levé le blocage de %(thing)s"),
    "block.made": _l("a bloqué %(thing)s pour un temps"),
    "contribution.removed": _l("a retiré une proposition indésirable sur %(thing)s"),
    "edits.undone": _l("a annulé les modifications de %(thing)s"),
    "equivalents.changed": _l("a changé les équivalents de recherche"),
    "file.deleted": _l("a supprimé le fichier %(thing)s"),
    "file.purged": _l("a retiré définitivement le fichier %(thing)s"),
    "file.restored": _l("a rétabli le fichier %(thing)s"),
    "file.version_purged": _l("a retiré définitivement une version du fichier %(thing)s"),
    "invitation.made": _l("a envoyé une invitation"),
    "invitation.withdrawn": _l("a retiré une invitation"),
    "job.discarded": _l("a abandonné le travail %(thing)s"),
    "job.retried": _l("a relancé le travail %(thing)s"),
    "membership.admitted": _l("a admis %(thing)s dans un territoire"),
    "membership.left": _l("a quitté le territoire %(thing)s"),
    "membership.named": _l("a donné un rôle à %(thing)s dans un territoire"),
    "membership.refused": _l("a refusé la demande de %(thing)s de rejoindre un territoire"),
    "membership.removed": _l("a retiré %(thing)s d'un territoire"),
    "membership.role_changed": _l("a changé le rôle de %(thing)s dans un territoire"),
    "message.hidden": _l("a masqué un message sur %(thing)s"),
    "message.kept": _l("a gardé un message signalé sur %(thing)s"),
    "message.shown": _l("a montré de nouveau un message sur %(thing)s"),
    "page.deleted": _l("a supprimé la page %(thing)s"),
    "page.emptied": _l("a vidé de la corbeille la page %(thing)s"),
    "page.merged": _l("a fusionné une page dans %(thing)s"),
    "page.protected": _l("a protégé la page %(thing)s"),
    "page.purged": _l("a retiré définitivement la page %(thing)s"),
    "page.renamed": _l("a renommé ou déplacé la page %(thing)s"),
    "page.renaming_undone": _l("a rendu son nom d'avant à la page %(thing)s"),
    "page.restored": _l("a rétabli la page %(thing)s"),
    "page.separated": _l("a défait une fusion dans la page %(thing)s"),
    "page.settled": _l("a changé les réglages de la page %(thing)s"),
    "page.unprotected": _l("a levé la protection de la page %(thing)s"),
    "revision.withdrawn": _l("a retiré le texte de versions de la page %(thing)s"),
    "territory.created": _l("a créé le territoire %(thing)s"),
    "territory.state_changed": _l("a changé l'état du territoire %(thing)s"),
    "theme.added": _l("a ajouté le thème %(thing)s"),
    "theme.brought_back": _l("a remis en usage le thème %(thing)s"),
    "theme.merged": _l("a réuni des thèmes dans %(thing)s"),
    "theme.renamed": _l("a renommé le thème %(thing)s"),
    "theme.retired": _l("a retiré le thème %(thing)s"),
    "thread.locked": _l("a fermé un fil de discussion sur %(thing)s"),
    "thread.unlocked": _l("a rouvert un fil de discussion sur %(thing)s"),
    "token.made": _l("a créé un jeton d'accès"),
    "token.revoked": _l("a révoqué un jeton d'accès"),
    "webhook.changed": _l("a changé l'appel sortant %(thing)s"),
    "webhook.created": _l("a créé l'appel sortant %(thing)s"),
    "webhook.given_up": _l("a abandonné un envoi de l'appel sortant %(thing)s"),
    "webhook.removed": _l("a supprimé l'appel sortant %(thing)s"),
    "webhook.resumed": _l("a repris l'appel sortant %(thing)s"),
    "webhook.secret_changed": _l("a changé le secret de l'appel sortant %(thing)s"),
    "webhook.stopped": _l("a arrêté l'appel sortant %(thing)s"),
}
"""The acts of the wiki's own features, in one voice."""


def name_acts(app: Flask, acts: Mapping[str, Any]) -> None:
    """Name acts of a feature above: code → lazily translated sentence."""
    app.extensions[EXTENSION] = {**app.extensions[EXTENSION], **acts}


def sentence_of(act: str) -> str:
    """The sentence of an act, with `%(thing)s` where the thing goes."""
    named = current_app.extensions[EXTENSION].get(act)
    return str(named) if named is not None else f"{act} %(thing)s"


def detail(value: object) -> str:
    """A detail of an act, as people read it: a moment as one says it, a level of protection by who may edit."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if value in _LEVELS:
        return str(_LEVELS[value])
    return exact_time(datetime.fromisoformat(value)) if _A_MOMENT.fullmatch(value) else value


def choices() -> list[tuple[str, str]]:
    """Every named act, as a list to choose from shows it, in the order of the words."""
    acts: Mapping[str, Any] = current_app.extensions[EXTENSION]
    told = [(act, str(sentence) % {"thing": "…"}) for act, sentence in acts.items()]
    return [("", _("Tous les actes")), *sorted(told, key=lambda each: each[1])]
