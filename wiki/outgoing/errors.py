"""Why a call to another site had no answer.

* OutgoingError
  * Refused      we do not call this address
  * Unreachable  nobody answered, or not as HTTP says
  * TooSlow      the time was over before the answer was there
"""


class OutgoingError(Exception):
    """Root of what can go wrong; the message is an English sentence for logs, without secrets."""


class Refused(OutgoingError):
    """The address is not one that we call; asking again gives the same."""


class Unreachable(OutgoingError):
    """The name is unknown, the connection failed, or what came back was no answer."""


class TooSlow(OutgoingError):
    """The time given for everything together was over."""
