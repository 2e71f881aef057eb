"""What a kind of page can do: asked by the wiki, told by whoever knows the kind."""

from collections.abc import Sequence

import pytest
from flask import Flask
from markdown_it.token import Token

from wiki.pages.comparison.sentences import Sentence
from wiki.pages.kinds import Fault, Kinds, PlainText, kinds
from wiki.pages.merge import Merge
from wiki.pages.readiness import Incomplete

TEXT = "---\nlangue: fr\n---\n\n# Un poème\n\nDes vers.\n"


class Poems(PlainText):
    """A made-up kind: it needs the word « fin », and shows nothing but its first paragraph."""

    def merge(self, base: str, ours: str, theirs: str) -> Merge:
        return Merge((ours + theirs,))

    def sentences(self, before: str, after: str) -> Sequence[Sentence]:
        return [Sentence("Un vers de plus")]

    def faults(self, text: str) -> Sequence[Fault]:
        return [] if "fin" in text else [Fault("Le poème n'est pas fini.", 1)]

    def shape(self, tokens: list[Token]) -> list[Token]:
        return tokens[:3]


@pytest.fixture
def poems(app: Flask) -> None:
    registry = Kinds()
    registry.register("page", Poems())
    app.extensions["wiki.pages.kinds"] = registry


def test_a_kind_has_one_set_of_tools(app: Flask) -> None:
    registry = Kinds()
    registry.register("page", Poems())
    with pytest.raises(ValueError, match="page already has tools"):
        registry.register("page", Poems())
    assert isinstance(kinds(app).of("page"), PlainText)


@pytest.mark.usefixtures("poems")
def test_what_is_not_ready_stays_a_draft(pages: "object") -> None:
    with pytest.raises(Incomplete) as refused:
        pages.create(TEXT)
    assert "Le poème n'est pas fini." in str(refused.value.errors["audience"])
    assert "d'abord en brouillon privé" in str(refused.value.errors["audience"])
    page_id = pages.create(TEXT, audience="draft")
    with pytest.raises(Incomplete) as refused:
        pages.settle(page_id, audience="public")
    assert "d'abord" not in str(refused.value.errors["audience"])
    pages.edit(page_id, 1, TEXT + "\nfin\n")
    pages.settle(page_id, audience="public")
    assert pages.at("trappes/un-poeme").audience == "public"
    # Once it is shared, a save is never refused: words come first.
    assert pages.edit(page_id, 2, TEXT) == "saved"


@pytest.mark.usefixtures("poems")
def test_a_document_from_elsewhere_is_shared_as_found(pages: "object") -> None:
    pages.create(TEXT, as_found=True)
    assert pages.at("trappes/un-poeme").audience == "public"


@pytest.mark.usefixtures("poems")
def test_the_kind_merges_tells_and_shows(pages: "object", client_of: "object") -> None:
    page_id = pages.create(TEXT + "\nfin\n")
    pages.edit(page_id, 1, TEXT + "\nfin, enfin\n")
    assert pages.edit(page_id, 1, TEXT + "\nla fin\n") == "merged"
    assert "la fin" in pages.revisions("trappes/un-poeme")[-1].text
    visitor = client_of("")
    page = visitor.get("/trappes/un-poeme").text
    assert "Des vers." in page
    assert "enfin" not in page.partition('class="prose"')[2].partition("page-credit")[0]
    assert "Un vers de plus" in visitor.get("/trappes/un-poeme/comparer").text
