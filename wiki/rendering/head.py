"""The YAML head of a page: its facts, read as text and changed line by line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wiki.messages import N_
from wiki.rendering.diagnostics import Diagnostic, Fix, Severity
from wiki.rendering.head_entries import (
    Block,
    Entry,
    Unreadable,
    Value,
    find_block,
    is_unclosed,
    parse_entry,
    quoted,
    split_entries,
)
from wiki.rendering.head_keys import canonical_key

MAX_KEYS = 64
DEFAULT_LANGUAGE = "fr"
DEFAULT_LICENCE = "CC-BY-SA-4.0"

_PLAIN_KEY = re.compile(r"[^\W_][\w·.'’-]*( [\w·.'’-]+)*")
_SEPARATOR = re.compile(r"\s*[;,]\s*")

_REASONS = {
    "anchor": (
        "H004",
        N_("L'en-tête n'admet ni ancre « & » ni renvoi « * » : mettez la valeur entre guillemets."),
    ),
    "tag": ("H005", N_("L'en-tête n'admet pas d'étiquette « ! » : mettez la valeur entre guillemets.")),
    "nested": ("H006", N_("La valeur de « %(key)s » doit être un texte ou une liste simple.")),
    "key": ("H003", N_("Cette ligne de l'en-tête n'a pas la forme « clé : valeur ».")),
    "colon": (
        "H001",
        N_("Ligne %(line)s : la valeur de « %(key)s » contient « : » ; mettez la valeur entre guillemets."),
    ),
    "syntax": (
        "H002",
        N_("Ligne %(line)s : la valeur de « %(key)s » est illisible ; mettez la valeur entre guillemets."),
    ),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The facts that a page states about itself.

    `values` holds them in the order written, by canonical key. `body_start` is the offset where the body
    begins and `body_line` its line, counted from 1. A line that YAML cannot read still gives its raw text.
    """

    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body_start: int = 0
    body_line: int = 1
    diagnostics: tuple[Diagnostic, ...] = ()

    def get(self, key: str) -> str:
        """A key's value as one text, a list joined by commas; empty when absent. Any spelling of the key."""
        value = self.values.get(canonical_key(key), "")
        return value if isinstance(value, str) else ", ".join(value)

    def items(self, key: str) -> tuple[str, ...]:
        """A key's value as several: a list, or a text cut at commas and semicolons; no empty items."""
        value = self.values.get(canonical_key(key), "")
        parts = _SEPARATOR.split(value) if isinstance(value, str) else value
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def line_of(self, key: str) -> int | None:
        """The line of the text where a key stands, counted from 1; None when absent."""
        return self.lines.get(canonical_key(key))

    @property
    def title(self) -> str:
        """`titre`: accepted on import; the H1 goes before it."""
        return self.get("titre").strip()

    @property
    def territory(self) -> str:
        """Name or slug of the page's territory."""
        return self.get("territoire").strip()

    @property
    def themes(self) -> tuple[str, ...]:
        """Names of the page's themes."""
        return self.items("thèmes")

    @property
    def tags(self) -> tuple[str, ...]:
        """Free key words."""
        return self.items("mots-clés")

    @property
    def authors(self) -> tuple[str, ...]:
        """Names or `@account`s."""
        return self.items("auteurs")

    @property
    def language(self) -> str:
        """BCP 47 code; French when the head says nothing."""
        return self.get("langue").strip() or DEFAULT_LANGUAGE

    @property
    def licence(self) -> str:
        """SPDX identifier; CC-BY-SA-4.0 when the head says nothing."""
        return self.get("licence").strip() or DEFAULT_LICENCE


def read_head(text: str) -> Head:
    """Reads the head at the start of a text. Never raises: what is wrong is told in `diagnostics`."""
    block = find_block(text)
    if block is None:
        return Head(diagnostics=tuple(_unclosed(text)))
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    diagnostics: list[Diagnostic] = []
    for number, entry in enumerate(split_entries(text[block.start : block.end])):
        if number == MAX_KEYS:
            diagnostics.append(_too_long(entry))
            break
        diagnostics += _take(entry, values, lines)
    return Head(values, lines, block.body, text.count("\n", 0, block.body) + 1, tuple(diagnostics))


def _unclosed(text: str) -> Iterator[Diagnostic]:
    if is_unclosed(text):
        message = N_("L'en-tête n'est pas fermé : ajoutez une ligne « --- » après la dernière clé.")
        yield Diagnostic(1, 1, "H009", Severity.WARNING, message)


def _take(entry: Entry, values: dict[str, Value], lines: dict[str, int]) -> Iterator[Diagnostic]:
    """Adds one entry to the head, or tells why not."""
    if entry.key is None:
        yield _problem(entry, Unreadable("key"))
        return
    key = canonical_key(entry.key)
    if key in values:
        message = N_("« %(key)s » est déjà donné à la ligne %(first)s ; cette ligne est ignorée.")
        yield Diagnostic(
            entry.first_line, 1, "H007", Severity.ERROR, message, {"key": entry.key, "first": lines[key]}
        )
        return
    lines[key] = entry.first_line
    try:
        values[key] = parse_entry(entry)
    except Unreadable as problem:
        values[key] = entry.raw_value
        yield _problem(entry, problem)


def _too_long(entry: Entry) -> Diagnostic:
    message = N_("L'en-tête a plus de %(max)s clés ; la suite est ignorée.")
    return Diagnostic(entry.first_line, 1, "H008", Severity.ERROR, message, {"max": MAX_KEYS})


def _problem(entry: Entry, problem: Unreadable) -> Diagnostic:
    reason = problem.reason
    if reason in {"syntax", "nested"} and ": " in entry.raw_value:
        reason = "colon"
    code, message = _REASONS[reason]
    line = min(entry.first_line + problem.line, entry.last_line)
    column = problem.column + 1 if problem.line or problem.column else entry.value_column
    params: dict[str, str | int] = {"line": entry.first_line, "key": entry.key or ""}
    return Diagnostic(line, column, code, Severity.ERROR, message, params, _quoting_fix(entry))


def _quoting_fix(entry: Entry) -> Fix | None:
    if entry.key is None:
        return None
    return Fix(entry.first_line, entry.last_line, f"{entry.label} {quoted(entry.raw_value)}")


def set_head_value(text: str, key: str, values: str | Sequence[str]) -> str:
    """The text with one key of its head changed, every other line byte for byte.

    The key's line is replaced where it stands, added at the end of the head when absent (with a head when
    there is none), and removed when `values` is empty. Raises ValueError for a key that no head can hold.
    """
    if not _PLAIN_KEY.fullmatch(key):
        raise ValueError(f"not a key: {key!r}")
    line = _written(values)
    block = find_block(text)
    if block is None:
        return text if line is None else _with_new_head(text, f"{canonical_key(key)}: {line}")
    entry = _entry_of(key, text, block)
    if entry is None:
        return text if line is None else _with_new_line(text, block, f"{canonical_key(key)}: {line}")
    return _with_entry(text, entry, line)


def _written(values: str | Sequence[str]) -> str | None:
    if not values:
        return None
    if isinstance(values, str):
        return quoted(values)
    return "[" + ", ".join(quoted(value, in_list=True) for value in values) + "]"


def _entry_of(key: str, text: str, block: Block) -> Entry | None:
    wanted = canonical_key(key)
    for entry in split_entries(text[block.start : block.end]):
        if entry.key is not None and canonical_key(entry.key) == wanted:
            return entry
    return None


def _newline(text: str) -> str:
    return "\r\n" if re.match(r"[^\n]*\r\n", text) else "\n"


def _with_new_head(text: str, line: str) -> str:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    newline = _newline(text)
    return mark + newline.join(("---", line, "---", "", "")) + text.removeprefix("\ufeff")


def _with_new_line(text: str, block: Block, line: str) -> str:
    return text[: block.end] + line + _newline(text) + text[block.end :]


def _with_entry(text: str, entry: Entry, line: str | None) -> str:
    lines = text.split("\n")
    ending = "\r" if lines[entry.last_line - 1].endswith("\r") else ""
    lines[entry.first_line - 1 : entry.last_line] = [] if line is None else [f"{entry.label} {line}{ending}"]
    return "\n".join(lines)
