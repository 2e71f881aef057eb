"""Pytest plugin: a throw-away PostgreSQL cluster, started on first use and gone with the test run.

The cluster listens on a Unix socket in a temporary folder and flushes nothing to disk. Each process of a
parallel run has its own, so that tests never meet. PostgreSQL refuses to run as root, so as root the programs
run as an unprivileged user.
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

OLDEST_VERSION = 15
SUPERUSER = "postgres"
UNPRIVILEGED_USERS = ("postgres", "nobody")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}

# The one row that the search engine cannot do without.
_STATE_OF_SEARCH = "state"
_BEGUN_AGAIN = "UPDATE search.state SET generation = 0, sequence = NULL, building_by = NULL"


class PostgresqlAbsent(Exception):
    """This machine cannot run a cluster; the message says why."""


class Cluster:
    """A running cluster that makes databases."""

    def __init__(self, socket_folder: Path) -> None:
        self._socket_folder = socket_folder
        self._numbers = count(1)
        self._emptiers: dict[str, _Emptier] = {}

    def new_database(self, template: str | None = None) -> str:
        """Create a database and return its SQLAlchemy URL.

        ``template`` is the URL of a database to copy, to which nobody may be connected at that moment.
        """
        name = f"test_{next(self._numbers)}"
        source = make_url(template).database if template else "template0"
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(source or "template0")
            )
        )
        return self._url(name).render_as_string()

    def empty_database(self, url: str, but: tuple[str, ...] = ("alembic_version",)) -> None:
        """Make a database as it was after its migration; fifty times quicker than copying one.

        Whoever is still connected is sent away, as with ``drop_database``. Not for a database whose tables change.
        """
        try:
            self._emptier(url, but).run()
        except psycopg.OperationalError:
            # A test sent away everybody, us included.
            self.leave()
            self._emptier(url, but).run()

    def leave(self) -> None:
        """Close connections that are kept for the next emptying."""
        while self._emptiers:
            self._emptiers.popitem()[1].connection.close()

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._execute(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(make_url(url).database or ""))
        )

    def _url(self, database: str) -> URL:
        return URL.create(
            "postgresql+psycopg", SUPERUSER, database=database, query={"host": str(self._socket_folder)}
        )

    def _emptier(self, url: str, but: tuple[str, ...]) -> "_Emptier":
        if url not in self._emptiers:
            self._emptiers[url] = _Emptier(self._connect(make_url(url).database), but)
        return self._emptiers[url]

    def _execute(self, statement: sql.Composed) -> None:
        self.leave()
        with self._connect("postgres") as connection:
            connection.execute(statement)

    def _connect(self, database: str | None) -> psycopg.Connection:
        # CREATE and DROP DATABASE refuse to run inside a transaction.
        return psycopg.connect(
            host=str(self._socket_folder), user=SUPERUSER, dbname=database, autocommit=True
        )


class _Emptier:
    """Empties one database again and again: one connection, and all statements in one go."""

    def __init__(self, connection: psycopg.Connection, but: tuple[str, ...]) -> None:
        self.connection = connection
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'search')"
        ).fetchall()
        deletions = (
            sql.Identifier(schema, table) for schema, table in tables if table not in (*but, _STATE_OF_SEARCH)
        )
        self._statements = sql.SQL(";").join(
            [
                sql.SQL(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                ),
                # As on a replica, rows may go in any order.
                sql.SQL("SET session_replication_role = replica"),
                *(sql.SQL("DELETE FROM {}").format(table) for table in deletions),
                sql.SQL(
                    "SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences "
                    "WHERE schemaname = 'public' AND last_value IS NOT NULL"
                ),
                *(sql.SQL(_BEGUN_AGAIN) for _, table in tables if table == _STATE_OF_SEARCH),
            ]
        )

    def run(self) -> None:
        self.connection.execute(self._statements)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Make a cluster, start it, and remove every trace of it afterwards.

    Raises PostgresqlAbsent where the programs or an unprivileged user are missing.
    """
    programs = find_programs()
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}{_text(log)}")

    try:
        if user:
            shutil.chown(folder, user)
        run(
            "initdb",
            "--pgdata",
            str(data),
            "--username",
            SUPERUSER,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--no-sync",
            "--no-instructions",
        )
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        control = ("--pgdata", str(data), "--wait", "--silent")
        run("pg_ctl", "start", *control, "--log", str(log), "--options", f"-k {folder} {options}")
        try:
            cluster = Cluster(folder)
            yield cluster
            cluster.leave()
        finally:
            run("pg_ctl", "stop", *control, "--mode", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """Folder of the newest PostgreSQL server programs: PATH first, then where Debian puts them."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_in_path, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return _recent_enough(folder)
    raise PostgresqlAbsent("no PostgreSQL server programs (initdb, pg_ctl) on this machine")


def unprivileged_user() -> str | None:
    """Whom to run the programs as: None for oneself, a name when one is root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in UNPRIVILEGED_USERS:
        if name in known:
            return name
    raise PostgresqlAbsent("PostgreSQL does not run as root, and no unprivileged user was found")


def _recent_enough(folder: Path) -> Path:
    printed = subprocess.run(
        [folder / "initdb", "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"\d+", printed)
    if not found or int(found.group()) < OLDEST_VERSION:
        raise PostgresqlAbsent(f"PostgreSQL {OLDEST_VERSION} or newer is needed, found: {printed.strip()}")
    return folder


def _version_in_path(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """The cluster of this test process; skips, and says why, where there can be none."""
    try:
        with running_cluster() as cluster:
            yield cluster
    except PostgresqlAbsent as absent:
        pytest.skip(str(absent))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the cluster is a PostgreSQL test without having to say so."""
    for item in items:
        if "postgresql" in getattr(item, "fixturenames", ()):
            item.add_marker("postgresql")
