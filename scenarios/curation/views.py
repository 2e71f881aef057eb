"""*Proposer à la nation*, and the rules by which the national team decides."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.calls.queries import open_calls
from scenarios.curation import queries, rules, service
from scenarios.curation.forms import NominationForm, RulesForm
from scenarios.curation.models import WITHDRAWN
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid
from wiki.pages import queries as pages
from wiki.pages.comparison.sentences import Sentence, shortened
from wiki.pages.forms import number_of
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page, Revision
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.clock import day_in_words
from wiki.web.csrf import keeps_typed_text, token_refused

blueprint = Blueprint("curation", __name__)
BOTH = ("GET", "POST")
MOST_VERSIONS = 30
MOST_SENTENCES = 12


@blueprint.route("/<territory>/<slug>/proposer-a-la-nation", methods=BOTH)
@keeps_typed_text
def nominate(territory: str, slug: str) -> ResponseReturnValue:
    """Choose a version, see what stands in the way, say why."""
    if request.method == "POST" and (token_refused() or not current_actor().is_authenticated):
        return sign_in_and_go_on() or nominate(territory, slug)
    page = pages.page_at(read_session(), current_actor(), territory, slug)
    require(current_actor(), Permission.NOMINATION_MAKE, page)
    form = NominationForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                made = service.propose(writing, current_actor(), form.nomination(page.id))
        except service.AlreadyProposed:
            flash(_("Cette page est déjà à l'examen : voici où elle en est."), "info")
            return redirect(f"/{page.path}/proposer-a-la-nation", 303)
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Votre scénario est proposé à la nation. Le collège vous répondra ici."), "success")
            return redirect(made.url, 303)
    return _nomination_page(page, form), 422 if request.method == "POST" else 200


@blueprint.route("/examen/reglages", methods=BOTH)
def settings() -> ResponseReturnValue:
    """How many opinions and voices a decision needs, and when people are reminded."""
    actor = current_actor()
    require(actor, Permission.CURATION_MANAGE)
    kept = queries.settings(read_session())
    form = RulesForm.of_request(**{name: getattr(kept, name) for name in rules.LIMITS}, turn=str(kept.turn))
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with transaction() as writing:
                    rules.change(writing, actor, form.rules, number_of(form.turn.data))
            except Invalid as error:
                form.take_errors(error.errors)
            except Conflict:
                status, form.turn.data = 409, str(kept.turn)
                form.take_errors(
                    {"": _("Quelqu'un a changé ces réglages entre-temps : relisez-les, puis enregistrez.")}
                )
            else:
                flash(_("Les règles sont enregistrées."), "success")
                return redirect("/examen/reglages", 303)
    return render_template("curation/settings.html", form=form, kept=kept), status


def _nomination_page(page: Page, form: NominationForm) -> str:
    session = read_session()
    # A transaction ends the session that the page was read in.
    page = pages.page_at(session, current_actor(), page.territory.slug, page.slug)
    versions = [one for one in pages.history(session, page, None, MOST_VERSIONS) if one.withdrawn_at is None]
    number = _chosen(page, form)
    form.offer([(str(one.number), _label(one, page)) for one in versions], open_calls(session))
    form.number.data = str(number)
    before = queries.of_page(session, page.id)
    return render_template(
        "curation/nominate.html",
        page=page,
        form=form,
        number=number,
        faults=service.faults_of(session, page, number),
        sentences=_changes_since(page, number),
        open=next((one for one in before if one.is_open), None),
        former=[one for one in before if not one.is_open],
        withdrawn=WITHDRAWN,
    )


def _chosen(page: Page, form: NominationForm) -> int:
    """The version at hand: as sent, as the address asks, or the current one."""
    asked = form.number.data if request.method == "POST" else request.args.get("version")
    number = number_of(asked)
    return number if 0 < number <= page.current.number else page.current.number


def _label(one: Revision, page: Page) -> str:
    day = day_in_words(one.created_at)
    if one.number == page.current.number:
        return str(_("Version %(number)s, l'actuelle (%(day)s)", number=one.number, day=day))
    return str(_("Version %(number)s (%(day)s)", number=one.number, day=day))


def _changes_since(page: Page, number: int) -> list[Sentence]:
    """What became of the page since a version, in sentences."""
    if number == page.current.number:
        return []
    text = pages.version(read_session(), page, number).text
    return shortened(tools_of(page.kind).sentences(text, page.current.text), MOST_SENTENCES)
