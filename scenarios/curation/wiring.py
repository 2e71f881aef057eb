"""Rights, addresses, what its acts are called, and what pages are told beside them."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.curation import permissions, views
from scenarios.curation.models import Nomination
from scenarios.curation.queries import LATEST
from wiki.audit.acts import name_acts
from wiki.pages.beside import show_beside
from wiki.pages.purging import Holding, hold
from wiki.permissions import Permission, Rules


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.NOMINATION_MAKE, permissions.may_nominate)
    rules.allow(Permission.CURATION_READ, permissions.may_read)
    rules.allow(Permission.CURATION_MANAGE, permissions.may_manage)
    app.register_blueprint(views.blueprint)
    show_beside(app, LATEST)
    # Nominations go with their page by their foreign key.
    hold(app, Holding("curation", count=_count, told=_told))
    name_acts(
        app,
        {
            "nomination.made": _l("a proposé %(thing)s à la nation"),
            "nomination.withdrawn": _l("a retiré %(thing)s de l'examen"),
            "nomination.assigned": _l("a demandé des avis sur %(thing)s"),
            "nomination.released": _l("n'attend plus un avis qui était demandé sur %(thing)s"),
            "nomination.recused": _l("a déclaré un intérêt dans %(thing)s"),
            "curation.rules_changed": _l("a changé les règles de l'examen"),
        },
    )


def _count(session: Session, page_id: int) -> int:
    query = select(func.count()).select_from(Nomination).where(Nomination.page_id == page_id)
    return session.scalar(query) or 0


def _told(count: int) -> str:
    return str(ngettext("%(num)s dossier d'examen", "%(num)s dossiers d'examen", count))
