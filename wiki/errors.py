"""What can go wrong, as a tree.

* WikiError
  * NotFound      the thing does not exist, or this person may not know that it does
  * Forbidden     the thing is visible, the act is not allowed
  * Conflict      somebody else changed the thing meanwhile
  * Invalid       what was typed cannot be used; carries one message per field

Messages are French message ids; `wiki.web.errors` turns each error into a page.
"""

from collections.abc import Mapping
from typing import Any


class WikiError(Exception):
    """Root of every error that a person can cause."""


class NotFound(WikiError):
    """The thing does not exist for this person."""


class Forbidden(WikiError):
    """The person sees the thing but may not do this to it."""


class Conflict(WikiError):
    """The thing changed since the person read it."""


class Invalid(WikiError):
    """What was typed cannot be used.

    Args:
        errors: field name → message (a lazy translatable string); the empty name is the whole form.
    """

    def __init__(self, errors: Mapping[str, Any]) -> None:
        super().__init__("; ".join(f"{name}: {message}" for name, message in errors.items()))
        self.errors = dict(errors)
