"""Many applications are made in a process of tests, all alike: what each would make again is made once.

An application of the product is made once for each process, so this is for tests alone.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any, ClassVar

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from whitenoise import WhiteNoise
from whitenoise.responders import Redirect, StaticFile

from wiki.db import Database


def compile_templates_once(folder: Path) -> None:
    """Keep what templates are compiled to in a folder, which processes may share."""
    folder.mkdir(exist_ok=True)
    cache = FileSystemBytecodeCache(str(folder))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": cache}


class _RememberedRule(Rule):
    """An address that is read, and put into code, as the last one of the same text was."""

    compiled: ClassVar[dict[object, Rule]] = {}

    def compile(self) -> None:
        key = (self.rule, self.subdomain, self.host, self.merge_slashes, repr(self.defaults))
        known = self.compiled.get(key)
        if known is None:
            super().compile()
            self.compiled[key] = self
            return
        self._parts, self._trace, self._converters = known._parts, known._trace, known._converters
        self.arguments = known.arguments
        self._build = known._build.__func__.__get__(self)
        self._build_unknown = known._build_unknown.__func__.__get__(self)


def compile_addresses_once() -> None:
    """Werkzeug reads four hundred addresses for each application."""
    Flask.url_rule_class = _RememberedRule


def compile_statements_once() -> None:
    """Statements are put into SQL once for each kind of database."""
    caches: dict[str, LRUCache[Any, Any]] = defaultdict(lambda: LRUCache(5_000))
    connect = Database.__init__

    def connect_as_others(database: Database, *arguments: Any) -> None:
        connect(database, *arguments)
        for engine in (database.engine, database._writing):
            engine._compiled_cache = caches[engine.dialect.name]

    Database.__init__ = connect_as_others
    # The cache asks which dialect a statement is for: that of another application is as good.
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__hash__ = lambda self: hash(type(self))
        dialect.__eq__ = lambda self, other: type(self) is type(other)


def look_at_static_files_once() -> None:
    """Files of the front end, and the headers they are sent with, stay as they are while tests run."""
    look = WhiteNoise.get_static_file
    known: dict[object, StaticFile | Redirect] = {}

    def remembered(
        whitenoise: WhiteNoise, path: str, url: str, stat_cache: dict[str, Any] | None = None
    ) -> StaticFile | Redirect:
        key = (path, url, whitenoise.max_age)
        if stat_cache is None or key not in known:
            known[key] = look(whitenoise, path, url, stat_cache)
        return known[key]

    WhiteNoise.get_static_file = remembered
