"""Activities as cards: the headings, lists and paragraphs of *Déroulé* arranged for reading.

Works on the tokens of the whole body, before they are rendered and cleaned; nothing is added to what the text says.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from markdown_it.token import Token

from scenarios.script.outline import read_mark
from scenarios.script.vocabulary import TYPES, canonical_property, canonical_section
from wiki.rendering.paragraphs import plain_text

TYPE_CLASSES = {
    "acquisition": "type-acquisition",
    "enquête": "type-enquete",
    "pratique": "type-pratique",
    "production": "type-production",
    "discussion": "type-discussion",
    "collaboration": "type-collaboration",
}


def as_cards(tokens: list[Token]) -> list[Token]:
    """The tokens with each activity of *Déroulé* in a section of its own, its properties as a list of facts."""
    shaped, card = list[Token](), list[Token]()
    inside, level = False, 0  # in Déroulé; the level of the activity that is open, 0 when none is
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            heading = plain_text(tokens[index + 1].children or [])
            depth = len(token.markup)
            if depth <= 2:
                shaped += _closed(card)
                card, level, inside = [], 0, canonical_section(heading) == "Déroulé"
            mark = read_mark(heading) if inside and depth > 2 else None
            if mark or (level and depth <= level):
                shaped += _closed(card)
                card, level = [], depth if mark and mark.kind == "activity" else 0
        (card if level else shaped).append(token)
    return shaped + _closed(card)


def _closed(card: list[Token]) -> list[Token]:
    """One activity as a section; nothing where there is none."""
    if not card:
        return []
    lists = list(_leading_lists(card[3:]))
    size = 3 + sum(map(len, lists))
    facts = [fact for found in lists for fact in _facts(found)]
    opening = Token("activity_open", "section", 1, attrs={"class": " ".join(_classes(facts))}, block=True)
    closing = Token("activity_close", "section", -1, block=True)
    return [opening, *_heading(card[:3]), *_fact_list(facts), *card[size:], closing]


def _heading(tokens: Sequence[Token]) -> Iterator[Token]:
    """The heading without its key word, which the card says by being one."""
    opening, inline, closing = tokens
    children = list(inline.children or [])
    if children and children[0].type == "text" and ":" in children[0].content:
        first = children[0].copy(content=children[0].content.partition(":")[2].lstrip())
        inline = inline.copy(children=[first, *children[1:]])
    yield from (opening, inline, closing)


def _leading_lists(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The lists before the first block that is none."""
    found = list[Token]()
    for token in tokens:
        if not found and token.type != "bullet_list_open":
            return
        found.append(token)
        if token.type == "bullet_list_close" and token.level == 0:
            yield found
            found = []


def _facts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The content of each item of a list, without the item's own tokens."""
    item = list[Token]()
    for token in tokens[1:-1]:
        if token.type == "list_item_close" and token.level == 1:
            yield item
            item = []
        elif token.type != "list_item_open" or token.level != 1:
            item.append(token)


def _key_of(fact: Sequence[Token]) -> tuple[str, str]:
    """The canonical key of a fact and the text after its colon; both empty where it has none."""
    inline = next((token for token in fact if token.type == "inline"), None)
    text = plain_text(inline.children or []) if inline else ""
    key, colon, value = text.partition(":")
    return (canonical_property(key) or key.strip(), value.strip()) if colon else ("", "")


def _classes(facts: Sequence[Sequence[Token]]) -> list[str]:
    values = dict(map(_key_of, facts))
    name = TYPES.recognise(values.get("Type", ""))
    return ["activity", *([TYPE_CLASSES[name]] if name else [])]


def _fact_list(facts: Sequence[list[Token]]) -> Iterator[Token]:
    if not facts:
        return
    yield Token("facts_open", "dl", 1, attrs={"class": "activity-facts"}, block=True)
    for fact in facts:
        yield Token("fact_open", "div", 1, block=True)
        yield from _fact(fact)
        yield Token("fact_close", "div", -1, block=True)
    yield Token("facts_close", "dl", -1, block=True)


def _fact(tokens: list[Token]) -> Iterator[Token]:
    """The key as a term, the rest as what is said of it; an item without a colon is only said."""
    place = next((index for index, token in enumerate(tokens) if token.type == "inline"), None)
    children = list(tokens[place].children or []) if place is not None else []
    split = next(
        (n for n, child in enumerate(children) if child.type == "text" and ":" in child.content), None
    )
    if place is None or split is None:
        yield from (_tag("dt", 1), _tag("dt", -1), _tag("dd", 1), *tokens, _tag("dd", -1))
        return
    before, _, after = children[split].content.partition(":")
    key = [*children[:split], children[split].copy(content=before.rstrip(" \u00a0\u202f"))]
    value = [children[split].copy(content=after.lstrip()), *children[split + 1 :]]
    yield from (_tag("dt", 1), tokens[place].copy(children=key), _tag("dt", -1), _tag("dd", 1))
    yield from (*tokens[:place], tokens[place].copy(children=value), *tokens[place + 1 :], _tag("dd", -1))


def _tag(name: str, nesting: Literal[-1, 1]) -> Token:
    return Token(f"{name}_{'open' if nesting > 0 else 'close'}", name, nesting, block=True)
