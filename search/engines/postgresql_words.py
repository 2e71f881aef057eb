"""The words of the pages as people write them, and their titles, in the same database as the index.

A keeper of words as `search.suggesting` wants one. A word stays when its page goes, until the next rebuild: the
index is asked before it is offered.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from psycopg import Connection, sql
from psycopg.types.json import Json

from search.documents import Document
from search.engines.postgresql_matching import seen_by
from search.engines.postgresql_rows import storable
from search.engines.postgresql_values import Values
from search.words import (
    FIXED,
    LONGEST,
    SHORTEST,
    Title,
    Word,
    beginnings,
    closest,
    guesses,
    language_of,
    one_form_each,
    plainly,
    tells,
    title_words,
    words_of,
)

_CANDIDATES = 50
_TITLES_READ = 200
_AFTER = "\U0010ffff"  # sorts after every letter

_ADD = """
INSERT INTO search.word (folded, word, language, audience, times)
SELECT folded, word, language, audience, CASE times WHEN 0 THEN 1 ELSE 0 END
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])
    AS seen (folded, word, language, audience, times)
ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING
"""
# How often a word occurs need not be exact: what another change is counting just now is not waited for.
_COUNT = """
UPDATE search.word SET times = word.times + seen.times
FROM (
    SELECT folded, word, language, audience, seen.times
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])
        AS seen (folded, word, language, audience, times)
    JOIN search.word AS free USING (folded, word, language, audience)
    WHERE seen.times > 0
    FOR UPDATE OF free SKIP LOCKED
) AS seen
WHERE (word.folded, word.word, word.language, word.audience)
    = (seen.folded, seen.word, seen.language, seen.audience)
"""
_ADD_TITLES = """
INSERT INTO search.title (word, document, is_first)
SELECT * FROM json_to_recordset(%s) AS new (word text, document text, is_first boolean)
"""
_BEGINNING_SO = sql.SQL("""
SELECT word, language, sum(times)::bigint AS all_times FROM search.word
WHERE folded >= {start} AND folded < {end} AND {seen}
GROUP BY folded, word, language ORDER BY all_times DESC, folded, word, language LIMIT {limit}
""")
_NEAR = sql.SQL("""
SELECT word, language, sum(times)::bigint FROM search.word
WHERE (folded = ANY({guesses}::text[])
    OR (folded >= {start} AND folded < {end} AND length(folded) BETWEEN {least} AND {most})) AND {seen}
GROUP BY folded, word, language
""")
_TITLES = sql.SQL("""
SELECT id, title FROM (
    SELECT title.document AS id, bool_or(is_first AND number = 1) AS is_first
    FROM unnest({asked}::text[]) WITH ORDINALITY AS asked (start, number)
    JOIN search.title ON title.word >= asked.start AND title.word < asked.start || {after}
    GROUP BY title.document HAVING count(DISTINCT number) = {all}
) AS found JOIN search.document USING (id)
WHERE {seen} ORDER BY is_first DESC, updated_at DESC, id LIMIT {limit}
""")


class PostgresqlWords:
    """Words and titles, read through one connection."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection

    def complete(self, prefix: str, audience: frozenset[str], limit: int = _CANDIDATES) -> list[Word]:
        """Words that begin so, accents apart, one form a stem, the most frequent first."""
        folded = plainly(prefix)
        if not (folded.isalpha() and 2 <= len(folded) <= LONGEST):
            return []
        values = Values()
        statement = _BEGINNING_SO.format(
            start=values.place(folded),
            end=values.place(folded + _AFTER),
            seen=seen_by(audience, values),
            limit=values.place(_CANDIDATES),
        )
        return one_form_each(self._words(statement, values), limit)

    def near(self, word: str, audience: frozenset[str], limit: int = 3) -> list[Word]:
        """Words within one slip of the finger of this one, what was probably meant first."""
        folded = plainly(word)
        if not (folded.isalpha() and SHORTEST <= len(folded) <= LONGEST):
            return []
        values = Values()
        start = folded[:FIXED] if len(folded) > FIXED else folded
        statement = _NEAR.format(
            guesses=values.place([*guesses(folded)]),
            start=values.place(start),
            end=values.place(start + _AFTER),
            least=values.place(len(folded) - 1),
            most=values.place(len(folded) + 1),
            seen=seen_by(audience, values),
        )
        return closest(word, self._words(statement, values), limit)

    def titles(self, text: str, audience: frozenset[str], limit: int = 8) -> list[Title]:
        """Titles in which every word typed begins a word, those beginning so first, then the newest."""
        typed = beginnings(text)
        asked = [word for word in typed if tells(word)]
        if not asked:
            return []
        values = Values()
        statement = _TITLES.format(
            asked=values.place(asked),
            after=values.place(_AFTER),
            all=values.place(len(asked)),
            seen=seen_by(audience, values),
            limit=values.place(_TITLES_READ),
        )
        rows = self._connection.execute(statement, values)
        fitting = [Title(id_, title) for id_, title in rows if _begins_all(typed, title)]
        fitting.sort(key=lambda title: not plainly(title.text).startswith(" ".join(typed)))
        return fitting[:limit]

    def _words(self, statement: sql.Composed, values: Values) -> list[Word]:
        return [Word(*row) for row in self._connection.execute(statement, values)]


def learn(connection: Connection[Any], documents: Mapping[str, Document], new: Collection[str]) -> None:
    """Take in words and titles of documents whose rows are written; words are counted where the id is `new`."""
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for id_, document in documents.items():
        for word in words_of(document):
            counted[plainly(word), word, language_of(document), storable(document.audience)] += id_ in new
    _add_words(connection, counted)
    _replace_titles(connection, documents)


def _add_words(connection: Connection[Any], counted: Counter[tuple[str, str, str, str]]) -> None:
    if not counted:
        return
    columns = [*map(list, zip(*counted, strict=True)), [*counted.values()]]
    connection.execute(_ADD, columns)
    if any(counted.values()):
        connection.execute(_COUNT, columns)


def _replace_titles(connection: Connection[Any], documents: Mapping[str, Document]) -> None:
    rows = [
        {"word": word, "document": id_, "is_first": number == 0}
        for id_, document in documents.items()
        for number, word in enumerate(title_words(storable(document.title)))
    ]
    connection.execute("DELETE FROM search.title WHERE document = ANY(%s)", ([*documents],))
    connection.execute(_ADD_TITLES, (Json(rows),))


def _begins_all(typed: Sequence[str], title: str) -> bool:
    there = beginnings(title)
    return all(any(word.startswith(start) for word in there) for start in typed)
