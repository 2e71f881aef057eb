"""Credit is worked out from the journal of revisions, whatever texts say, and outlives pages and accounts."""

import pytest
from sqlalchemy import select, update

from tests.wiki.provenance.conftest import TEXT, Derived
from wiki.accounts.models import User
from wiki.db import now
from wiki.pages.followers import erase_private
from wiki.pages.models import Page
from wiki.provenance.models import ADAPTED, ANCESTOR, OWED, TAKEN, Derivation
from wiki.provenance.queries import Credit, ancestors, is_adaptation, lines_below

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def names(credit: Credit) -> list[str]:
    return [person.name for source in credit.sources for person in source.contributors]


@sqlite_only
def test_authors_are_those_of_the_revisions_taken_in_order_of_their_first(derived: Derived) -> None:
    origin = derived.create(TEXT)
    derived.edit(origin, 1, f"{TEXT}\nPlus.\n", by="membre")
    derived.edit(origin, 2, f"{TEXT}\nPlus encore.\n")
    derived.edit(origin, 3, f"{TEXT}\nTrop tard.\n", by="curatrice")
    child = derived.create(TEXT, by="nantaise", place="nantes")
    derived.take(child, origin, 3)

    found = derived.credit(child)

    assert [person.name for person in found.contributors] == ["Nantaise"]
    assert names(found) == ["Referente", "Membre"]
    source = found.sources[0]
    assert (source.path, source.number, source.territory) == ("trappes/mesurer-la-chaleur", 3, "Trappes")
    assert (source.authors, source.licence.stated) == ("Collège local de Trappes", "CC-BY-SA-4.0")


@sqlite_only
def test_a_text_cannot_type_its_credit_away(derived: Derived) -> None:
    origin = derived.create(TEXT)
    child = derived.create(TEXT, by="nantaise", place="nantes")
    derived.take(child, origin, 1)
    derived.edit(child, 1, "---\nlicence: CC0-1.0\n---\n\n# À nous\n\nTout est de nous.\n", by="nantaise")

    found = derived.credit(child)

    assert names(found) == ["Referente"]
    assert (found.stated.stated, found.licence.stated) == ("CC0-1.0", "CC-BY-SA-4.0")


def test_a_chain_owes_all_its_ancestors_and_no_more_than_was_taken(derived: Derived) -> None:
    first = derived.create(TEXT)
    second = derived.create(TEXT, by="nantaise", place="nantes")
    derived.take(second, first, 1)
    derived.edit(first, 1, f"{TEXT}\nPlus tard.\n", by="membre")
    third = derived.create(TEXT, by="curatrice", place="national")
    derived.take(third, second, 1)

    found = derived.credit(third)

    assert [(source.path, source.number) for source in found.sources] == [
        ("nantes/mesurer-la-chaleur", 1),
        ("trappes/mesurer-la-chaleur", 1),
    ]
    assert names(found) == ["Nantaise", "Referente"]
    with derived.look() as session:
        line = ancestors(session, derived.actor(""), session.get_one(Page, third))
        assert [ancestor.page.id for ancestor in line] == [second, first]


def test_what_was_taken_both_ways_owes_both_and_never_itself(derived: Derived) -> None:
    origin = derived.create(TEXT)
    child = derived.create(TEXT, by="nantaise", place="nantes")
    derived.take(child, origin, 1)
    derived.edit(child, 1, f"{TEXT}\nÀ Nantes.\n", by="nantaise")
    derived.edit(origin, 1, f"{TEXT}\nÀ Nantes.\n")
    derived.take(origin, child, 2, TAKEN)
    derived.edit(child, 2, f"{TEXT}\nEncore.\n", by="nantaise")
    derived.take(child, origin, 2, TAKEN)

    assert names(derived.credit(origin)) == ["Nantaise"]
    assert [source.number for source in derived.credit(child).sources] == [2]
    with derived.look() as session:
        owing = session.scalars(select(Derivation).where(Derivation.page_id == Derivation.source_id)).all()
        assert owing == []
        kinds = session.scalars(select(Derivation.kind).order_by(Derivation.id)).all()
        assert kinds == [ADAPTED, TAKEN, TAKEN]


@sqlite_only
def test_what_a_source_had_taken_is_owed_with_it(derived: Derived) -> None:
    helper = derived.create("# Aide\n\nTexte.\n", by="curatrice", place="national")
    origin = derived.create(TEXT)
    derived.edit(origin, 1, f"{TEXT}\nAide.\n")
    derived.take(origin, helper, 1, TAKEN)
    child = derived.create(TEXT, by="nantaise", place="nantes")
    derived.take(child, origin, 2)

    assert names(derived.credit(child)) == ["Referente", "Curatrice"]
    with derived.look() as session:
        kinds = session.scalars(select(Derivation.kind).where(Derivation.page_id == child)).all()
        assert sorted(kinds) == sorted([ADAPTED, OWED])
        assert [a.page.id for a in ancestors(session, derived.actor(""), session.get_one(Page, child))] == [
            origin
        ]


@sqlite_only
def test_a_hidden_source_is_thanked_without_its_title(derived: Derived) -> None:
    origin = derived.create(TEXT, audience="territory")
    child = derived.create(TEXT, by="nantaise", place="nantes")
    derived.take(child, origin, 1)

    hidden, shown = derived.credit(child).sources[0], derived.credit(child, "membre").sources[0]

    assert (hidden.title, hidden.path, hidden.number) == ("", "", 0)
    assert (hidden.territory, hidden.licence.stated) == ("Trappes", "CC-BY-SA-4.0")
    assert [person.name for person in hidden.contributors] == ["Referente"]
    assert shown.title == "Mesurer la chaleur"


def test_credit_and_line_outlive_an_erased_page_between(derived: Derived) -> None:
    first = derived.create(TEXT)
    between = derived.create(TEXT, audience="draft", by="nantaise", place="nantes")
    derived.take(between, first, 1)
    third = derived.create(TEXT, by="curatrice", place="national")
    derived.take(third, between, 1)
    with derived.write() as session:
        session.execute(
            update(User).where(User.handle == "nantaise").values(name="Compte supprimé", deleted_at=now())
        )
    with derived.app.app_context():
        erase_private(derived.app.extensions["wiki.database"], derived.people["nantaise"])

    found = derived.credit(third)

    assert [(source.title, source.territory) for source in found.sources] == [
        ("", "Nantes"),
        ("Mesurer la chaleur", "Trappes"),
    ]
    assert [(person.name, person.handle) for person in found.sources[0].contributors] == [
        ("Compte supprimé", "")
    ]
    with derived.look() as session:
        kept = session.scalars(
            select(Derivation.kind).where(Derivation.page_id == third).order_by(Derivation.id)
        )
        assert list(kept) == [ADAPTED, ANCESTOR]
        page = session.get_one(Page, third)
        assert is_adaptation(session, page)
        assert [ancestor.page.id for ancestor in ancestors(session, derived.actor(""), page)] == [first]
    derived.edit(third, 1, f"{TEXT}\nSuite.\n", by="curatrice")
    fourth = derived.create(TEXT, by="membre", same_title_meant=True)
    derived.take(fourth, third, 2)
    assert len(derived.credit(fourth).sources) == 3


@sqlite_only
def test_the_lines_below_a_page_tell_nothing_of_what_is_hidden(derived: Derived) -> None:
    first = derived.create(TEXT)
    hidden = derived.create(TEXT, audience="territory", by="nantaise", place="nantes")
    derived.take(hidden, first, 1)
    third = derived.create(TEXT, by="curatrice", place="national")
    derived.take(third, hidden, 1)

    with derived.look() as session:
        page = session.get_one(Page, first)
        seen = {
            reader: {
                page_id: [ancestor.page.id for ancestor in line]
                for page_id, line in lines_below(session, derived.actor(reader), page, 10).items()
            }
            for reader in ("", "nantaise")
        }
        assert seen[""] == {third: [first]}
        assert seen["nantaise"] == {hidden: [first], third: [hidden, first]}
        assert len(lines_below(session, derived.actor("nantaise"), page, 1)) == 1


def test_a_page_goes_with_its_journal(derived: Derived) -> None:
    origin = derived.create(TEXT)
    child = derived.create(TEXT, audience="draft", by="nantaise", place="nantes")
    derived.take(child, origin, 1)
    with derived.app.app_context():
        erase_private(derived.app.extensions["wiki.database"], derived.people["nantaise"])

    with derived.look() as session:
        assert session.scalars(select(Derivation)).all() == []
