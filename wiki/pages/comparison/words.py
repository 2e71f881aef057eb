"""Word-level comparison of two lines, cut into the pieces that changed and those that did not."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wiki.pages.comparison.alignment import Block, Effort, matching_blocks

TOKEN = re.compile(r"\w+(?:['’\-]\w+)*|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A run of characters of a line, changed or not."""

    text: str
    changed: bool


Pieces = tuple[Piece, ...]


def word_pieces(old: str, new: str, effort: Effort) -> tuple[Pieces, Pieces]:
    """Cut both lines at the words that differ; white space alone between two changes counts as changed."""
    old_tokens, new_tokens = TOKEN.findall(old), TOKEN.findall(new)
    blocks = matching_blocks(old_tokens, new_tokens, effort)
    old_flags, new_flags = [True] * len(old_tokens), [True] * len(new_tokens)
    for block in _without_inner_spaces(blocks, old_tokens, len(new_tokens)):
        old_flags[block.old : block.old + block.size] = [False] * block.size
        new_flags[block.new : block.new + block.size] = [False] * block.size
    return tuple(_pieces(old_tokens, old_flags)), tuple(_pieces(new_tokens, new_flags))


def count_words(text: str) -> int:
    """Return the number of words in a text."""
    return sum(token[0].isalnum() or token[0] == "_" for token in TOKEN.findall(text))


def _without_inner_spaces(blocks: Sequence[Block], old: Sequence[str], new_size: int) -> Iterator[Block]:
    for block in blocks:
        ends_a_line = block.old + block.size == len(old) and block.new + block.size == new_size
        if block.old == block.new == 0 or ends_a_line or block.size > 1 or not old[block.old].isspace():
            yield block


def _pieces(tokens: Sequence[str], flags: Sequence[bool]) -> Iterator[Piece]:
    start = 0
    for place in range(1, len(tokens) + 1):
        if place == len(tokens) or flags[place] != flags[start]:
            yield Piece("".join(tokens[start:place]), flags[start])
            start = place
