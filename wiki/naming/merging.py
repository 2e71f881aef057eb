"""The text that two pages would have together, proposed to whoever merges them. Pure."""

from wiki.naming.rewriting import Rename, rewritten
from wiki.naming.titles import title_lines
from wiki.rendering.characters import printable
from wiki.rendering.head import Head, read_head, set_head_value
from wiki.rendering.markdown import parse

LISTS = (
    "thèmes", "mots-clés", "auteurs", "public", "besoins", "ressources", "solutions", "compétences", "odd",
    "partenaires", "patrimoines", "référent",
)  # fmt: skip
"""Keys of the head that hold several things: what both pages say is kept."""
_OWN = frozenset({"titre", "territoire", "format", "type", "adapté de", "traduction-de"})
"""Keys that speak of one page alone."""
_DEEPEST = 6


def merged_text(kept: str, taken: str, merge: Rename, *, home: str, taken_home: str) -> str:
    """The text of the page that stays, with what the other says below a heading of its title.

    Args:
        merge: from the page that goes to the one that stays.
        home: territory of the page that stays; `taken_home` that of the other.
    """
    taken = rewritten(taken, [merge], home=taken_home, new_home=home)
    kept = rewritten(kept, [merge], home=home)
    kept_head, taken_head = read_head(kept), read_head(taken)
    body = _deeper(_without_title(taken[taken_head.body_start :])).strip()
    together = f"{kept.rstrip()}\n\n## {merge.former_title}\n\n{body}".rstrip() + "\n"
    for key, values in _joined(kept_head, taken_head):
        together = set_head_value(together, key, values)
    return together


def _joined(kept: Head, taken: Head) -> list[tuple[str, str | list[str]]]:
    """The keys that change: lists with what both say, and what the page that stays says nothing of."""
    found: list[tuple[str, str | list[str]]] = []
    for key in taken.values:
        items = list(dict.fromkeys((*kept.items(key), *taken.items(key))))
        if key in LISTS and len(items) > len(kept.items(key)):
            found.append((key, items))
        elif key not in LISTS and key not in _OWN and not kept.get(key) and taken.get(key):
            value = taken.values[key]
            found.append((key, value if isinstance(value, str) else list(value)))
    return found


def _without_title(body: str) -> str:
    lines = title_lines(body)
    if lines is None:
        return body
    written = body.split("\n")
    return "\n".join(written[: lines[0]] + written[lines[1] :])


def _deeper(body: str) -> str:
    """The text with its headings one level deeper, below the heading that it gets."""
    written = body.split("\n")
    for token in reversed(parse(printable(body), home="-", french=False)):
        if token.type == "heading_open" and token.level == 0 and token.map:
            first, last = token.map
            level = min(int(token.tag[1]) + 1, _DEEPEST)
            is_underlined = last - first > 1
            title = _underlined(written, first, last) if is_underlined else written[first].strip().lstrip("#")
            written[first:last] = [f"{'#' * level} {title.strip()}"]
    return "\n".join(written)


def _underlined(written: list[str], first: int, last: int) -> str:
    return " ".join(line.strip() for line in written[first : last - 1])
