"""The structure of a scenario found in prose: proposals that a person accepts one by one. Pure.

Nothing is dropped: a proposal adds, or moves words to where a scenario says them. Nothing is invented: every
value stands in the lines that are quoted as its evidence.
"""

from scenarios.formats.found.finding import find
from scenarios.formats.found.proposals import Proposal, accepted, apply

__all__ = ["Proposal", "accepted", "apply", "find"]
