"""The right to judge and to decide, what its acts are called, reminders, and the archive of one's own data."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.curation import permissions
from scenarios.deliberation.owndata import own_judgements
from scenarios.deliberation.reminding import remind_all
from wiki.accounts.owndata.registry import own_data
from wiki.audit.acts import name_acts
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import HOUR, Regular
from wiki.permissions import Permission, Rules


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.OPINION_GIVE, permissions.may_give_opinion)
    rules.allow(Permission.CURATION_DECIDE, permissions.may_decide)
    name_acts(
        app,
        {
            "opinion.given": _l("a donné son avis sur %(thing)s"),
            "decision.proposed": _l("a proposé une décision sur %(thing)s"),
            "decision.voiced": _l("a donné sa voix sur une décision pour %(thing)s"),
            "decision.dropped": _l("a écarté une décision proposée sur %(thing)s"),
            "nomination.decided": _l("a rendu effective la décision sur %(thing)s"),
            "nomination.contested": _l("a fait un recours pour %(thing)s"),
            "rework.answered": _l("a répondu aux demandes du collège sur %(thing)s"),
        },
    )
    own_data(app).add(own_judgements)
    job_registry(app).beside(Regular(app, remind_all, HOUR))
