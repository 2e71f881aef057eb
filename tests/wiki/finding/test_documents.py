"""What the index is told about a page."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from search.documents import Document
from wiki.accounts.models import User
from wiki.db import now
from wiki.finding.documents import documents_of
from wiki.finding.marks import mark_featured
from wiki.outbox.models import Change

Publish = Callable[..., int]
SCENARIO = """---
thèmes: [Climat]
langue: fr
durée: 2 h
public: Habitants dès 12 ans
besoins: ombre en été; eau
auteurs: ["@curatrice", Fanny Rossi, "@nobody"]
licence: CC-BY-SA-4.0
x-secret: caché
---
# Mesurer

Un thermomètre.

## Déroulé

### Activité : Lire

- Type : lire
- Durée : 30 min
"""


@pytest.fixture
def document_of(app: Flask, write: Any) -> Callable[[int], Document]:
    def document(page_id: int) -> Document:
        with app.app_context(), write() as session:
            [found] = documents_of(session, [page_id])
        return found

    return document


def test_traits_head_and_authors(publish: Publish, document_of: Callable[[int], Document]) -> None:
    document = document_of(publish(SCENARIO, by="referente", indexed=False))

    assert (document.minutes, document.learning) == (120, ("acquisition",))
    assert document.publics == ("teenagers", "residents")
    assert document.head == (
        "Scénario. Trappes. Île-de-France. Climat. Curatrice. Fanny Rossi. Habitants dès 12 ans. ombre en été; eau"
    )
    assert document.authors == ("Curatrice", "Fanny Rossi", "Referente")
    assert (document.played, document.featured) == (0, False)


def test_an_account_that_was_deleted_is_nobodys_name(
    publish: Publish, write: Any, document_of: Callable[[int], Document]
) -> None:
    page_id = publish(SCENARIO, by="referente", indexed=False)
    with write() as session:
        session.execute(update(User).where(User.handle == "referente").values(deleted_at=now()))

    assert document_of(page_id).authors == ("Curatrice", "Fanny Rossi")


def test_a_page_was_played_as_often_as_its_readers_may_read(
    publish: Publish, document_of: Callable[[int], Document]
) -> None:
    page_id = publish(SCENARIO, indexed=False)
    tool_id = publish("# Relever\n", kind="tool", indexed=False)
    link = "[[trappes/mesurer]]"
    told = f"# Retour {{}}\n\nNous avons joué {link}, encore {link}, avec [[trappes/relever]].\n"
    publish(told.format(1), kind="enactment", indexed=False)
    publish(told.format(2), kind="enactment", audience="members", indexed=False)
    publish(told.format(3), kind="page", indexed=False)

    assert document_of(page_id).played == 1
    assert document_of(tool_id).played == 0


def test_a_feature_above_tells_what_was_retained(
    app: Flask, publish: Publish, document_of: Callable[[int], Document]
) -> None:
    page_id = publish(SCENARIO, indexed=False)
    other_id = publish("# Autre\n", indexed=False)
    mark_featured(app, lambda session, page_ids: {page_id} & {*page_ids})

    assert document_of(page_id).featured
    assert not document_of(other_id).featured


def test_a_page_that_was_played_is_announced_whenever_that_changes(
    app: Flask, publish: Publish, rewrite: Callable[..., None], settle: Callable[..., None], write: Any
) -> None:
    page_id = publish(SCENARIO, indexed=False)
    told = "# Retour\n\nNous avons joué [[trappes/mesurer]].\n"

    def announced_since(sequence: int) -> bool:
        with write() as session:
            changes = select(Change.sequence).where(Change.page_id == page_id, Change.sequence > sequence)
            return session.scalars(changes).first() is not None

    def newest() -> int:
        with write() as session:
            return session.scalars(select(func.max(Change.sequence))).one()

    before = newest()
    told_id = publish(told, kind="enactment", indexed=False)
    assert announced_since(before)
    before = newest()
    rewrite(told_id, told + "Il pleuvait.\n")
    assert not announced_since(before)
    rewrite(told_id, "# Retour\n\nRien.\n", base=2)
    assert announced_since(before)

    told_id = publish(told.replace("# Retour", "# Second retour"), kind="enactment", indexed=False)
    before = newest()
    settle(told_id, "members", indexed=False)
    assert announced_since(before)
