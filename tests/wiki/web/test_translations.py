"""Both languages are whole: nothing is left untranslated or written beside the catalogue."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask
from jinja2 import nodes

from tests.wiki.web.spoken import PLACE, catalogue, each, pairs, plain
from wiki.resources import PACKAGE, templates_folder
from wiki.web.i18n import typeset

ROOT = PACKAGE.parent


# The catalogue


def test_every_message_is_translated_and_nothing_else_is() -> None:
    """Missing, unsure and forgotten messages are all faults to the command."""
    check = subprocess.run(
        [sys.executable, "scripts/catalogues.py", "check"], cwd=ROOT, capture_output=True, text=True
    )

    assert check.returncode == 0, check.stdout + check.stderr
    assert not catalogue().obsolete


def test_translations_fill_in_the_same_things() -> None:
    different = [
        message.id
        for message in catalogue()
        # The singular may count in words ("One seat"), so the plural is what tells.
        if message.id and places(message.id) != places(message.string)
    ]

    assert different == []


def places(strings: str | Iterable[str]) -> set[str]:
    return {*PLACE.findall(each(strings)[-1])}


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("French quotation marks", r"[«»]"),
        ("a space before punctuation", r"\s[:;!?]"),
        ("typewriter quotation marks", r"['\"]"),
        ("an elision", r"\b[ldnjmtsc]’[aeiouyéèêh]|\bqu’"),
        ("spaces that no-one sees", r"[\u00a0\u202f]|  |^ | $"),
    ],
)
def test_english_is_set_in_english_type(fault: str, pattern: str) -> None:
    found = [english for _french, english in pairs() if re.search(pattern, english)]

    assert found == [], fault


def test_french_is_written_with_plain_spaces_and_apostrophes() -> None:
    """The typographer sets them, once for all messages."""
    found = [french for french, _english in pairs() if re.search(r"[’\u00a0\u202f]|\w[;!?»]|«\w", french)]

    assert found == []


def test_french_has_one_word_for_one_thing() -> None:
    """No points in the middle of words, and none of the words that were given up for another."""
    given_up = re.compile(
        r"\w·\w|\b(valider|utilisateurs?|signes au plus|modifications? mineures?|situations? d'apprentissage)\b",
        re.IGNORECASE,
    )

    assert [french for french, _english in pairs() if given_up.search(french)] == []


def test_the_browser_s_modules_say_the_same_things_in_both_languages() -> None:
    source = (ROOT / "assets" / "js" / "_messages.js").read_text(encoding="utf-8")
    french, english = (
        re.findall(r'\b(\w+): (?=["(`])', told)
        for told in re.findall(r"^const [A-Z]+ = \{(.*?)^\};", source, re.M | re.S)
    )

    assert french == english
    assert len(french) > 10


# Templates


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_templates_say_nothing_outside_of_messages(app: Flask) -> None:
    """Text between the tags of a template would stay French whoever reads it."""
    found = []
    for path in sorted(templates_folder().rglob("*.html")):
        name = path.relative_to(templates_folder()).as_posix()
        if not name.startswith("styleguide"):
            written = "".join(literal_text(app.jinja_env.parse(path.read_text(encoding="utf-8"))))
            found += [
                (name, words)
                for words in readable(written)
                if re.search(r"[^\W\d_]", words) and not NAMES.fullmatch(words)
            ]

    assert found == []


NAMES = re.compile(
    r"Territoire|@pprenant|Territoire @pprenant|Français|English|[−+]1 min|/parcours/lien/|\.ics(\?cle=)?"
)
"""What is called the same in both languages, and addresses that are shown to be copied."""


def literal_text(tree: nodes.Template) -> Iterator[str]:
    """What a template writes by itself; a letterless mark stands for all that is put in."""
    for node in tree.find_all((nodes.Output,)):
        for part in node.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else "\ufffc"
        yield "\n"


def readable(text: str) -> list[str]:
    """The words that a piece of HTML shows."""
    shown = re.sub(r"<style.*?</style>|<!--.*?-->", "", text, flags=re.S)
    return [
        words
        for line in re.sub(r"<[^>]*>?|^[^<>]*>", "\n", shown).split("\n")
        if (words := line.strip(" ·\ufffc"))
    ]


def test_plain_text_forgets_typography() -> None:
    assert plain(typeset("C'est fait : « oui » !")) == "C'est fait : « oui » !"
