"""Settings: name, kind, default and meaning in one table, read from the environment.

All faults are reported at once, so that an installation is corrected in one go.
"""

import fcntl
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


class SettingsError(Exception):
    """One or more settings cannot be used; `faults` holds one English sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


IN_DATABASE = "database"
"""The search address that means: beside the pages, in the PostgreSQL database of the site."""


def _boolean(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in words:
        raise ValueError("expected yes or no")
    return words[text.lower()]


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ValueError("expected a whole number above zero")
    return int(text)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError("expected a whole number")
    return int(text)


def _port(text: str) -> int:
    number = _positive(text)
    if number > 65535:
        raise ValueError("expected a port between 1 and 65535")
    return number


def _sign_up(text: str) -> str:
    if text not in ("open", "invitation", "closed"):
        raise ValueError("expected open, invitation or closed")
    return text


def _site_roles(text: str) -> str:
    roles = text.replace(" ", "").split(",")
    if not set(roles) <= {"admin", "curator", "reviewer"}:
        raise ValueError("expected admin, curator, reviewer, or several with commas")
    return ",".join(roles)


def _issuer(text: str) -> str:
    if not text.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise ValueError("expected https://…")
    return text


_TILES = re.compile(r"(https://[\w.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?)/[\w.~%/?&=+{}-]*")


def _tiles(text: str) -> str:
    """The pattern of addresses of a tile server, on one host: https://en.wikipedia.org/wiki/Tiled_web_map."""
    if not _TILES.fullmatch(text) or set(re.findall("{(.*?)}", text)) not in (
        {"z", "x", "y"},
        {"z", "x", "y", "r"},
    ):
        raise ValueError("expected https://HOST/…/{z}/{x}/{y}.png")
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ValueError, LookupError, OSError):
        raise ValueError("expected the name of a time zone, such as Europe/Paris") from None
    return text


def _database(text: str) -> str:
    starts = ("sqlite:///", "postgresql+psycopg://", "postgresql://")
    if not text.startswith(starts) or text in starts:
        raise ValueError("expected sqlite:///PATH or postgresql://…")
    return text.replace("postgresql://", "postgresql+psycopg://", 1)


def _search(text: str) -> str:
    whoosh, postgresql = "whoosh:///", "postgresql://"
    if text != IN_DATABASE and (not text.startswith((whoosh, postgresql)) or text in (whoosh, postgresql)):
        raise ValueError("expected whoosh:///PATH, database or postgresql://…")
    return text


_BUCKET = re.compile(
    r"s3://[^/?@\s]+(/[^?\s]*)?(\?(endpoint=https?://[^&\s]+|region=[\w-]+)(&(endpoint=https?://[^&\s]+|region=[\w-]+))?)?"
)


def _files(text: str) -> str:
    if not _BUCKET.fullmatch(text):
        raise ValueError("expected s3://BUCKET/PREFIX?endpoint=https://…&region=…")
    return text


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError("expected a folder")
    return path


def _setting(default: Any, cast: Callable[[str], Any], help_text: str, *, secret: bool = False) -> Any:
    return field(default=default, metadata={"cast": cast, "help": help_text, "secret": secret})


@dataclass(frozen=True)
class Settings:
    """Everything an installation can choose; each name in capitals is an environment variable."""

    data_dir: Path = _setting(Path("data"), _folder, "folder of the database, search index, mail and secrets")
    host: str = _setting("127.0.0.1", str, "address the server listens on")
    port: int = _setting(8000, _port, "port the server listens on")
    processes: int = _setting(2, _positive, "web processes")
    threads: int = _setting(4, _positive, "threads of each web process")
    database_url: str = _setting(
        "", _database, "sqlite:///PATH or postgresql://…; empty: SQLite in DATA_DIR", secret=True
    )
    search_url: str = _setting(
        "", _search, "whoosh:///PATH, database or postgresql://…; empty: Whoosh in DATA_DIR", secret=True
    )
    files_url: str = _setting(
        "", _files, "s3://BUCKET/PREFIX?endpoint=…&region=…; empty: the folder files in DATA_DIR"
    )
    files_key: str = _setting(
        "", str, "access key of FILES_URL; empty: the usual AWS_… variables", secret=True
    )
    files_secret: str = _setting("", str, "secret key of FILES_URL", secret=True)
    largest_image: int = _setting(20, _positive, "most megabytes of an image")
    largest_document: int = _setting(30, _positive, "most megabytes of a document")
    largest_recording: int = _setting(200, _positive, "most megabytes of a sound or a film")
    most_pixels: int = _setting(50, _positive, "most millions of pixels of an image")
    page_quota: int = _setting(500, _positive, "most megabytes of files of a page, versions included")
    territory_quota: int = _setting(10_000, _positive, "most megabytes of files of a territory")
    person_quota: int = _setting(2_000, _positive, "most megabytes that a person sends, versions included")
    secret_key: str = _setting(
        "", str, "signs sessions; empty: one is made and kept in DATA_DIR", secret=True
    )
    site_name: str = _setting("Territoire @pprenant", str, "name shown in the header and in mails")
    site_url: str = _setting(
        "", str, "public address; empty: links in feeds are the request's, in mails HOST:PORT"
    )
    sign_up: str = _setting("open", _sign_up, "who may create an account: open, invitation or closed")
    second_factor_for: str = _setting(
        "", _site_roles, "site roles that count only with a second step at sign-in: admin,curator,reviewer"
    )
    oidc_issuer: str = _setting(
        "", _issuer, "address of an OpenID Connect provider to sign in with; empty: none"
    )
    oidc_client_id: str = _setting("", str, "what this site is called at the OpenID Connect provider")
    oidc_client_secret: str = _setting(
        "", str, "shared with the OpenID Connect provider; empty: none, PKCE alone", secret=True
    )
    oidc_name: str = _setting("mon organisation", str, "name of the OpenID Connect provider on buttons")
    smtp_url: str = _setting(
        "", str, "smtp://user:password@host:port; empty: mails are files in DATA_DIR", secret=True
    )
    mail_from: str = _setting("ne-pas-repondre@localhost", str, "sender of the mails")
    secure_cookies: bool = _setting(False, _boolean, "send cookies over HTTPS only")
    trusted_proxies: int = _setting(0, _whole, "reverse proxies in front of the server")
    time_zone: str = _setting(
        "Europe/Paris", _zone, "where hours are told, and those of digests and of quiet meant"
    )
    tile_server_url: str = _setting(
        "",
        _tiles,
        "https://HOST/…/{z}/{x}/{y}.png: ground of maps, fetched by browsers; empty: outlines only",
    )
    tile_attribution: str = _setting("", str, "whom maps name for what TILE_SERVER_URL sends")
    outgoing_private: bool = _setting(
        False,
        _boolean,
        "webhooks, dead links and sign-in providers may lead to private addresses and any port",
    )
    feature_days: int = _setting(365, _positive, "days after which a retained scenario is to be renewed")
    trash_days: int = _setting(0, _whole, "days after which deleted pages are purged; 0: never")
    audit_address_days: int = _setting(365, _whole, "days that the audit log keeps addresses; 0: for ever")
    check_links: bool = _setting(
        False, _boolean, "ask other sites now and then whether links still lead somewhere"
    )
    debug: bool = _setting(False, _boolean, "developer pages such as /styleguide")
    throttle: bool = _setting(True, _boolean, "limit repeated sign-in, reset and sign-up attempts")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read every setting that the environment names.

        Raises:
            SettingsError: naming every setting that cannot be used.
        """
        values: dict[str, Any] = {}
        faults: list[str] = []
        for item in fields(cls):
            text = environment.get(item.name.upper())
            if text is None or text == "":
                continue
            try:
                values[item.name] = item.metadata["cast"](text)
            except ValueError as error:
                faults.append(f"{item.name.upper()}={_shown(item, repr(text))}: {error}")
        if bool(values.get("oidc_issuer")) != bool(values.get("oidc_client_id")):
            faults.append("OIDC_ISSUER and OIDC_CLIENT_ID: one is of no use without the other")
        if values.get("tile_server_url") and not values.get("tile_attribution"):
            faults.append("TILE_ATTRIBUTION: TILE_SERVER_URL needs it, since what it sends is somebody's")
        if values.get("search_url") == IN_DATABASE and "postgresql" not in values.get("database_url", ""):
            faults.append("SEARCH_URL=database: DATABASE_URL is no PostgreSQL database")
        if faults:
            raise SettingsError(faults)
        return cls(**values)

    @property
    def database(self) -> str:
        """The database address in force."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'wiki.sqlite3'}"

    @property
    def search(self) -> str:
        """The search index address in force."""
        if self.search_url == IN_DATABASE:
            return self.database.replace("postgresql+psycopg://", "postgresql://", 1)
        return self.search_url or f"whoosh://{self.data_dir.resolve() / 'search'}"

    @property
    def search_is_in_database(self) -> bool:
        """Whether the index lies in the database of the pages, and is written in the transactions of changes."""
        return self.search.replace("postgresql://", "postgresql+psycopg://", 1) == self.database

    @property
    def tile_origin(self) -> str:
        """Scheme, host and port of the tile server; empty where there is none."""
        return "/".join(self.tile_server_url.split("/")[:3])

    def prepare_data_dir(self) -> None:
        """Make the data directory, closed to other accounts of the machine."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)

    def secret(self) -> str:
        """The signing key: the setting, or one made once and kept in the data directory (mode 600)."""
        if self.secret_key:
            return self.secret_key
        self.prepare_data_dir()
        descriptor = os.open(self.data_dir / "secret_key", os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+") as file:
            # Processes that start together must agree: the first writes while the others wait.
            fcntl.flock(file, fcntl.LOCK_EX)
            kept = file.read().strip()
            if not kept:
                kept = secrets.token_urlsafe(48)
                file.write(kept)
        return kept


def describe(settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting as (NAME, value in force, meaning); secrets are masked."""
    return [
        (item.name.upper(), _shown(item, str(getattr(settings, item.name))), item.metadata["help"])
        for item in fields(settings)
    ]


def _shown(item: Field[Any], value: str) -> str:
    return "********" if value and item.metadata["secret"] else value
