"""Everything but the revisions can be wiped and comes back the same."""

from typing import Any

from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wiki.pages.models import Page, PageLink, PageTag, PageTheme, RenderedRevision
from wiki.pages.tasks import project_all
from wiki.themes import service as themes
from wiki.themes.models import Theme
from wiki.themes.registry import EXTENSION

HEAD = "---\nthèmes: [Climat, Citoyenneté]\nmots-clés: [eau]\nlieu: Cour\nlangue: en\n---\n\n"
TEXT = HEAD + "# {}\n\nVoir [[Deux]] et [[Rien]].\n"
PROJECTED = (Page.title, Page.title_key, Page.summary, Page.language, Page.facts)
TABLES = (PageTheme, PageTag, PageLink, RenderedRevision)


def projections(session: Session) -> list[Any]:
    """All that is read out of texts."""
    rows = [session.execute(select(*PROJECTED).order_by(Page.id)).all()]
    for table in TABLES:
        columns = table.__table__.c
        rows.append(session.execute(select(*columns).order_by(*columns)).all())
    return rows


def test_wiped_projections_come_back_from_the_revisions(app: Flask, pages: Any) -> None:
    first = pages.create(TEXT.format("Un"))
    pages.create(TEXT.format("Deux"), audience="members")
    pages.create("# Trois\n\nRien de plus.\n", audience="draft")
    pages.edit(first, 1, TEXT.format("Un, mieux"))
    pages.work()
    with pages.look() as session:
        before = projections(session)
    with pages.write() as session:
        for table in TABLES:
            session.execute(delete(table))
        session.execute(update(Page).values(title="", title_key="", summary="", language="", facts={}))
    pages.indexed.clear()
    watched: list[None] = []
    with app.app_context():
        assert project_all(watch=lambda: watched.append(None)) == len(watched) == 3
    with pages.look() as session:
        assert projections(session) == before
    pages.work()
    assert len(set(pages.indexed)) == 3


def test_themes_that_are_renamed_merged_or_retired_lose_no_page(
    app: Flask, client_of: Any, pages: Any
) -> None:
    pages.create(TEXT.format("Un"))
    curator = pages.actor("curatrice")
    with pages.write() as session:
        by_name = {theme.name: theme for theme in session.scalars(select(Theme))}
        themes.rename(session, curator, by_name["Climat"], "Météo et climat")
        themes.merge(
            session, curator, by_name["Citoyenneté"], by_name["Patrimoines"], app.extensions[EXTENSION]
        )
    body = client_of("").get("/trappes/un").text
    assert "Météo et climat" in body
    assert "Patrimoines" in body
    assert "Citoyenneté" not in body
    pages.work()
    assert pages.at("trappes/un").id in pages.indexed
    # Texts that say the old names are saved, and rebuilt, as what these became.
    pages.edit(pages.at("trappes/un").id, 1, TEXT.format("Un") + "\nPlus.\n")
    with app.app_context():
        project_all(watch=lambda: None)
    # A page of both themes has the successor once.
    with pages.write() as session:
        patrimoines, climat = (
            session.scalars(select(Theme).where(Theme.name == name)).one()
            for name in ("Patrimoines", "Météo et climat")
        )
        themes.merge(session, curator, climat, patrimoines, app.extensions[EXTENSION])
        themes.retire(session, curator, patrimoines)
        counts = app.extensions[EXTENSION].theme_counts(session, pages.actor(""))
        assert counts == {patrimoines.id: 1}
    assert client_of("").get("/trappes/un").text.count(">Patrimoines</a>") == 1


def test_counts_are_those_one_may_see(app: Flask, pages: Any) -> None:
    pages.create(TEXT.format("Un"), audience="members")
    pages.create(TEXT.format("Deux"), audience="draft")
    carried = app.extensions[EXTENSION]
    with pages.look() as session:
        tag_id = session.scalars(select(PageTag.tag_id)).first()
        for handle, count in (("", 0), ("nina", 1), ("referente", 2)):
            actor = pages.actor(handle)
            assert carried.tag_count(session, actor, tag_id) == count
            assert set(carried.theme_counts(session, actor).values()) == ({count} if count else set())
            assert set(carried.family_counts(session, actor).values()) == ({count} if count else set())
