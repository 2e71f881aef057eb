"""Who may do what: a table read aloud.

A rule is a function `(actor, thing) -> bool` registered for one permission. Features register their rules in
`wiring.py`; services and queries ask `require(...)`, templates ask `can(...)` only to show or hide.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from wiki.errors import Forbidden, NotFound


class Permission(StrEnum):
    """Every act that somebody may be refused, as scope:resource:action."""

    ACCOUNT_MANAGE = "site:account:manage"
    AUDIT_READ = "site:audit:read"
    BLOCK_MANAGE = "site:blocks:manage"
    CALLS_MANAGE = "site:calls:manage"
    COLLECTION_CREATE = "site:collection:create"
    COLLECTION_EDIT = "collection:collection:edit"
    COLLECTION_FEATURE = "site:collections:feature"
    CONTRIBUTION_DECIDE = "page:contributions:decide"
    CRITERIA_MANAGE = "site:criteria:manage"
    CURATION_DECIDE = "nomination:decision:take"
    CURATION_MANAGE = "site:curation:manage"
    CURATION_READ = "site:curation:read"
    EDITS_REVIEW = "territory:edits:review"
    ENACTMENT_REPORT = "page:enactment:report"
    FEATURES_MANAGE = "site:features:manage"
    INVENTORY_CONTACT = "territory:inventory:contact"
    INVENTORY_KEEP = "territory:inventory:keep"
    INVITATION_CREATE = "site:invitation:create"
    JOBS_MANAGE = "site:jobs:manage"
    MESSAGE_MODERATE = "page:messages:moderate"
    NOMINATION_MAKE = "page:nomination:make"
    OPINION_GIVE = "nomination:opinion:give"
    PAGE_ADAPT = "page:text:adapt"
    PAGE_CREATE = "territory:page:create"
    PAGE_DELETE = "page:page:delete"
    PAGE_EDIT = "page:text:edit"
    PAGE_OFFER = "page:text:offer"
    PAGE_PROTECT = "page:protection:change"
    PAGE_PURGE = "page:page:purge"
    PAGE_RESTORE = "page:page:restore"
    PAGE_SETTINGS = "page:settings:edit"
    PAGE_VIEW = "page:text:view"
    PROGRAMME_EDIT = "territory:programme:edit"
    PROGRAMME_READ = "territory:programme:read"
    PROPOSAL_DECIDE = "page:proposals:decide"
    SEARCH_MANAGE = "site:search:manage"
    SYNONYMS_MANAGE = "site:synonyms:manage"
    TERRITORY_CREATE = "site:territory:create"
    TERRITORY_EDIT = "territory:sheet:edit"
    TERRITORY_MEMBERS = "territory:members:manage"
    TERRITORY_REFERENTS = "territory:referents:name"
    TERRITORY_STATE = "territory:state:decide"
    TERRITORY_UPKEEP = "territory:pages:mend"
    THEMES_MANAGE = "site:themes:manage"
    THREAD_RESOLVE = "page:thread:resolve"
    THREAD_WRITE = "page:thread:write"
    WEBHOOKS_MANAGE = "site:webhooks:manage"


Rule = Callable[["Actor", Any], bool]


class Rules:
    """The rules of one application."""

    def __init__(self) -> None:
        self._rules: dict[Permission, Rule] = {}

    def allow(self, permission: Permission, rule: Rule) -> None:
        """Register the rule of a permission.

        Raises:
            ValueError: the permission already has a rule.
        """
        if permission in self._rules:
            raise ValueError(f"{permission} already has a rule")
        self._rules[permission] = rule

    def can(self, actor: "Actor", permission: Permission, thing: Any = None) -> bool:
        """Whether the actor may; a permission without a rule is refused to everybody."""
        if actor.is_suspended and permission is not Permission.PAGE_VIEW:
            return False
        rule = self._rules.get(permission)
        return rule is not None and rule(actor, thing)

    def only(self, permissions: Collection[Permission]) -> "Rules":
        """The same rules with everything else refused, for who acts within a token's scopes."""
        narrowed = Rules()
        narrowed._rules = {name: rule for name, rule in self._rules.items() if name in permissions}
        return narrowed


@dataclass(frozen=True)
class Actor:
    """The person behind a request, with everything that rights depend on.

    Attributes:
        user_id: None for a visitor.
        site_role: "" | "reviewer" | "curator" | "admin".
        territories: territory id → "member" | "referent" | "ambassador" (admitted memberships only).
        suspended_until: until when this person may only read, None for nearly everybody.
        counts: numbers that pages show beside the account, see `wiki.accounts.counted`.
        rules: the application's rules; without them everything is refused.
        scopes: what a program may do in the person's name; None for the person themselves. `rules` are narrowed
            to them already.
    """

    user_id: int | None = None
    handle: str = ""
    name: str = ""
    locale: str = ""
    site_role: str = ""
    territories: Mapping[int, str] = field(default_factory=dict)
    suspended_until: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    rules: Rules = field(default_factory=Rules, compare=False, repr=False)
    scopes: frozenset[str] | None = None

    @property
    def is_authenticated(self) -> bool:
        return self.user_id is not None

    @property
    def is_suspended(self) -> bool:
        """Whether this person may only read for now."""
        return self.suspended_until is not None and self.suspended_until > datetime.now(UTC)

    @property
    def is_admin(self) -> bool:
        return self.site_role == "admin"

    @property
    def is_curator(self) -> bool:
        """The national team; administrators can do what it does."""
        return self.site_role in ("curator", "admin")

    @property
    def audiences(self) -> frozenset[str]:
        """The audience keys this person may read; `territory:*` stands for every territory."""
        if self.user_id is None:
            return frozenset({"public"})
        keys = {"public", "members", f"draft:{self.user_id}"}
        keys.update(f"territory:{territory_id}" for territory_id in self.territories)
        if self.is_admin:
            keys.add("territory:*")
        return frozenset(keys)

    def sees(self, audience_key: str) -> bool:
        """Whether this person may read what carries this audience key."""
        if audience_key in self.audiences:
            return True
        return self.is_admin and audience_key.startswith("territory:")

    def is_referent(self, territory_id: int) -> bool:
        return self.territories.get(territory_id) == "referent"


VISITOR = Actor()
"""Somebody who is not signed in, where no application's rules are at hand."""


def can(actor: Actor, permission: Permission, thing: Any = None) -> bool:
    """Whether the actor may do this to the thing."""
    return actor.rules.can(actor, permission, thing)


def require(actor: Actor, permission: Permission, thing: Any = None) -> None:
    """Refuse unless the actor may.

    Raises:
        NotFound: the thing has an audience that the actor is not part of; it must not be known to exist.
        Forbidden: the thing is visible but the act is not allowed.
    """
    audience_key = getattr(thing, "audience_key", None)
    if audience_key is not None and not actor.sees(audience_key):
        raise NotFound
    if not can(actor, permission, thing):
        raise Forbidden
