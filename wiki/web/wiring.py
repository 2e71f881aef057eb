"""Put together what every page shares. Order matters: hooks after a request run last registered first."""

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from wiki.config import Settings
from wiki.resources import static_folder
from wiki.web import (
    actor,
    assets,
    csrf,
    errors,
    headers,
    honeypot,
    i18n,
    linebreaks,
    memo,
    navigation,
    requests,
    response_cache,
    slots,
    views,
)

_ONE_YEAR = 31536000


def init_app(app: Flask, settings: Settings) -> None:
    """Languages, cache, headers, forms, errors, static files."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        # An answer is compressed after every change, so it must be quick: twice as fast as level 4, and 6 % longer.
        COMPRESS_BR_LEVEL=2,
        COMPRESS_LEVEL=3,
        COMPRESS_STREAMS=False,
    )
    requests.init_app(app)
    memo.init_app(app)
    actor.init_app(app)
    slots.init_app(app)
    navigation.init_app(app)
    i18n.init_app(app)
    linebreaks.init_app(app)
    response_cache.init_app(app)
    Compress(app)
    headers.init_app(app)
    csrf.init_app(app)
    honeypot.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    app.register_blueprint(views.blueprint)
    if settings.debug:
        app.register_blueprint(views.developer)
    serve_static(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def serve_static(app: Flask) -> None:
    """Hashed files are kept for ever by browsers; their compressed twins are sent where understood."""
    whitenoise = WhiteNoise(
        app.wsgi_app,
        autorefresh=app.debug,
        immutable_file_test=lambda path, url: "/dist/" in url,
        add_headers_function=headers.add_to_file,
        max_age=_ONE_YEAR if not app.debug else 0,
    )
    whitenoise.add_files(str(static_folder()), prefix="static/")
    app.wsgi_app = whitenoise  # type: ignore[method-assign]
