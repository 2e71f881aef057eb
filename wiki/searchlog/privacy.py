"""Which search texts may be kept. What looks as if it told of a person is forgotten at once."""

import re
from datetime import date, timedelta

from wiki.db import now
from wiki.searchlog.models import MAX_TEXT
from wiki.web.forms import tidy

MAX_DIGITS = 6
KEPT_DAYS = 90
SHOWN_TIMES = 3
SHOWN_DAYS = 2
"""A text is shown once it was asked so many times, or on so many days: what only one person typed once is not."""

_MAIL = re.compile(r"[^\s'’]@\S")
_SECRET = re.compile(r"://|\bwww\.|\S{41}")
_STREET = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter))?,? "
    r"(?:rue|avenue|av\.?|boulevard|bd|place|chemin|all[ée]e|impasse|route|quai|square)\b"
)
_PROGRAM = re.compile(
    r"bot\b|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|headless", re.IGNORECASE
)


def kept_form(text: str) -> str:
    """The text as it is counted: small letters, single spaces; empty when it must not be kept.

    Not kept: what is too long for a search, e-mail addresses, more than six digits (telephone, card and social
    security numbers), addresses of web pages and long strings without a space, streets with their number.
    """
    plain = " ".join(tidy(text[: MAX_TEXT * 4]).lower().split())
    if not plain or len(plain) > MAX_TEXT or sum(map(str.isdigit, plain)) > MAX_DIGITS:
        return ""
    return "" if any(found.search(plain) for found in (_MAIL, _SECRET, _STREET)) else plain


def is_program(agent: str) -> bool:
    """Whether this browser says that it is none."""
    return not agent or bool(_PROGRAM.search(agent))


def first_day(days: int) -> date:
    """The first of the last so many days, today being the last."""
    return now().date() - timedelta(days=days - 1)
