"""Messages as a page shows them to the reader at hand: their words as HTML, and what the reader may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote as urlquote

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy.orm import Session

from wiki.discussion import queries
from wiki.discussion.models import REACTIONS, Message, Thread
from wiki.discussion.people import named
from wiki.discussion.texts import handles_in, html_of, paths_in
from wiki.pages.projection import reachable
from wiki.permissions import Actor, Permission, can

REACTION_LOOKS = {
    "thanks": (_l("Merci"), "heart"),
    "agree": (_l("D'accord"), "hand-thumbs-up"),
    "useful": (_l("Utile"), "lightbulb"),
    "tried": (_l("J'ai essayé"), "check2-circle"),
}
"""Reaction → its word and its icon."""


@dataclass(frozen=True)
class Reacted:
    """One of the fixed words: who said it, and whether the reader did."""

    kind: str
    names: tuple[str, ...]
    count: int
    is_mine: bool


@dataclass(frozen=True)
class Shown:
    """A message with what its reader sees of it.

    Attributes:
        html: its words, "" where this reader may not see them.
        is_mine, may_go_on: whose it is, and whether this reader may edit, answer, react.
    """

    message: Message
    html: str
    reactions: tuple[Reacted, ...]
    is_mine: bool
    may_go_on: bool
    may_moderate: bool

    @property
    def is_seen(self) -> bool:
        """Whether the reader sees the words: everybody, unless it was taken back or hidden."""
        return bool(self.html)


_FRAGMENT_WORDS = 6


def text_fragment(quote: str) -> str:
    """What follows `#:~:text=` so that browsers show these words of a page (https://wicg.github.io/scroll-to-text-fragment/)."""
    words = quote.split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        return _encoded(words)
    return f"{_encoded(words[:_FRAGMENT_WORDS])},{_encoded(words[-_FRAGMENT_WORDS:])}"


def shown(session: Session, actor: Actor, thread: Thread, messages: Sequence[Message]) -> list[Shown]:
    """Messages of a thread for one reader, in a fixed number of statements."""
    home, page = thread.page.territory.slug, thread.page
    said = [message for message in messages if message.is_said]
    people = named(session, {handle for message in said for handle in handles_in(message.text)})
    existing = reachable(session, page, {path for message in said for path in paths_in(message.text, home)})
    reacted = queries.reactions(session, [message.id for message in said])
    may_moderate = can(actor, Permission.MESSAGE_MODERATE, page)
    may_go_on = can(actor, Permission.THREAD_WRITE, page) and (not thread.is_locked or may_moderate)
    return [
        Shown(
            message=message,
            html=_html(actor, message, may_moderate, home, existing, people),
            reactions=_reactions(actor, reacted.get(message.id, {})),
            is_mine=message.author_id == actor.user_id,
            may_go_on=may_go_on,
            may_moderate=may_moderate,
        )
        for message in messages
    ]


def _html(
    actor: Actor,
    message: Message,
    may_moderate: bool,
    home: str,
    existing: frozenset[str],
    people: dict[str, str],
) -> Markup:
    is_own_hidden = message.removed_at is None and message.author_id == actor.user_id
    if not message.is_said or not (message.is_shown or may_moderate or is_own_hidden):
        return Markup("")
    # Cleaned, last, by the function itself.
    # `html_of` cleans last, on the final HTML.
    return Markup(html_of(message.text, home=home, existing=existing, people=people))  # noqa: S704


def _reactions(actor: Actor, found: dict[str, list[tuple[int, str]]]) -> tuple[Reacted, ...]:
    return tuple(
        Reacted(
            kind=kind,
            names=tuple(name for _id, name in found.get(kind, ()) if name),
            count=len(found.get(kind, ())),
            is_mine=any(user_id == actor.user_id for user_id, _name in found.get(kind, ())),
        )
        for kind in REACTIONS
    )


def _encoded(words: Sequence[str]) -> str:
    # A hyphen means something there, and is none of the characters that need encoding elsewhere.
    return urlquote(" ".join(words), safe="").replace("-", "%2D")
