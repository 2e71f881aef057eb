"""What a notice says, and where it leads: the same words in the list, in mails and in feeds."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from wiki.activity import kinds as happens
from wiki.messages import N_
from wiki.notifications.models import Notice
from wiki.notifications.queries import Line
from wiki.notifications.reasons import OF_THEMES, TOLD_OF_THEMES, WORDS

_ONE: dict[str, Any] = {
    happens.PAGE_CREATED: _l("%(who)s a créé cette page"),
    happens.PAGE_EDITED: _l("%(who)s a modifié cette page"),
    happens.PAGE_SHARED: _l("%(who)s a partagé cette page"),
    happens.PAGE_MOVED: _l("%(who)s a renommé ou déplacé cette page"),
    happens.PAGE_MERGED: _l("%(who)s a fusionné une autre page avec celle-ci"),
    happens.PAGE_DELETED: _l("%(who)s a supprimé cette page"),
    happens.PAGE_RESTORED: _l("%(who)s a rétabli cette page"),
    happens.PAGE_ADAPTED: _l("%(who)s a adapté l'une de vos pages"),
    happens.PAGE_FEATURED: _l("Cette page est à la une"),
    happens.PAGE_PLAYED: _l("%(who)s a joué ce scénario et raconte comment cela s'est passé"),
    happens.FILE_ADDED: _l("%(who)s a ajouté un fichier"),
    happens.THREAD_OPENED: _l("%(who)s a ouvert une discussion"),
    happens.THREAD_ANSWERED: _l("%(who)s a répondu dans une discussion"),
    happens.THREAD_RESOLVED: _l("%(who)s a clos une discussion"),
    happens.PERSON_MENTIONED: _l("%(who)s parle de vous dans une discussion"),
    happens.MESSAGE_REPORTED: _l("%(who)s signale un message à relire"),
    happens.MESSAGE_HIDDEN: _l("%(who)s a masqué l'un de vos messages"),
    happens.EDIT_OFFERED: _l("%(who)s propose une modification"),
    happens.EDIT_ANSWERED: _l("%(who)s a répondu à votre proposition"),
    happens.IMPROVEMENT_OFFERED: _l("%(who)s propose une amélioration depuis une adaptation"),
    happens.IMPROVEMENT_ANSWERED: _l("%(who)s a répondu à l'amélioration que vous proposez"),
    happens.SUGGESTION_ANSWERED: _l("%(who)s a répondu à ce que propose votre retour"),
    happens.MEMBERSHIP_ASKED: _l("%(who)s demande à rejoindre %(place)s"),
    happens.MEMBERSHIP_GIVEN: _l("%(who)s vous accueille dans %(place)s"),
    happens.CALL_OPENED: _l("Un appel à scénarios est ouvert"),
    happens.CALL_CLOSING: _l("Cet appel à scénarios se termine bientôt"),
    happens.CALL_CLOSED: _l("Cet appel à scénarios est clos : regardez ce qui y répond"),
    happens.COLLECTION_SHARED: _l("%(who)s vous invite à composer ce parcours"),
    happens.COLLECTION_FEATURED: _l("L'équipe nationale met ce parcours en avant"),
    happens.COLLECTION_CHANGED: _l("Ce parcours a changé"),
    happens.CONTACT_ASKED: _l("%(who)s vous écrit au sujet de l'inventaire"),
    happens.CONTACT_ANSWERED: _l("%(who)s a répondu dans votre mise en relation"),
    happens.CONTACT_REPORTED: _l("%(who)s signale une mise en relation à relire"),
    happens.INVENTORY_REPORTED: _l("%(who)s signale une fiche de l'inventaire à relire"),
    happens.NOMINATION_MADE: _l("%(who)s propose ce scénario à la nation"),
    happens.OPINION_ASKED: _l("Votre avis est attendu sur ce scénario"),
    happens.NOMINATION_DECIDED: _l("Une décision est prise sur ce scénario proposé à la nation"),
    happens.REWORK_ASKED: _l("Le collège vous demande de retravailler ce scénario"),
    happens.REWORK_ANSWERED: _l("%(who)s a répondu aux demandes du collège : redonnez votre avis"),
    happens.FEATURE_DUE: _l("Un scénario à la une est à renouveler"),
    happens.EVENT_PLANNED: _l("%(place)s annonce un événement"),
    happens.PHOTO_HIDDEN: _l(
        "%(who)s a masqué l'une de vos photos : dites ce qui a été accepté, ou effacez-la"
    ),
    happens.WEBHOOK_STOPPED: _l("Un appel sortant est arrêté : son adresse ne répond plus"),
}
_MANY_EDITED = (
    N_("%(who)s a modifié %(num)s page de %(place)s"),
    N_("%(who)s a modifié %(num)s pages de %(place)s"),
)
_MANY_PAGES = {
    happens.PAGE_CREATED: (
        N_("%(who)s a créé %(num)s page de %(place)s"),
        N_("%(who)s a créé %(num)s pages de %(place)s"),
    )
}
_SEVERAL_EDITS = (N_("%(who)s a fait %(num)s modification"), N_("%(who)s a fait %(num)s modifications"))
_THEN_MORE = N_("%(who)s a créé cette page, puis l'a complétée")
_SEVERAL = {
    happens.PAGE_CREATED: (_THEN_MORE, _THEN_MORE),
    happens.PAGE_SHARED: (_THEN_MORE, _THEN_MORE),
    happens.FILE_ADDED: (N_("%(who)s a ajouté %(num)s fichier"), N_("%(who)s a ajouté %(num)s fichiers")),
    happens.THREAD_ANSWERED: (N_("%(who)s a répondu %(num)s fois"), N_("%(who)s a répondu %(num)s fois")),
}
_OUTCOMES: dict[str, Any] = {
    "accepted": _l("%(who)s a accepté votre proposition"),
    "partly": _l("%(who)s a repris une partie de votre proposition"),
    "feature.due": _l("Ce scénario à la une est à renouveler bientôt"),
    "feature.lost": _l("La page de ce scénario à la une n'est plus publique"),
    "declined": _l("%(who)s a décliné votre proposition"),
    "event_moved": _l("%(place)s a changé le jour, l'heure ou le lieu d'un événement"),
    "event_cancelled": _l("%(place)s annule un événement"),
    "amended": _l("%(who)s a complété sa proposition"),
    "said": _l("%(who)s a écrit au sujet de sa proposition"),
    "opinion.asked": _l("%(who)s vous demande votre avis sur ce scénario"),
    "opinion.reminded": _l("Votre avis est attendu sur ce scénario"),
    "opinion.refused": _l("%(who)s ne peut pas donner son avis sur ce scénario"),
    "opinion.recused": _l("%(who)s déclare un intérêt et ne jugera pas ce scénario"),
    "decision.asked": _l("Les avis sont réunis : une décision peut être proposée"),
    "decision.reminded": _l("Les avis sont réunis depuis un moment : une décision est attendue"),
    "voice.asked": _l("%(who)s propose une décision : dites si vous êtes d'accord"),
    "voice.reminded": _l("Votre voix est attendue sur une décision"),
    "nomination.late": _l("Ce scénario attend une décision depuis longtemps"),
    "nomination.contested": _l("%(who)s conteste la décision de ne pas retenir ce scénario"),
    "nomination.withdrawn": _l("%(who)s a retiré ce scénario de l'examen"),
    "nomination.retained": _l("Ce scénario est retenu par la nation"),
    "nomination.declined": _l("Ce scénario n'est pas retenu par la nation"),
}


def sentence(line: Line) -> str:
    """Who did what, without a full stop."""
    notice, place = line.notice, line.territory.name if line.territory else ""
    who = line.who or str(notice.details.get("name") or "") or str(_("Quelqu'un"))
    if notice.count > 1:
        return _several(notice, who, place)
    outcome = _OUTCOMES.get(str(notice.details.get("outcome", "")))
    pattern = outcome if outcome is not None else _ONE.get(notice.kind, _l("%(who)s a agi ici"))
    # Lazy messages are looked up in the language of the moment, then filled in.
    return str(pattern) % {"who": who, "place": place}


def title(line: Line) -> str:
    """What it is about."""
    if line.page is not None:
        return line.page.title
    if line.notice.kind in _TITLED:
        return str(line.notice.details.get("title", ""))
    return line.territory.name if line.territory else str(_("Le site"))


def reason(notice: Notice) -> str:
    """Why the person is told."""
    words = OF_THEMES if notice.kind in TOLD_OF_THEMES and notice.reason in OF_THEMES else WORDS
    return str(words.get(notice.reason, ""))


def address(line: Line) -> str:
    """Where it is read, a path of this site."""
    page, notice = line.page, line.notice
    if page is None:
        return _WITHOUT_PAGE.get(notice.kind, _of_territory)(line)
    if notice.kind in _ELSEWHERE:
        return f"{_ELSEWHERE[notice.kind]}/{notice.about_id}"
    return f"/{page.path}{_WITHIN.get(notice.kind, _nothing)(notice)}"


def _several(notice: Notice, who: str, place: str) -> str:
    one, many = (
        _MANY_PAGES.get(notice.kind, _MANY_EDITED)
        if notice.page_id is None
        else _SEVERAL.get(notice.kind, _SEVERAL_EDITS)
    )
    return str(ngettext(one, many, notice.count, who=who, place=place))


def _changes(notice: Notice) -> str:
    """What the edits changed, from before the first to the last."""
    first, last = notice.first_id or 0, notice.about_id or 0
    return f"/comparer?de={first - 1}&a={last}" if 1 < first <= last else ""


def _nothing(notice: Notice) -> str:
    return ""


def _of_territory(line: Line) -> str:
    if line.territory is None:
        return "/notifications"
    if line.notice.page_id is None and line.notice.count > 1:
        return f"/recents?territoire={line.territory.slug}"
    return f"/{line.territory.slug}"


_TITLED = frozenset(
    {
        happens.PAGE_DELETED,
        happens.CALL_OPENED,
        happens.CALL_CLOSING,
        happens.CALL_CLOSED,
        happens.COLLECTION_SHARED,
        happens.COLLECTION_FEATURED,
        happens.COLLECTION_CHANGED,
        happens.FEATURE_DUE,
        happens.EVENT_PLANNED,
    }
)
"""What a happening calls by itself: there is no page to ask."""
_ELSEWHERE = {
    happens.THREAD_OPENED: "/discussions",
    happens.THREAD_ANSWERED: "/discussions/message",
    happens.THREAD_RESOLVED: "/discussions",
    happens.PERSON_MENTIONED: "/discussions/message",
    happens.MESSAGE_REPORTED: "/discussions/message",
    happens.MESSAGE_HIDDEN: "/discussions/message",
    happens.EDIT_ANSWERED: "/compte/propositions",
    happens.NOMINATION_MADE: "/examen",
    happens.OPINION_ASKED: "/examen",
    happens.REWORK_ASKED: "/examen",
    happens.REWORK_ANSWERED: "/examen",
    happens.NOMINATION_DECIDED: "/examen",
    happens.PAGE_PLAYED: "/retours",
}
"""Addresses that know by themselves which page they belong to."""
_WITHIN: dict[str, Callable[[Notice], str]] = {
    happens.PAGE_EDITED: _changes,
    happens.PAGE_FEATURED: lambda notice: "/retenue",
    happens.FILE_ADDED: lambda notice: "/fichiers",
    happens.PHOTO_HIDDEN: lambda notice: "/photos#en-attente",
    happens.EDIT_OFFERED: lambda notice: f"/proposition/{notice.about_id}",
    happens.IMPROVEMENT_OFFERED: lambda notice: f"/propositions#proposition-{notice.about_id}",
    happens.IMPROVEMENT_ANSWERED: lambda notice: f"/propositions#proposition-{notice.about_id}",
    happens.SUGGESTION_ANSWERED: lambda notice: f"#proposition-{notice.about_id}",
}
_WITHOUT_PAGE: dict[str, Callable[[Line], str]] = {
    happens.MEMBERSHIP_ASKED: lambda line: (
        f"/territoires/{line.territory.slug}/membres" if line.territory else "/"
    ),
    happens.FEATURE_DUE: lambda line: f"/a-la-une/gerer#une-{line.notice.about_id}",
    happens.CALL_OPENED: lambda line: f"/appels/{line.notice.about_id}",
    happens.CALL_CLOSING: lambda line: f"/appels/{line.notice.about_id}",
    happens.CALL_CLOSED: lambda line: f"/appels/{line.notice.about_id}",
    happens.COLLECTION_SHARED: lambda line: f"/parcours/{line.notice.about_id}",
    happens.COLLECTION_FEATURED: lambda line: f"/parcours/{line.notice.about_id}",
    happens.COLLECTION_CHANGED: lambda line: f"/parcours/{line.notice.about_id}",
    happens.EVENT_PLANNED: lambda line: (
        f"/territoires/{line.territory.slug}/agenda/{line.notice.about_id}" if line.territory else "/agenda"
    ),
    happens.CONTACT_ASKED: lambda line: f"/mises-en-relation/{line.notice.about_id}",
    happens.CONTACT_ANSWERED: lambda line: f"/mises-en-relation/{line.notice.about_id}",
    happens.CONTACT_REPORTED: lambda line: "/inventaire/signalements",
    happens.INVENTORY_REPORTED: lambda line: "/inventaire/signalements",
    happens.WEBHOOK_STOPPED: lambda line: f"/compte/appels/{line.notice.about_id}",
    happens.PAGE_DELETED: lambda line: "/notifications",
}
