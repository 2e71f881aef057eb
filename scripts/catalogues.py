"""Translation catalogues: ``update`` brings them in line with the code, ``check`` refuses what is incomplete.

French is the language of the message identifiers, so only the other languages have catalogues.
"""

import re
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import python_format
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2 import TemplateSyntaxError

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "wiki" / "translations"
LANGUAGES = ("en",)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
# Which files of each folder hold messages, and how they are read.
FOLDERS = {
    "wiki": ("*.py", "python"),
    "search": ("*.py", "python"),
    "scenarios": ("*.py", "python"),
    "templates": ("*.*", "jinja2"),
}
SAMPLES = re.compile(r"templates/styleguide\b")
"""What only those who build the site see, and what they see is made up."""


def messages_of_the_code() -> Catalog:
    """Every message in Python files and templates."""
    catalog = Catalog(project="territoire-apprenant", charset="utf-8", fuzzy=False)
    for folder, (pattern, method) in FOLDERS.items():
        for path in sorted((ROOT / folder).rglob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            if SAMPLES.match(name):
                continue
            for _line, message, comments, context in _messages_of(path, method):
                # Line numbers would change the catalogue at every edit of the code.
                catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def _messages_of(path: Path, method: str) -> list[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    try:
        return extract_from_file(method, path, KEYWORDS, comment_tags=("L10N:",), options={"silent": "false"})
    except TemplateSyntaxError as error:
        sys.exit(f"{path.relative_to(ROOT)}: {error.message} (line {error.lineno})")


def update() -> int:
    """Write the messages of the code into every catalogue, keeping what is translated."""
    wanted = messages_of_the_code()
    for path, old in _catalogues():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, _renewed(old, wanted), sort_output=True, include_lineno=False, width=100)
    return check()


def check() -> int:
    """Print every fault of every catalogue; return 1 when there is one."""
    wanted = messages_of_the_code()
    faults = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path, catalog in _catalogues()
        for fault in _faults(catalog, wanted)
    ]
    print("\n".join(faults) or f"{len(wanted)} messages, all translated")
    return 1 if faults else 0


def _renewed(old: Catalog, wanted: Catalog) -> Catalog:
    """The wanted messages with their old translations; dates stay, so that nothing but words changes."""
    renewed = Catalog(
        locale=old.locale,
        project="territoire-apprenant",
        version="0.1",
        header_comment="# Texts of Territoire apprenant; the identifiers are French, as in the interface.",
        last_translator="Territoire apprenant",
        language_team="Territoire apprenant",
        msgid_bugs_address="none",
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        fuzzy=False,
    )
    for message in wanted:
        if message.id:
            known = old.get(message.id, message.context)
            renewed[message.id] = Message(
                message.id,
                known.string if known else "",
                message.locations,
                auto_comments=message.auto_comments,
                user_comments=known.user_comments if known else (),
                context=message.context,
            )
    return renewed


def _faults(catalog: Catalog, wanted: Catalog) -> Iterator[str]:
    for message in wanted:
        if message.id:
            yield from _faults_of(message, catalog.get(message.id, message.context))
    for message in catalog:
        if message.id and wanted.get(message.id, message.context) is None:
            yield f"no longer in the code: {message.id!r}"


def _faults_of(wanted: Message, found: Message | None) -> Iterator[str]:
    where = ", ".join(name for name, _ in wanted.locations)
    if found is None:
        yield f"missing: {wanted.id!r} ({where})"
    elif found.fuzzy or not _translated(found):
        yield f"not translated: {wanted.id!r} ({where})"
    else:
        try:
            python_format(None, found)
        except ValueError as error:
            yield f"{error}: {wanted.id!r} ({where})"


def _translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings)


def _catalogues() -> Iterator[tuple[Path, Catalog]]:
    """The catalogue of each language, empty where there is no file yet."""
    for language in LANGUAGES:
        path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        yield path, read_po(StringIO(text), locale=language)


if __name__ == "__main__":
    commands = {"update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(f"usage: {sys.argv[0]} {' | '.join(commands)}")
    sys.exit(commands[sys.argv[1]]())
