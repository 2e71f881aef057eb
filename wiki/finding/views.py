"""The results page: a search box, filters, and pages one can scan, as a list or on a map."""

from dataclasses import replace
from hashlib import sha256

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from search.errors import IndexBusy, IndexStale
from search.query import parse_box
from wiki.db import read_session, transaction
from wiki.entrance import feeds
from wiki.finding import forms, queries, service
from wiki.finding.addresses import address, names, new_page_address, page_address, save_address, wanted
from wiki.finding.finder import finder_of
from wiki.finding.forms import Asked
from wiki.finding.places import places
from wiki.finding.queries import Found
from wiki.finding.showing import chips, duration, groups, title_of
from wiki.finding.vocabulary import Vocabulary
from wiki.finding.widening import Wider, is_little, wider
from wiki.pages.traits import trait_names
from wiki.permissions import VISITOR
from wiki.searchlog.noting import note
from wiki.synonyms import queries as synonyms
from wiki.synonyms.widening import widenings
from wiki.territories.queries import points
from wiki.web.actor import current_actor
from wiki.web.memo import remembered

blueprint = Blueprint("search", __name__)
FEED_LENGTH = 30


@blueprint.get("/recherche")
def results() -> ResponseReturnValue:
    """Pages that hold the words asked for; all of them, newest first, where nothing is asked."""
    session, actor, finder = read_session(), current_actor(), finder_of(current_app)
    vocabulary = names(session, actor, finder)
    asked = vocabulary.known(session, forms.read(request.args))
    if asked.view == "carte":
        found = queries.count(actor, finder, wanted(session, asked, vocabulary))
    else:
        found = queries.find(session, actor, finder, wanted(session, asked, vocabulary))
    if asked.text and found.page == 1:
        note(asked.text, found.meant)
    return _shown(asked, found, vocabulary)


@blueprint.get("/recherche.atom")
def feed() -> ResponseReturnValue:
    """The newest public pages of a search; those that hold only some of its words are no news."""
    session, finder = read_session(), finder_of(current_app)
    vocabulary = names(session, VISITOR, finder)
    asked = replace(vocabulary.known(session, forms.read(request.args)), sort="recents", page=1)
    cards = queries.found_cards(session, VISITOR, finder, wanted(session, asked, vocabulary, FEED_LENGTH))
    name = f"search-{sha256(address(asked).encode()).hexdigest()[:16]}"
    subject = feeds.Subject(name, title_of(asked, vocabulary), address(asked), feeds.BEGINNING)
    return feeds.answer(subject, feeds.of_cards(cards))


def _shown(asked: Asked, found: Found, vocabulary: Vocabulary) -> str:
    on_map = asked.view == "carte"
    return render_template(
        "finding/results.html",
        asked=asked,
        found=found,
        groups=groups(asked, found.facets, vocabulary),
        chips=chips(asked, vocabulary),
        places=_places(asked, found, vocabulary) if on_map else (),
        ways=_ways_on(asked, found, vocabulary),
        learning=trait_names("learning"),
        duration=duration,
        missing=", ".join(_("« %(word)s »", word=word) for word in found.missing),
        shortened=parse_box(asked.text).shortened,
        widenings=widenings(asked.text, synonyms.groups(read_session())),
        address=address,
        need=new_page_address("page", asked, as_need=True),
        situation=new_page_address("scenario", asked),
        save=save_address(asked),
        feed=address(asked, "search.feed", sort=Asked.sort, view=Asked.view),
        newer=page_address(asked, found, found.page - 1),
        older=page_address(asked, found, found.page + 1),
        last=min(found.last, forms.LAST_PAGE),
    )


def _places(asked: Asked, found: Found, vocabulary: Vocabulary) -> object:
    session = read_session()
    there = remembered("finding.points", lambda: points(session))
    return places(asked, found.facets["territory"], vocabulary.territories, there)


def _ways_on(asked: Asked, found: Found, vocabulary: Vocabulary) -> Wider | None:
    """Ways on where little was found, unless the whole wiki is as small as that."""
    if not is_little(found) or (found.total and not (asked.text or asked.narrowed)):
        return None
    there = wanted(read_session(), asked, vocabulary)
    beyond = queries.beyond(current_actor(), finder_of(current_app), there)
    return wider(found, beyond, vocabulary, asked.text)


@blueprint.app_errorhandler(IndexStale)
def being_rebuilt(_error: IndexStale) -> ResponseReturnValue:
    """The index is damaged or of another version: the worker makes it again, the person is told."""
    with transaction() as session:
        service.ask_to_rebuild(session)
    again = address(forms.read(request.args))
    return render_template("finding/rebuilding.html", again=again), 503, {"Retry-After": "60"}


@blueprint.app_errorhandler(IndexBusy)
def too_much_at_once(_error: IndexBusy) -> ResponseReturnValue:
    """The server of the index is away, or took too long over this very search."""
    again = address(forms.read(request.args))
    return render_template("finding/busy.html", again=again), 503, {"Retry-After": "5"}
