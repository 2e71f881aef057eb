"""What is told about territories after the commit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TerritoryChanged:
    """The identity sheet of a territory changed, its name perhaps."""

    territory_id: int


@dataclass(frozen=True)
class MembershipAsked:
    """Somebody asks to belong to a territory."""

    territory_id: int
    user_id: int


@dataclass(frozen=True)
class MembershipChanged:
    """Somebody was admitted, left, was removed or has another role: their rights are others now."""

    territory_id: int
    user_id: int
