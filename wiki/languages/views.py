"""*Traductions*: the languages of a page, a new one, one that is late; and the late ones of a territory."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid
from wiki.languages import queries, service
from wiki.languages.columns import Followed, followed_in, versions_in
from wiki.languages.forms import TranslationForm
from wiki.languages.names import is_tag, own_name
from wiki.pages.checks import readable
from wiki.pages.comparison.sentences import Sentence, shortened
from wiki.pages.forms import number_of
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page
from wiki.pages.queries import PageView, html_of, page_at, version, writable_territories
from wiki.pages.unsaved import gives_text_back, sign_in_and_go_on
from wiki.territories.models import Territory
from wiki.territories.queries import by_slug
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("languages", __name__)
LATE_SLICE = 30
SENTENCES = 20


@blueprint.get("/<territory>/<slug>/traductions")
def listing(territory: str, slug: str) -> str:
    """The page in other languages, and what its source has changed since it was translated."""
    session, actor = read_session(), current_actor()
    page = page_at(session, actor, territory, slug)
    versions, followed = queries.of_page(session, actor, page)
    return render_template(
        "languages/listing.html",
        page=page,
        versions=versions,
        behind=queries.lateness(session, [each.id for each in versions]),
        followed=followed,
        changes=_changes(page, followed),
        language=own_name(page.language),
        may_translate=actor.is_curator or bool(actor.territories),
    )


@blueprint.post("/<territory>/<slug>/traductions")
def mark(territory: str, slug: str) -> ResponseReturnValue:
    """Say that the translation is up to date with what was shown of its source."""
    page = page_at(read_session(), current_actor(), territory, slug)
    with transaction() as session:
        service.mark_up_to_date(session, current_actor(), page.id, number_of(request.form.get("number")))
    flash(_("La traduction est marquée comme à jour."), "success")
    return redirect(f"/{page.path}/traductions", 303)


@blueprint.route("/<territory>/<slug>/traduire", methods=["GET", "POST"])
@keeps_typed_text
@gives_text_back
def translate(territory: str, slug: str) -> ResponseReturnValue:
    """Write the page in another language, its text beside."""
    actor = current_actor()
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return sign_in_and_go_on() or translate(territory, slug)
    page = page_at(read_session(), actor, territory, slug)
    places = writable_territories(read_session(), actor)
    if not places:
        raise Forbidden
    home = next((place for place in places if place.id == page.territory_id), places[0])
    form = TranslationForm.of_request(
        source=page,
        territories=places,
        territory=home.id,
        number=str(page.current.number),
        text=service.beginning(page, home),
    )
    if request.method == "GET":
        return _translate(page, form)
    if not form.validate():
        return _translate(page, form), 422
    return _posted(page, form)


@blueprint.get("/territoires/<territory>/traductions")
def late(territory: str) -> str:
    """The translations of a territory whose sources have moved on."""
    session = read_session()
    place = by_slug(session, territory)
    rows = queries.late_in(session, current_actor(), place, start_key(), LATE_SLICE + 1)
    return render_template(
        "languages/late.html", territory=place, late=slice_of(rows, LATE_SLICE, lambda row: row.page.id),
        own_name=own_name,
    )  # fmt: skip


def switch(view: PageView, **context: Any) -> str:
    """Above a page: the other languages it is in, and that it is late, if it is."""
    versions, followed = versions_in(view.beside), followed_in(view.beside)
    if not versions and followed is None:
        return ""
    names = [each.name for each in versions]
    return render_template(
        "languages/switch.html",
        page=view.page,
        versions=versions,
        followed=followed,
        ambiguous={name for name in names if names.count(name) > 1},
    )


def alternates(view: PageView, **context: Any) -> str:
    """In the head of a page: where search engines find it in other languages."""
    found = [each for each in versions_in(view.beside) if is_tag(each.language)]
    if not found or not is_tag(view.page.language):
        return ""
    addresses = [(view.page.language, _absolute(view.territory.slug, view.page.slug))]
    addresses += [(each.language, _absolute(each.territory_slug, each.slug)) for each in found]
    return render_template("languages/alternates.html", addresses=addresses)


def door(view: PageView, **context: Any) -> str:
    """Below a page, for who may write one: its languages, and a new one."""
    actor = current_actor()
    may_write = actor.is_curator or bool(actor.territories)
    return render_template("languages/door.html", page=view.page) if may_write else ""


def settings_section(page: Page, **context: Any) -> str:
    """What the settings of a page say of its languages."""
    return render_template("languages/settings.html", page=page)


def next_step(territory: Territory, **context: Any) -> str:
    """Among the next steps of whoever looks after a territory: its late translations."""
    count = queries.late_count(read_session(), current_actor(), territory)
    return render_template("languages/next_step.html", territory=territory, count=count) if count else ""


def _absolute(territory: str, slug: str) -> str:
    return url_for("pages.show", territory=territory, slug=slug, _external=True)


def _changes(page: Page, followed: Followed | None) -> Sequence[Sentence]:
    """What the source says otherwise since it was translated, in sentences."""
    if followed is None or not followed.is_late:
        return ()
    session = read_session()
    source = page_at(session, current_actor(), followed.territory_slug, followed.slug)
    before = version(session, source, followed.number)
    return shortened(tools_of(page.kind).sentences(before.text, source.current.text), SENTENCES)


def _translate(page: Page, form: TranslationForm, there: Page | None = None) -> str:
    form.text.data = readable(form.text.data or "")
    session = read_session()
    shown = version(session, page, number_of(form.number.data) or page.current.number)
    # The HTML of versions was cleaned last, when it was made.
    html = Markup(html_of(session, page, shown)[0])  # noqa: S704
    return render_template("languages/translate.html", page=page, form=form, html=html, there=there)


def _posted(page: Page, form: TranslationForm) -> ResponseReturnValue:
    new = service.NewTranslation(
        source_id=page.id,
        number=number_of(form.number.data) or page.current.number,
        language=form.language.data,
        territory_id=form.territory.data,
        audience=form.audience.data,
        title=form.title.data or "",
        text=form.text.data or "",
        form_key=form.form_key.data,
        is_second_meant=bool(form.is_second_meant.data),
    )
    try:
        with transaction() as session:
            path = service.translate(session, current_actor(), new).path
    except Invalid as error:
        form.take_errors(error.errors)
        there = error.page if isinstance(error, service.TranslatedAlready) else None
        form.asks_second = form.asks_second or there is not None
        return _translate(page, form, there), 422
    flash(_("La traduction est enregistrée, et liée à la page d'origine."), "success")
    return redirect(f"/{path}", 303)
