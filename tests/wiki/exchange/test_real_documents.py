"""Real documents, as people wrote them: all taken, all text kept, all shown, all found."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from scenarios.demonstration import content
from tests import factories
from tests.wiki.exchange.conftest import Import
from wiki.exchange.decoding import decode
from wiki.exchange.folder import documents
from wiki.exchange.models import ImportRecord
from wiki.jobs.worker import drain
from wiki.rendering.document import read
from wiki.themes.models import ThemeFamily
from wiki.themes.service import ensure_families

# What people wrote is the same for both databases; `test_import.py` asks both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Write = Callable[[], object]
_WORD = re.compile(r"[^\W\d_]{5,}")


def lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def texts_of(write: Write) -> dict[str, tuple[str, str]]:
    """File → path of its page, and the text that the page has."""
    with write() as session:
        records = session.scalars(select(ImportRecord))
        return {record.path: (record.page.path, record.page.current.text) for record in records}


def longest_words(text: str) -> str:
    """Four words of a document that few others have."""
    words = dict.fromkeys(_WORD.findall(read(text, home="").plain))
    return " ".join(sorted(words, key=len, reverse=True)[:4])


@pytest.mark.shared
def test_all_practices_are_taken_with_their_text_and_credit(
    shared: Path, app: Flask, bring: Import, write: Write
) -> None:
    folder = shared / "data" / "practices"
    found = documents(folder)

    result = bring(folder, "--theme", "Climat")

    assert f"{len(found)} imported, 0 renewed, 0 unchanged, 0 to settle by hand, 0 refused." in result.output
    texts = texts_of(write)
    for document in found:
        _path, text = texts[document.path]
        head = read(text, home="").head
        assert set(lines_of(decode(document.read()).text)) <= set(lines_of(text))
        assert head.get("source") == document.credit.source
        assert head.licence in document.credit.licence
        assert head.authors
    assert f"{len(found)} unchanged" in bring(folder).output
    drain(app)
    browser = app.test_client()
    for path, text in texts.values():
        assert browser.get(f"/{path}").status_code == 200
        answer = browser.get("/recherche", query_string={"q": longest_words(text)})
        assert f'href="/{path}"' in answer.text


@pytest.mark.shared
def test_the_example_keeps_its_own_head(shared: Path, bring: Import, write: Write) -> None:
    with write() as session:
        families = {family.slug: family for family in session.scalars(select(ThemeFamily))}
        for name in ("Sciences et technologies innovantes",):
            factories.place_theme(session, families["climat"], name)

    result = bring(shared / "examples")

    assert "1 imported" in result.output
    source = (shared / "examples" / "lire-le-climat.md").read_text(encoding="utf-8")
    assert texts_of(write)["lire-le-climat.md"][1] == source


def test_the_demonstration_texts_keep_every_line(bring: Import, write: Write) -> None:
    with write() as session:
        ensure_families(session)

    result = bring(content.FOLDER / "trappes")

    assert "0 refused" in result.output
    texts = texts_of(write)
    assert len(texts) >= 4
    for file, (_path, text) in texts.items():
        source = (content.FOLDER / "trappes" / file).read_text(encoding="utf-8")
        assert set(lines_of(source)) <= set(lines_of(text))
