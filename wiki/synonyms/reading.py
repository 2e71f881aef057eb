"""The text of the equivalents, read.

One group a line, words separated by commas or `=`; `PNS > schéma PNS` goes one way: who asks for the first also
finds the others. What follows # is a remark, which is the title of the groups below when it has a line to itself.
Reading is total: any text gives the groups of its sound lines and tells what is wrong with the others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l

from search.analysis import STOP, chunks, terms

MAX_GROUPS = 500
MAX_TERMS = 12
MAX_TERM_LENGTH = 80
MAX_TERM_WORDS = 8
_SHOWN = 80

_SEPARATOR = re.compile("[,;=]")
_REMARK = re.compile(r"(?:^|\s)#(.*)")

Key = tuple[str, ...]
"""What search makes of a term: two that give the same are one to it."""


@dataclass(frozen=True)
class Group:
    """Words and phrases that are asked for together; with `origin`, only who asks for that one finds them."""

    line: int
    terms: tuple[str, ...]
    origin: str = ""

    @property
    def members(self) -> tuple[str, ...]:
        """The group as search reads it (`search.equivalents`)."""
        return tuple(f"{self.origin} > {term}" for term in self.terms) if self.origin else self.terms


@dataclass(frozen=True)
class Section:
    """Groups under one title, which may be empty."""

    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line, numbered from 1, in the reader's language when it is shown."""

    line: int
    written: str
    message: Any


@dataclass(frozen=True)
class Reading:
    """A text, read."""

    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of all sections."""
        return tuple(group for section in self.sections for group in section.groups)


@lru_cache(maxsize=8)
def read(text: str) -> Reading:
    """Read the text of the equivalents."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), start=1):
        reader.read_line(number, line)
    return reader.reading


def key_of(term: str) -> Key:
    """What search makes of a term; empty where it would search nothing."""
    found = tuple(terms(term))
    return () if all(one.startswith(STOP) for one in found) else found


@dataclass
class _Reader:
    """What was read so far."""

    sections: list[tuple[str, list[Group]]] = field(default_factory=lambda: [("", [])])
    faults: list[Fault] = field(default_factory=list)
    owners: dict[Key, tuple[int, str]] = field(default_factory=dict)
    one_way: dict[Key, tuple[int, str]] = field(default_factory=dict)
    count: int = 0

    @property
    def reading(self) -> Reading:
        sections = [Section(title, tuple(groups)) for title, groups in self.sections if groups]
        return Reading(tuple(sections), tuple(self.faults))

    def read_line(self, number: int, line: str) -> None:
        remark = _REMARK.search(line)
        written = (line[: remark.start()] if remark else line).strip()
        if written:
            self._read_group(number, written)
        elif remark and (title := remark[1].strip(" #")):
            self.sections.append((title, []))

    def _read_group(self, number: int, written: str) -> None:
        before, one_way, after = written.rpartition(">")
        origins, found = _terms_in(before), _terms_in(after)
        self.count += 1
        if bool(one_way) != (len(origins) == 1):
            messages = [
                _l("À gauche de >, écrivez une seule expression ; à droite, celles à chercher aussi.")
            ]
        else:
            messages = [*self._of_the_whole([*origins, *found])] or [*self._of_terms(number, origins, found)]
        shown = written if len(written) <= _SHOWN else written[:_SHOWN] + "…"
        self.faults.extend(Fault(number, shown, message) for message in messages)
        if not messages:
            self.sections[-1][1].append(Group(number, tuple(found), *origins))

    def _of_the_whole(self, found: Sequence[str]) -> Iterator[Any]:
        if self.count > MAX_GROUPS:
            yield _l(
                "La liste contient %(limit)s groupes au plus : réunissez-en ou retirez-en.", limit=MAX_GROUPS
            )
        elif len({key_of(term) or term for term in found}) < 2:
            yield _l(
                "Un groupe réunit au moins deux expressions différentes : ajoutez-en une, séparée par une virgule."
            )
        elif len(found) > MAX_TERMS:
            yield _l(
                "Un groupe contient %(limit)s expressions au plus ; celui-ci en a %(count)s.",
                limit=MAX_TERMS,
                count=len(found),
            )

    def _of_terms(self, number: int, origins: Sequence[str], found: Sequence[str]) -> Iterator[Any]:
        owners = {} if origins else self.owners
        for term in (*origins, *found):
            key = key_of(term)
            owned = self.one_way.get(key) if term in origins else owners.get(key)
            if ">" in term:
                yield _l("Le signe > ne s'écrit qu'une fois dans un groupe.")
            elif len(term) > MAX_TERM_LENGTH or sum(1 for _ in chunks(term)) > MAX_TERM_WORDS:
                yield _too_long(term)
            elif not key:
                yield _l("« %(term)s » ne contient que des mots que la recherche laisse de côté.", term=term)
            elif owned and owned[0] != number:
                yield _claimed(term, owned[0])
            else:
                owners[key] = number, term
        self.one_way.update({key_of(term): (number, term) for term in origins})


def _terms_in(written: str) -> list[str]:
    return [term for part in _SEPARATOR.split(written) if (term := " ".join(part.split()))]


def _too_long(term: str) -> Any:
    return _l(
        "« %(term)s » est trop long : %(letters)s caractères et %(words)s mots au plus.",
        term=term[:_SHOWN],
        letters=MAX_TERM_LENGTH,
        words=MAX_TERM_WORDS,
    )


def _claimed(term: str, line: int) -> Any:
    """Why a term that has a place already cannot have another one."""
    return _l(
        "« %(term)s » est déjà à la ligne %(line)s : réunissez les deux lignes, ou retirez-le de l'une d'elles.",
        term=term,
        line=line,
    )
