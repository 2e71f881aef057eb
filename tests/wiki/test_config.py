"""Settings: one table of names, every fault at once, and secrets that stay secret."""

import threading
from pathlib import Path

import pytest

from wiki.config import Settings, SettingsError, describe


def faults_of(**environment: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environment)
    return caught.value.faults


def test_nothing_set_gives_the_defaults() -> None:
    settings = Settings.from_environment({})

    assert settings == Settings()
    assert settings.port == 8000
    assert settings.sign_up == "open"


def test_an_empty_variable_is_a_variable_not_set() -> None:
    assert Settings.from_environment({"PORT": "", "DEBUG": ""}) == Settings()


def test_each_kind_of_value_is_read(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "DATA_DIR": str(tmp_path),
            "PORT": "65535",
            "PROCESSES": "3",
            "TRUSTED_PROXIES": "0",
            "SECURE_COOKIES": "Yes",
            "DEBUG": "false",
            "SIGN_UP": "invitation",
            "SITE_NAME": "Lézard",
            "IGNORED": "whatever",
        }
    )

    assert settings.data_dir == tmp_path
    assert (settings.port, settings.processes, settings.trusted_proxies) == (65535, 3, 0)
    assert (settings.secure_cookies, settings.debug) == (True, False)
    assert (settings.sign_up, settings.site_name) == ("invitation", "Lézard")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "٣"),
        ("PORT", "80 80"),
        ("PROCESSES", "0"),
        ("PROCESSES", "two"),
        ("THREADS", "1.5"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "²"),
        ("DEBUG", "maybe"),
        ("SIGN_UP", "sometimes"),
        ("DATABASE_URL", "mysql://localhost/wiki"),
        ("DATABASE_URL", "sqlite:///"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    (fault,) = faults_of(**{name: value})

    assert fault.startswith(f"{name}=")
    assert "expected" in fault


def test_all_faults_are_told_at_once() -> None:
    faults = faults_of(PORT="http", DEBUG="maybe", SIGN_UP="never", THREADS="4")

    assert [fault.split("=")[0] for fault in faults] == ["PORT", "SIGN_UP", "DEBUG"]


def test_a_data_directory_that_is_a_file_is_a_fault(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.touch()

    (fault,) = faults_of(DATA_DIR=str(occupied))

    assert "expected a folder" in fault


def test_a_fault_in_a_secret_does_not_show_it() -> None:
    (fault,) = faults_of(DATABASE_URL="mysql://wiki:s3same@localhost/wiki")

    assert "s3same" not in fault


def test_a_data_directory_below_home_may_be_written_with_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/wiki")

    assert Settings.from_environment({"DATA_DIR": "~/data"}).data_dir == Path("/srv/wiki/data")


def test_databases_and_index_default_to_the_data_directory(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)

    assert settings.database == f"sqlite:///{tmp_path}/wiki.sqlite3"
    assert settings.search == f"whoosh://{tmp_path}/search"


def test_postgresql_is_spoken_to_with_our_driver() -> None:
    for url in ("postgresql://wiki@host/wiki", "postgresql+psycopg://wiki@host/wiki"):
        settings = Settings.from_environment({"DATABASE_URL": url, "SEARCH_URL": "postgresql://host"})

        assert settings.database == "postgresql+psycopg://wiki@host/wiki"
        assert settings.search == "postgresql://host"


def test_the_index_can_lie_in_the_database_of_the_pages() -> None:
    url = "postgresql://wiki@host/wiki"
    for search, inside in (
        ("database", True),
        (url, True),
        ("postgresql://wiki@host/other", False),
        ("", False),
    ):
        settings = Settings.from_environment({"DATABASE_URL": url, "SEARCH_URL": search})
        assert settings.search_is_in_database is inside
    assert Settings.from_environment({"DATABASE_URL": url, "SEARCH_URL": "database"}).search == url
    assert not Settings().search_is_in_database


@pytest.mark.parametrize(
    "environment",
    [
        {"SEARCH_URL": "database"},
        {"SEARCH_URL": "database", "DATABASE_URL": "sqlite:////tmp/wiki.sqlite3"},
        {"SEARCH_URL": "whoosh:relative"},
        {"SEARCH_URL": "postgresql://"},
        {"SEARCH_URL": "/srv/search"},
    ],
)
def test_an_address_of_no_index(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="SEARCH_URL"):
        Settings.from_environment(environment)


def test_the_signing_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")

    made = settings.secret()

    assert len(made) >= 48
    assert settings.secret() == made
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["secret_key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    start = threading.Barrier(8)
    keys: list[str] = []

    def ask() -> None:
        start.wait()
        keys.append(settings.secret())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(keys)) == 1
    assert len(keys[0]) >= 48


def test_a_key_file_left_empty_by_a_full_disk_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()

    assert len(Settings(data_dir=tmp_path).secret()) >= 48


def test_a_key_from_the_environment_is_used_and_not_stored(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key="mine")

    assert settings.secret() == "mine"
    assert list(tmp_path.iterdir()) == []


def test_every_setting_is_described_and_secrets_are_masked() -> None:
    secret = {
        "secret_key": "k3y-of-mine",
        "smtp_url": "smtp://anne:s3same@host",
        "database_url": "postgresql://wiki:s3same@host/wiki",
        "search_url": "postgresql://wiki:s3same@host/wiki",
    }
    rows = describe(Settings(**secret))

    assert {name for name, _value, _meaning in rows} >= {"DATA_DIR", "PORT", "DATABASE_URL", "SMTP_URL"}
    assert all(meaning for _name, _value, meaning in rows)
    assert not any(word in value for _name, value, _meaning in rows for word in ("s3same", "k3y"))
    assert {name for name, value, _meaning in rows if value == "********"} == {
        name.upper() for name in secret
    }


def test_a_secret_that_is_not_set_is_shown_as_not_set() -> None:
    assert ("SECRET_KEY", "") in [(name, value) for name, value, _meaning in describe(Settings())]
