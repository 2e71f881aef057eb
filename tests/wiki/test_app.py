"""The factory: what it makes, each application on its own, from settings or the environment."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from wiki.app import FEATURES, MAX_REQUEST_BYTES, WIKI_FEATURES, create_app
from wiki.config import Settings, SettingsError
from wiki.jobs.registry import job_registry

pytestmark = [
    pytest.mark.usefixtures("database_url"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


def dispose(*apps: Flask) -> None:
    for app in apps:
        app.extensions["wiki.database"].dispose()


def test_the_product_stands_on_the_wiki() -> None:
    assert FEATURES[: len(WIKI_FEATURES)] == WIKI_FEATURES
    assert all(name.startswith("wiki.") for name in WIKI_FEATURES)
    assert all(name.startswith("scenarios.") for name in FEATURES[len(WIKI_FEATURES) :])


def test_settings_reach_the_application(settings: Settings) -> None:
    app = create_app(replace(settings, secure_cookies=True, debug=True), ())

    assert app.config["SECRET_KEY"] == settings.secret_key
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert app.config["MAX_CONTENT_LENGTH"] == MAX_REQUEST_BYTES >= 5_000_000
    assert app.debug
    assert settings.data_dir.is_dir()
    dispose(app)


def test_without_settings_the_environment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "from-environment"))
    app = create_app(features=())

    assert app.config["SECRET_KEY"] == (tmp_path / "from-environment" / "secret_key").read_text()
    dispose(app)

    monkeypatch.setenv("PORT", "none")
    with pytest.raises(SettingsError):
        create_app(features=())


def test_two_applications_share_nothing(settings: Settings) -> None:
    first, second = (create_app(settings, ("wiki.jobs",)) for _ in range(2))
    job_registry(first).register("only-here", lambda payloads: None)

    with pytest.raises(LookupError):
        job_registry(second).handler("only-here")
    for name in ("wiki.database", "wiki.events", "wiki.rules", "wiki.memo", "wiki.slots"):
        assert first.extensions[name] is not second.extensions[name]
    dispose(first, second)


def test_a_feature_that_there_is_not_is_told(settings: Settings) -> None:
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        create_app(settings, ("wiki.nowhere",))


def test_the_whole_application_starts(settings: Settings) -> None:
    app = create_app(settings)

    assert app.test_client().get("/sante").status_code == 200
    dispose(app)
