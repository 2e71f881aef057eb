"""Who may do what: rules are asked in one way, and what one may not see does not exist."""

from dataclasses import dataclass

import pytest

from wiki.errors import Forbidden, Invalid, NotFound, WikiError
from wiki.permissions import VISITOR, Actor, Permission, Rules, can, require

TRAPPES, NANTES = 1, 2


@dataclass(frozen=True)
class Thing:
    audience_key: str


@pytest.fixture
def rules() -> Rules:
    rules = Rules()
    rules.allow(Permission.PAGE_EDIT, lambda actor, thing: actor.handle == "anne")
    return rules


def test_a_permission_without_a_rule_is_refused_to_everybody(rules: Rules) -> None:
    assert not can(Actor(1, site_role="admin", rules=rules), Permission.THEMES_MANAGE)
    assert not can(VISITOR, Permission.PAGE_VIEW)


def test_a_rule_decides(rules: Rules) -> None:
    assert can(Actor(1, handle="anne", rules=rules), Permission.PAGE_EDIT)
    assert not can(Actor(2, handle="paul", rules=rules), Permission.PAGE_EDIT)


def test_a_permission_has_one_rule(rules: Rules) -> None:
    with pytest.raises(ValueError, match="already has a rule"):
        rules.allow(Permission.PAGE_EDIT, lambda actor, thing: True)


def test_permissions_are_named_alike() -> None:
    for permission in Permission:
        assert len(permission.split(":")) == 3
    assert Permission("page:text:edit") is Permission.PAGE_EDIT


def test_require_lets_through_those_who_may(rules: Rules) -> None:
    require(Actor(1, handle="anne", rules=rules), Permission.PAGE_EDIT, Thing("public"))


@pytest.mark.parametrize(
    ("audience_key", "refusal"),
    [
        ("public", Forbidden),
        ("members", Forbidden),
        (f"territory:{TRAPPES}", Forbidden),
        (f"territory:{NANTES}", NotFound),
        ("draft:1", NotFound),
        ("draft:2", Forbidden),
    ],
)
def test_what_one_may_not_see_does_not_exist(
    rules: Rules, audience_key: str, refusal: type[WikiError]
) -> None:
    paul = Actor(2, handle="paul", territories={TRAPPES: "member"}, rules=rules)

    with pytest.raises(refusal):
        require(paul, Permission.PAGE_EDIT, Thing(audience_key))


def test_even_a_permission_does_not_open_what_is_hidden(rules: Rules) -> None:
    with pytest.raises(NotFound):
        require(Actor(1, handle="anne", rules=rules), Permission.PAGE_EDIT, Thing("draft:2"))


def test_a_thing_without_audience_is_visible(rules: Rules) -> None:
    with pytest.raises(Forbidden):
        require(VISITOR, Permission.PAGE_EDIT)


PEOPLE = {
    "visitor": Actor(),
    "nobody's member": Actor(1),
    "member of Trappes": Actor(1, territories={TRAPPES: "member"}),
    "admin": Actor(1, site_role="admin"),
}
SEEN = {
    # audience:            who sees it
    "public": set(PEOPLE),
    "members": set(PEOPLE) - {"visitor"},
    f"territory:{TRAPPES}": {"member of Trappes", "admin"},
    f"territory:{NANTES}": {"admin"},
    "draft:1": set(PEOPLE) - {"visitor"},
    "draft:2": set(),
    "territory:": {"admin"},
    "": set(),
}


@pytest.mark.parametrize("audience_key", SEEN)
def test_each_audience_is_seen_by_its_people(audience_key: str) -> None:
    assert {name for name, actor in PEOPLE.items() if actor.sees(audience_key)} == SEEN[audience_key]


def test_an_administrator_s_audiences_stand_for_every_territory() -> None:
    assert PEOPLE["admin"].audiences == {"public", "members", "draft:1", "territory:*"}
    assert PEOPLE["visitor"].audiences == {"public"}
    assert PEOPLE["member of Trappes"].audiences == {"public", "members", "draft:1", f"territory:{TRAPPES}"}


def test_roles_are_asked_by_name() -> None:
    referent = Actor(1, territories={TRAPPES: "referent", NANTES: "ambassador"})

    assert referent.is_referent(TRAPPES)
    assert not referent.is_referent(NANTES)
    assert not referent.is_referent(99)
    assert (VISITOR.is_authenticated, referent.is_authenticated) == (False, True)
    assert [Actor(1, site_role=role).is_curator for role in ("", "reviewer", "curator", "admin")] == [
        False, False, True, True,
    ]  # fmt: skip
    assert [Actor(1, site_role=role).is_admin for role in ("curator", "admin")] == [False, True]


def test_what_was_typed_wrongly_is_told_by_field() -> None:
    error = Invalid({"title": "too long", "": "try again"})

    assert error.errors == {"title": "too long", "": "try again"}
    assert str(error) == "title: too long; : try again"
