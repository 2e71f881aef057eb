"""The search box becomes one plan; equivalents widen it by one step and no further."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.memory import MemoryIndex
from search.equivalents import MAX_ADDED, MAX_GROUPS, MAX_MEMBERS, Groups
from search.plan import (
    EQUIVALENT,
    EXACT,
    TYPED,
    AllOf,
    AnyOf,
    Expression,
    Near,
    OneOf,
    make_plan,
    terms_of,
)
from search.query import MAX_TERMS
from tests.search.making import document, query

HOME = ("EHPAD", "maison de retraite")


def found(text: str, groups: Groups = (), **bodies: str) -> set[str]:
    """Which documents a query finds when only these are there."""
    index = MemoryIndex()
    index.put(document(id_, body) for id_, body in bodies.items())
    return {hit.id for hit in index.search(query(text, equivalents=groups, strict=True)).hits}


def parts_of(expression: Expression) -> Iterator[Expression]:
    yield expression
    if isinstance(expression, AllOf | AnyOf):
        for part in expression.parts:
            yield from parts_of(part)


@pytest.mark.parametrize(
    ("typed", "body", "finds"),
    [
        ("climat eau", "Le climat et les eaux.", True),
        ("climat eau", "Le climat.", False),
        ('"lire le climat"', "Lire son climat.", True),
        ('"lire le climat"', "Lire de près le climat.", False),
        ("« lire le climat »", "Lire le climat.", True),
        ('"climat lire"', "Lire le climat.", False),
        ("climat -eaux", "Le climat et l'eau.", False),
        ("climat -eau", "Le climat.", True),
        ('climat -"mesurer le"', "Lire le climat.", True),
        ('climat -"lire climat"', "Lire climat.", False),
        ("-eau", "Le climat.", True),
        ("-le", "Le climat.", False),
        ("à nous", "C'est à nous.", True),
        ("jusqu'au", "Jusqu'au bout.", True),
        ('"à nous"', "Rien que le climat.", False),
        ("cl*mat?", "cl et mat", True),
        ("climat~", "Le climat", True),
        ("climat^3", "Le climat, 3 fois", True),
        ("[climat TO eau]", "climat to eau", True),
        ("title:climat", "title climat", True),
        ("climat AND eau", "climat and eau", True),
        ("éco rénovation", "L'éco-rénovation", True),
        ("eco-renovation", "écorénovation", True),
        ("etre humain", "Être humain.", True),
    ],
)
def test_what_people_type_finds(typed: str, body: str, finds: bool) -> None:
    assert (found(typed, page=body) == {"page"}) is finds


def test_no_more_than_twelve_words_are_asked_for() -> None:
    plan = make_plan(" ".join(f"mot{number}" for number in range(40)))
    assert len(plan.required) == MAX_TERMS
    assert plan.typed == tuple(f"mot{number}" for number in range(MAX_TERMS))


def test_each_part_says_what_was_typed_for_it() -> None:
    plan = make_plan('les Éco rénovations "de la baie" climat climats -eau')
    assert plan.typed == ("Éco rénovations", "climat", "de la baie")
    assert len(plan.required) == len(plan.typed)


def test_accents_as_typed_weigh_and_never_decide() -> None:
    plan = make_plan("marché mûr climat")
    assert {term for term, weight in plan.weights.items() if weight == EXACT} == {"^marché", "^mûr"}
    assert all(not term.startswith("^") for part in plan.required for term in terms_of(part))
    assert found("mûr", wall="Un mur.", ripe="Un fruit mûr.") == {"wall", "ripe"}


def test_pages_with_the_accents_typed_come_first() -> None:
    index = MemoryIndex()
    index.put((document("wall", "Un mur de pierre.", day=9), document("ripe", "Un fruit mûr rouge.")))
    assert [hit.id for hit in index.search(query("mûr")).hits] == ["ripe", "wall"]
    assert {hit.id for hit in index.search(query("mur")).hits} == {"ripe", "wall"}


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("EHPAD", {"short", "long"}),
        ("ehpads", {"short", "long"}),
        ("Maisons de Retraites", {"short", "long", "words"}),
        ("maison retraite", {"short", "long", "words"}),
        ("retraite", {"long", "words"}),
        ("EHPAD jardin", {"long"}),
        ('"EHPAD"', {"short"}),
        ("jardin -EHPAD", {"long", "words"}),
    ],
)
def test_an_equivalent_is_found_instead(typed: str, finds: set[str]) -> None:
    pages = {
        "short": "Un atelier en EHPAD.",
        "long": "Les maisons de retraite et leur jardin.",
        "words": "La retraite, une maison, un jardin.",
        "other": "La maison.",
    }
    assert found(typed, (HOME,), **pages) == finds


def test_what_was_typed_ranks_higher_than_its_equivalent() -> None:
    index = MemoryIndex()
    index.put((document("other", "Une maison de retraite.", day=9), document("typed", "Un EHPAD du bourg.")))
    assert [hit.id for hit in index.search(query("ehpad", equivalents=(HOME,))).hits] == ["typed", "other"]
    weights = make_plan("ehpad", (HOME,)).weights
    assert weights["ehpad"] == TYPED
    assert weights["retrait"] == EQUIVALENT


def test_some_of_the_words_may_be_answered_by_an_equivalent() -> None:
    index = MemoryIndex()
    index.put([document("page", "Un EHPAD.")])
    relaxed = index.search(query("maison de retraite absente", equivalents=(HOME,)))
    assert relaxed.relaxed
    assert [hit.id for hit in relaxed.hits] == ["page"]


def test_one_way_and_one_step() -> None:
    groups = (("PNS > schéma PNS",), ("vélo", "bicyclette"), ("bicyclette", "cycle"), ("cycle > école",))
    pages = {"a": "schéma PNS", "b": "un vélo", "c": "une bicyclette", "d": "un cycle", "e": "l'école"}
    assert found("schéma", groups, **pages) == {"a"}
    assert found("vélo", groups, **pages) == {"b", "c"}
    assert found("bicyclettes", groups, **pages) == {"b", "c", "d"}
    assert found("école", groups, **pages) == {"e"}
    assert found("cycles", groups, **pages) == {"c", "d", "e"}


def test_compounds_stand_in_groups() -> None:
    groups = (("éco-rénovation", "réhabilitation thermique"), ("le", "la"), ("  ", "> eau", "eau >"))
    pages = {"a": "réhabilitations thermiques", "b": "La réhabilitation."}
    for typed in ("eco renovation", "écorénovation", "éco-rénovations"):
        assert found(typed, groups, **pages) == {"a"}
    assert found("eau", groups, c="L'eau.") == {"c"}


def test_groups_are_bounded() -> None:
    long = (tuple(f"mot{number}" for number in range(MAX_MEMBERS + 1)),)
    assert found("mot0", long, last=f"mot{MAX_MEMBERS - 1}", beyond=f"mot{MAX_MEMBERS}") == {"last"}
    many = tuple((f"un{number}", f"deux{number}") for number in range(MAX_GROUPS + 1))
    assert found(f"un{MAX_GROUPS - 1}", many, page=f"deux{MAX_GROUPS - 1}") == {"page"}
    assert found(f"un{MAX_GROUPS}", many, page=f"deux{MAX_GROUPS}") == set()
    same = tuple(("eau", f"mot{number}") for number in range(MAX_GROUPS))
    assert len(make_plan("eau", same).weights) <= 3 * (MAX_ADDED + 1)


WORDS = st.sampled_from(
    ["climat", "eau", "éco", "rénovation", "le", "de", "maison", "mûr", "l'eau", "-eau", '"', "*"]
)
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)
GROUPS = st.lists(st.lists(TEXTS, max_size=4).map(tuple), max_size=4).map(tuple)


@given(st.one_of(TEXTS, st.text(max_size=40)), GROUPS)
def test_plans_are_never_empty_promises(text: str, groups: Groups) -> None:
    plan = make_plan(text, groups)
    for part in (*plan.required, *plan.excluded):
        for expression in parts_of(part):
            match expression:
                case AllOf(parts) | AnyOf(parts):
                    assert len(parts) > 1
                case OneOf(terms):
                    assert terms
                case Near(slots):
                    assert all(terms for _, terms in slots)
    assert plan.hopeless == (bool(text.strip()) and not plan.required and not plan.excluded)


@given(TEXTS, GROUPS, st.lists(TEXTS, max_size=5))
def test_equivalents_only_add(text: str, groups: Groups, bodies: list[str]) -> None:
    pages = {f"page{number}": body for number, body in enumerate(bodies)}
    assert found(text, (), **pages) <= found(text, groups, **pages)


@given(st.lists(st.sampled_from(["eau", "climat", "sol", "air"]), min_size=2, max_size=4, unique=True))
def test_groups_go_both_ways(members: list[str]) -> None:
    pages = {member: member for member in members}
    for member in members:
        assert found(member, (tuple(members),), **pages) == set(members)
