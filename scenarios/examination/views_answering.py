"""What a territory answers: to the requests of the college, to a decision not to retain."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.curation import queries as nominations
from scenarios.curation.models import Nomination
from scenarios.deliberation import queries as deliberation
from scenarios.deliberation import reworking
from scenarios.examination.forms import AnswersForm, AppealForm, answers_form
from scenarios.examination.showing import as_it_stands, changes_since, versions_from
from scenarios.examination.standing import standing
from scenarios.examination.views import BOTH, FILE, blueprint, is_lost
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Forbidden, Invalid
from wiki.pages import queries as pages
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text

MOST_VERSIONS = 100


@blueprint.route(f"{FILE}/repondre", methods=BOTH)
@keeps_typed_text
def answer(nomination_id: int) -> ResponseReturnValue:
    """Answer each request with words, with the version that mends it, or both; then send it back."""
    if request.method == "POST" and is_lost():
        return sign_in_and_go_on() or answer(nomination_id)
    found = _answered_for(nomination_id)
    if not standing(read_session(), current_actor(), found).is_to_answer:
        return _nothing_to_say(found)
    form = _form(found)
    if request.method == "GET":
        return _answer_page(found, form)
    is_sent = request.form.get("action") == "send"
    act = reworking.send if is_sent else reworking.keep_answers
    try:
        with transaction() as writing:
            act(
                writing,
                current_actor(),
                found.id,
                form.answers(deliberation.open_requests(read_session(), found)),
            )
    except Invalid as error:
        form.take_errors(error.errors)
        return _answer_page(found, form), 422
    if is_sent:
        flash(_("Vos réponses sont envoyées : le collège reprend l'examen."), "success")
        return redirect(found.url, 303)
    flash(_("Vos réponses sont gardées. Le collège les lira quand vous les enverrez."), "success")
    return redirect(f"{found.url}/repondre", 303)


@blueprint.route(f"{FILE}/recours", methods=BOTH)
@keeps_typed_text
def contest(nomination_id: int) -> ResponseReturnValue:
    """Contest a decision not to retain, once."""
    if request.method == "POST" and is_lost():
        return sign_in_and_go_on() or contest(nomination_id)
    found = _answered_for(nomination_id)
    if not standing(read_session(), current_actor(), found).contests:
        return _nothing_to_say(found)
    form = AppealForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                reworking.contest(writing, current_actor(), found.id, form.words.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Votre recours est reçu : d'autres personnes examinent le scénario."), "success")
            return redirect(found.url, 303)
    found = as_it_stands(found)
    decision = deliberation.last_taken(read_session(), found)
    page = render_template("examination/contest.html", found=found, form=form, decision=decision)
    return page, 422 if request.method == "POST" else 200


def _nothing_to_say(found: Nomination) -> ResponseReturnValue:
    """Show who comes too early or too late where it stands; what they typed is given back as after any conflict."""
    if request.method == "POST":
        raise Conflict
    return redirect(found.url, 303)


def _answered_for(nomination_id: int) -> Nomination:
    found = nominations.nomination(read_session(), current_actor(), nomination_id)
    if not nominations.may_answer_for(current_actor(), found):
        raise Forbidden
    return found


def _form(found: Nomination) -> AnswersForm:
    session = read_session()
    numbers = versions_from(found, list(pages.history(session, found.page, None, MOST_VERSIONS)))
    versions = [(str(number), _("Version %(number)s", number=number)) for number in numbers]
    return answers_form(
        deliberation.open_requests(session, found), versions, numbers[-1] if numbers else found.number
    )


def _answer_page(found: Nomination, form: AnswersForm) -> str:
    found = as_it_stands(found)
    session = read_session()
    return render_template(
        "examination/answer.html",
        found=found,
        form=form,
        decision=deliberation.last_taken(session, found),
        since=changes_since(found),
    )
