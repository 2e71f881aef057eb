"""Propose a decision, confirm it or not, set it aside."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.curation import queries as nominations
from scenarios.curation.models import Nomination
from scenarios.deliberation import deciding
from scenarios.deliberation import queries as deliberation
from scenarios.deliberation.models import PROPOSED, TAKEN, Decision
from scenarios.examination.forms import DecisionForm, VoiceForm
from scenarios.examination.showing import as_it_stands, file_page, record_context
from scenarios.examination.standing import Standing, standing
from scenarios.examination.views import BOTH, FILE, ID, blueprint, is_lost
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text

FEWEST_REQUESTS = 3


@blueprint.route(f"{FILE}/decider", methods=BOTH)
@keeps_typed_text
def decide(nomination_id: int) -> ResponseReturnValue:
    """Read what the opinions say, and propose a decision."""
    if request.method == "POST" and is_lost():
        return sign_in_and_go_on() or decide(nomination_id)
    session, actor = read_session(), current_actor()
    found = nominations.nomination(session, actor, nomination_id)
    require(actor, Permission.CURATION_DECIDE, found)
    at_hand = standing(session, actor, found)
    if at_hand.refusal:
        return file_page(found, refused=at_hand.refusal), 403
    form = DecisionForm.of_request(seen=str(found.serial))
    if request.method == "GET":
        return _decision_page(found, form)
    try:
        with transaction() as writing:
            made = deciding.propose(writing, actor, found.id, form.decision)
    except deciding.Overtaken as overtaken:
        return _overtaken(found.id, form, overtaken)
    except Invalid as error:
        form.take_errors(error.errors)
        return _decision_page(found, form), 422
    return _after(found, made, _("Votre décision est proposée : d'autres voix doivent la confirmer."))


@blueprint.route(f"{FILE}/decision/<{ID}:decision_id>", methods=BOTH)
@keeps_typed_text
def speak(nomination_id: int, decision_id: int) -> ResponseReturnValue:
    """Agree to a proposed decision, disagree with words, or set it aside."""
    if request.method == "POST" and is_lost():
        return sign_in_and_go_on() or speak(nomination_id, decision_id)
    session, actor = read_session(), current_actor()
    found = nominations.nomination(session, actor, nomination_id)
    _decision_at_hand(found, decision_id)
    form = VoiceForm.of_request()
    if request.method == "GET":
        return _voice_page(found, decision_id, form)
    try:
        settled = _spoken(decision_id, form)
    except deciding.Overtaken as overtaken:
        return _overtaken(found.id, form, overtaken)
    except Invalid as error:
        form.take_errors(error.errors)
        return _voice_page(found, decision_id, form), 422
    return _after(found, settled, _("Votre voix est comptée."))


def _spoken(decision_id: int, form: VoiceForm) -> Decision:
    words, action = form.words.data or "", request.form.get("action")
    with transaction() as writing:
        if action == "drop":
            return deciding.drop(writing, current_actor(), decision_id, words)
        return deciding.speak(writing, current_actor(), decision_id, action == "agree", words)


def _after(found: Nomination, made: Decision, waiting: str) -> ResponseReturnValue:
    if made.state == TAKEN:
        flash(_("La décision est prise, et tout le dossier est gardé."), "success")
    elif made.state == PROPOSED:
        flash(waiting, "success")
    else:
        flash(_("La décision proposée est écartée : une autre peut l'être."), "info")
    return redirect(f"{found.url}#decision", 303)


def _decision_at_hand(found: Nomination, decision_id: int) -> tuple[Standing, Decision]:
    """A decision for who may read it: whoever gave their opinion."""
    session = read_session()
    at_hand = standing(session, current_actor(), found)
    made = next((one for one in deliberation.decisions(session, found) if one.id == decision_id), None)
    if made is None or not at_hand.is_college:
        raise NotFound
    if not at_hand.sees_opinions_of(made.round):
        raise Forbidden
    return at_hand, made


def _overtaken(
    nomination_id: int, form: DecisionForm | VoiceForm, overtaken: deciding.Overtaken
) -> ResponseReturnValue:
    """Somebody decided at the same moment: what they did, and what was typed here."""
    session = read_session()
    session.expire_all()
    found = nominations.nomination(session, current_actor(), nomination_id)
    first = overtaken.decision
    made = next((one for one in deliberation.decisions(session, found) if first and one.id == first.id), None)
    page = render_template("examination/overtaken.html", found=found, made=made, form=form)
    return page, 409


def _decision_page(found: Nomination, form: DecisionForm) -> str:
    found = as_it_stands(found)
    session = read_session()
    at_hand = standing(session, current_actor(), found)
    wishes = form.requests if request.method == "POST" else []
    return render_template(
        "examination/decide.html",
        found=found,
        form=form,
        standing=at_hand,
        quorum=deliberation.quorum(session, found),
        rules=nominations.settings(session),
        wishes=[*wishes, *[""] * max(1, FEWEST_REQUESTS - len(wishes))],
        **record_context(found, at_hand),
    )


def _voice_page(found: Nomination, decision_id: int, form: VoiceForm) -> str:
    found = as_it_stands(found)
    at_hand, made = _decision_at_hand(found, decision_id)
    own = next((voice for voice in made.voices if voice.author_id == current_actor().user_id), None)
    return render_template(
        "examination/voice.html",
        found=found,
        made=made,
        form=form,
        own=own,
        standing=at_hand,
        **record_context(found, at_hand),
    )
