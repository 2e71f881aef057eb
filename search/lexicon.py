"""The words of an index as people write them, and the titles of its pages: one SQLite file, read in place.

A search engine knows stems; who types wants words. Nothing is loaded: a web worker reads a few rows. The file is
a cache like the index beside it. One process writes it, many read it (write-ahead log: neither waits for the
other). A missing or damaged file answers nothing and is begun again by the next `learn`.

Each row carries an audience, so that nobody is offered a word from a page they may not see. A word stays when
its page goes: whoever offers words asks the index first whether some visible page still holds them.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from search.documents import Document
from search.lexicon_file import LexiconFile
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

# Raise it with any change of the tables: an older file is begun again.
_LAYOUT = 1
_BATCH = 2_000  # documents whose words are counted in memory before they are written
_CANDIDATES = 50
_TITLES_READ = 200
_LOOKED_UP = 4  # of the words typed; the titles read are held to all of them
_AFTER = "\U0010ffff"  # sorts after every letter

# A word without accents is not written twice: `word` is empty then.
_TABLES = """
CREATE TABLE audiences (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE words (
    folded TEXT, word TEXT, english INTEGER, audience INTEGER, times INTEGER NOT NULL,
    PRIMARY KEY (folded, word, english, audience)
) WITHOUT ROWID;
CREATE TABLE titles (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL);
CREATE TABLE title_words (
    word TEXT, title INTEGER, audience INTEGER NOT NULL, later INTEGER NOT NULL,
    PRIMARY KEY (word, title)
) WITHOUT ROWID;
"""
_COUNT = """
INSERT INTO words VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET times = times + excluded.times
"""
_ADD = "INSERT INTO words VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING"
_BEGINNING_SO = """
SELECT folded, word, english, sum(times) AS all_times FROM words
WHERE folded >= ? AND folded < ? AND audience IN (SELECT value FROM json_each(?))
GROUP BY folded, word, english ORDER BY all_times DESC, folded LIMIT ?
"""
_SAME_BEGINNING = """
SELECT folded, word, english, sum(times) FROM words
WHERE folded >= ? AND folded < ? AND length(folded) BETWEEN ? AND ?
AND audience IN (SELECT value FROM json_each(?))
GROUP BY folded, word, english
"""
_GUESSED = """
SELECT folded, word, english, sum(times) FROM words
WHERE folded IN (SELECT value FROM json_each(?)) AND audience IN (SELECT value FROM json_each(?))
GROUP BY folded, word, english
"""
_TITLES = """
SELECT titles.id, titles.title FROM (
    SELECT title_words.title AS number, min(CASE asked.key WHEN 0 THEN later ELSE 1 END) AS later
    FROM json_each(?) AS asked
    JOIN title_words ON title_words.word >= asked.value AND title_words.word < asked.value || ?
    WHERE title_words.audience IN (SELECT value FROM json_each(?))
    GROUP BY title_words.title HAVING count(DISTINCT asked.key) = ?
) AS found JOIN titles ON titles.number = found.number
ORDER BY found.later, titles.number DESC LIMIT ?
"""


class Lexicon:
    """Words and titles in a file, or in memory (`:memory:`). Safe to share between threads."""

    def __init__(self, path: Path | str) -> None:
        self._file = LexiconFile(path, _TABLES, _LAYOUT)

    def learn(self, documents: Iterable[Document], known: Collection[str] = frozenset()) -> None:
        """Take in words and titles. Ids in `known`, indexed before, bring new words but count nothing twice.

        Raises IndexBusy when the file cannot be written now; what the last batches brought is in it then.
        """
        passing = iter(documents)
        while batch := {document.id: document for document in islice(passing, _BATCH)}:
            self._file.write(partial(_change, documents=[*batch.values()], replaced=[*batch], known=known))

    def forget(self, ids: Iterable[str]) -> None:
        """Take away the titles of pages that are gone. Raises IndexBusy as `learn` does."""
        self._file.write(partial(_change, documents=(), replaced=[*ids], known=()))

    def complete(self, prefix: str, audience: frozenset[str], limit: int = _CANDIDATES) -> list[Word]:
        """Words that begin so, accents apart, one form a stem, the most frequent first."""
        folded = plainly(prefix)
        if not (folded.isalpha() and 2 <= len(folded) <= LONGEST):
            return []
        rows = self._file.read(_BEGINNING_SO, folded, folded + _AFTER, self._seen(audience), _CANDIDATES)
        return one_form_each(map(_word, rows), limit)

    def near(self, word: str, audience: frozenset[str], limit: int = 3) -> list[Word]:
        """Words within one slip of the finger of this one, what was probably meant first."""
        folded = plainly(word)
        if not (folded.isalpha() and SHORTEST <= len(folded) <= LONGEST):
            return []
        seen = self._seen(audience)
        rows = self._file.read(_GUESSED, json.dumps([*guesses(folded)]), seen)
        if len(folded) > FIXED:
            start, size = folded[:FIXED], len(folded)
            rows += self._file.read(_SAME_BEGINNING, start, start + _AFTER, size - 1, size + 1, seen)
        return closest(word, dict.fromkeys(map(_word, rows)), limit)

    def titles(self, text: str, audience: frozenset[str], limit: int = 8) -> list[Title]:
        """Titles in which every word typed begins a word, those beginning so first, then the newest.

        None before three letters of some word: two begin too many.
        """
        typed = beginnings(text)
        telling = [word for word in typed if tells(word) and len(word) >= SHORTEST]
        asked = [*telling[:1], *sorted(telling[1:], key=len, reverse=True)][:_LOOKED_UP]
        if not asked:
            return []
        rows = self._file.read(
            _TITLES, json.dumps(asked), _AFTER, self._seen(audience), len(asked), _TITLES_READ
        )
        fitting = [Title(id_, title) for id_, title in rows if _begins_all(typed, title)]
        fitting.sort(key=lambda title: not " ".join(beginnings(title.text)).startswith(" ".join(typed)))
        return fitting[:limit]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _seen(self, audience: frozenset[str]) -> str:
        """The numbers of the audiences asked for, as JSON."""
        found: list[tuple[int]] = []
        for key in audience:
            if key.endswith(":*"):
                family = "SELECT id FROM audiences WHERE key >= ? AND key < ?"
                found += self._file.read(family, key[:-1], key[:-1] + _AFTER)
            else:
                found += self._file.read("SELECT id FROM audiences WHERE key = ?", key)
        return json.dumps([number for (number,) in found])


def _change(
    connection: sqlite3.Connection,
    documents: Sequence[Document],
    replaced: Sequence[str],
    known: Collection[str],
) -> None:
    """Add words, and put the titles of these documents in the place of those of the replaced ones."""
    audiences = {key: _audience(connection, key) for key in {document.audience for document in documents}}
    counted, seen = _sightings(documents, audiences, known)
    connection.executemany(_COUNT, sorted((*word, times) for word, times in counted.items()))
    connection.executemany(_ADD, sorted(seen))
    for id_ in replaced:
        _remove_title(connection, id_)
    for document in documents:
        _add_title(connection, document, audiences[document.audience])


def _audience(connection: sqlite3.Connection, key: str) -> int:
    connection.execute("INSERT INTO audiences (key) VALUES (?) ON CONFLICT DO NOTHING", (key,))
    number: int = connection.execute("SELECT id FROM audiences WHERE key = ?", (key,)).fetchone()[0]
    return number


_Sighting = tuple[str, str, int]
_Row = tuple[str, str, int, int]


def _sightings(
    documents: Sequence[Document], audiences: dict[str, int], known: Collection[str]
) -> tuple[Counter[_Row], set[_Row]]:
    """Words of new documents with how many show them, and words of documents that were counted before."""
    counted: Counter[_Sighting] = Counter()
    seen: set[_Sighting] = set()
    for document in documents:
        language, audience = language_of(document), audiences[document.audience]
        found = ((word, language, audience) for word in words_of(document))
        if document.id in known:
            seen.update(found)
        else:
            counted.update(found)
    rows = Counter({_row(*word): times for word, times in counted.items()})
    return rows, {_row(*word) for word in seen}


def _row(word: str, language: str, audience: int) -> _Row:
    folded = plainly(word)
    return folded, "" if word == folded else word, int(language == "en"), audience


def _word(row: tuple[str, str, int, int]) -> Word:
    folded, word, english, times = row
    return Word(word or folded, "en" if english else "fr", times)


def _remove_title(connection: sqlite3.Connection, id_: str) -> None:
    row = connection.execute("SELECT number, title FROM titles WHERE id = ?", (id_,)).fetchone()
    if row is None:
        return
    number, title = row
    gone = [(word, number) for word in title_words(title)]
    connection.executemany("DELETE FROM title_words WHERE word = ? AND title = ?", gone)
    connection.execute("DELETE FROM titles WHERE number = ?", (number,))


def _add_title(connection: sqlite3.Connection, document: Document, audience: int) -> None:
    insert = "INSERT INTO titles (id, title) VALUES (?, ?)"
    number = connection.execute(insert, (document.id, document.title)).lastrowid
    rows = [(word, number, audience, int(at > 0)) for at, word in enumerate(title_words(document.title))]
    connection.executemany("INSERT INTO title_words VALUES (?, ?, ?, ?)", rows)


def _begins_all(typed: Sequence[str], title: str) -> bool:
    there = beginnings(title)
    return all(any(word.startswith(start) for word in there) for start in typed)
