"""The interface's two languages. Message ids are French, the first language of the people; English is a catalogue.

French typography (no-break spaces, curly apostrophes) is added here, once per message, so that the source stays
plain to type.
"""

import re
from functools import lru_cache

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from wiki.resources import translations_folder
from wiki.web.clock import day_in_words

LOCALES = ("fr", "en")
COOKIE = "langue"
_NARROW = "\u202f"
_SPACE = "\u00a0"
_NAMED = "%("
"""Begins the name of something that is put into a message."""


def typeset(text: str) -> str:
    """French spacing and apostrophes, no line begun by a dot: for messages, and plain words that somebody typed."""
    text = text.replace("'", "’").replace("« ", f"«{_SPACE}").replace(" »", f"{_SPACE}»")
    text = text.replace(" · ", f"{_SPACE}· ")
    text = re.sub(r" ([;!?])", rf"{_NARROW}\1", text)
    return re.sub(r" :(?=\s|$)", rf"{_SPACE}:", text)


class _French(NullTranslations):
    """French needs no catalogue: its messages are the ids; zero and one are singular."""

    def ugettext(self, message: str) -> str:
        return _typeset_once(message)

    def ungettext(self, singular: str, plural: str, num: float) -> str:
        return _typeset_once(singular if abs(num) < 2 else plural)


@lru_cache(maxsize=4096)
def _typeset_once(message: str) -> str:
    return typeset(message)


class _TypesetDomain(Domain):  # type: ignore[misc]  # Flask-Babel ships no types
    """Catalogues by language, loaded once."""

    def __init__(self) -> None:
        super().__init__(str(translations_folder()))
        self._catalogues: dict[str, NullTranslations] = {"fr": _French()}

    def get_translations(self) -> NullTranslations:
        return self.catalogue(language())

    def catalogue(self, code: str) -> NullTranslations:
        """The catalogue of a language."""
        if code not in self._catalogues:
            self._catalogues[code] = Translations.load(str(translations_folder()), [code])
        return self._catalogues[code]


def language() -> str:
    """The code of the language that is spoken now.

    A page asks sixty times: what Flask-Babel found out before is read where it keeps it, in one look instead of five.
    """
    try:
        known = getattr(g.get("_flask_babel"), "babel_locale", None)
    except RuntimeError:  # no application is at work
        known = None
    locale = known or get_locale()
    return str(locale.language) if locale is not None else LOCALES[0]


class _Words:
    """`_` of templates. A page says forty things, nearly always the same: each is looked up and marked once."""

    def __init__(self, domain: _TypesetDomain) -> None:
        self._domain = domain
        self._in_text = lru_cache(maxsize=4096)(self._look_up)
        self._in_html = lru_cache(maxsize=4096)(self._look_up_marked)

    @pass_eval_context
    def say(self, place: EvalContext, message: object, /, **variables: object) -> str:
        """A message in the language of the request; what is put into it is escaped where HTML is written."""
        known = self._in_html if place.autoescape else self._in_text
        plain, pattern = known(language(), str(message))
        return pattern % variables if variables else plain

    def _look_up(self, code: str, message: str) -> tuple[str, str]:
        pattern = self._domain.catalogue(code).ugettext(message)
        return (pattern if _NAMED in pattern else pattern % {}), pattern

    def _look_up_marked(self, code: str, message: str) -> tuple[str, str]:
        plain, pattern = self._look_up(code, message)
        # Messages are ours, as the text of a template is.
        return Markup(plain), Markup(pattern)  # noqa: S704


def select_locale() -> str:
    """The language of the request: the account's, else the one chosen with the switch, else the browser's.

    Commands and jobs, which answer no request, speak French.
    """
    if not has_request_context():
        return LOCALES[0]
    actor = g.get("actor")
    if actor is not None and actor.locale in LOCALES:
        return str(actor.locale)
    chosen = request.cookies.get(COOKIE)
    if chosen in LOCALES:
        return chosen
    return request.accept_languages.best_match(LOCALES) or "fr"


def init_app(app: Flask) -> None:
    """Choose the language of each request, and tell hours where people live; `locale` in templates is its code."""
    zone = app.extensions["wiki.settings"].time_zone
    Babel(app, default_locale="fr", default_timezone=zone, locale_selector=select_locale)
    domain = app.extensions["babel"].instance.domain_instance = _TypesetDomain()
    app.jinja_env.filters["typeset"] = typeset
    app.jinja_env.filters["dateformat"] = day_in_words
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = _Words(domain).say
    app.context_processor(lambda: {"locale": language()})
