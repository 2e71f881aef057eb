"""What happens to accounts, for those who keep something of a person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AccountDeleted:
    """A person has left; their texts stay under the name of a former member."""

    user_id: int
