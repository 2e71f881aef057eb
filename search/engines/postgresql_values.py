"""What goes into a statement beside its text: parameters, and terms in the form in which a tsquery is written."""

from collections.abc import Iterable
from typing import Any

from psycopg import sql

from search.engines.postgresql_rows import quoted, stored_term


class Values(dict[str, Any]):
    """The parameters of one statement."""

    def place(self, value: object) -> sql.Placeholder:
        """Keep a value and return what stands for it."""
        name = f"v{len(self)}"
        self[name] = value
        return sql.Placeholder(name)


def any_term(terms: Iterable[str]) -> str:
    """The text form of a tsquery that wants one of the terms."""
    return "(" + " | ".join(quoted(stored_term(term)) for term in sorted(terms)) + ")"
