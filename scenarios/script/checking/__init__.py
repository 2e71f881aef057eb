"""What is wrong in a scenario, said to the person who writes it: each rule of the text, and how to mend it."""

from scenarios.script.checking.checks import MOST, check
from scenarios.script.checking.remarks import Reading

__all__ = ["MOST", "Reading", "check"]
