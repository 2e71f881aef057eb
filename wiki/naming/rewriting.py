"""Links in a text made to follow a page to its new name. Pure: nothing but links changes.

What looks like a link may stand in a code block, so the tokenizer decides: each place that looks like one is marked
by letters that occur nowhere else, the text is read as a page is, and where the letters turn up as the target of a
link there is a link.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from markdown_it.token import Token

from wiki.rendering.characters import printable
from wiki.rendering.head import read_head, set_head_value
from wiki.rendering.markdown import MAX_MARKED, parse
from wiki.rendering.rules.wikilinks import LinkTarget, parse_target
from wiki.rendering.slugs import fold

HEAD_KEYS = ("adapté de", "traduction-de", "scénario")
"""Keys of the head that name a page, as `territoire/slug@numéro`."""

# As `wiki.rendering.rules.wikilinks` knows them, and as they stand in a table, where the bar is escaped.
_WIKI_LINK = re.compile(
    r"\[\[(?P<written>[^\[\]\n|]{1,300}?)(?P<label>\\?\|[^\[\]\n]{0,300})?\]\]", re.UNICODE
)
_TERRITORY = re.compile(r"[^/]*[^/\s]/(?=\S)")
_NOT_IN_LABELS = re.compile(r"[\[\]\n|]")
_RULE_BELOW = re.compile(r"[^\n]*\n[ \t>|:+*-]*-[ \t>|:-]*(?:\n|$)")
_BEFORE_ADDRESS = r"(?<=[(<\s])"
_AFTER_ADDRESS = r"(?=[)>\s/?#\"']|$)"


@dataclass(frozen=True, slots=True)
class Rename:
    """A page that was at `former_path` (`territoire/slug`) under `former_title`, and what it is now."""

    former_path: str
    path: str
    former_title: str = ""
    title: str = ""

    @property
    def inverse(self) -> "Rename":
        """The way back."""
        return Rename(self.path, self.former_path, self.title, self.former_title)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text may have a link: the span to replace, and what to write there, in and out of a table."""

    start: int
    end: int
    mark_at: int
    written: str
    written_in_table: str


def rewritten(text: str, renames: Sequence[Rename], *, home: str, new_home: str | None = None) -> str:
    """The text with its links as they must be once pages have other names.

    Args:
        home: slug of the territory where the text stands, in which `[[Page]]` is looked for.
        new_home: where it will stand, if elsewhere: links inside the old territory then name it.
    """
    moved = {rename.former_path: rename for rename in renames}
    start = read_head(text).body_start
    head, body = text[:start], text[start:]
    return _with_head(head + _body(body, moved, home, new_home or home), moved)


def _with_head(text: str, moved: dict[str, Rename]) -> str:
    head = read_head(text)
    for key in HEAD_KEYS:
        path, at, number = head.get(key).strip().partition("@")
        if path in moved:
            text = set_head_value(text, key, moved[path].path + at + number)
    return text


def _body(body: str, moved: dict[str, Rename], home: str, new_home: str) -> str:
    if len(body) > MAX_MARKED:
        # Shown as plain text: there are no links in it.
        return body
    places = [*_wiki_links(body, moved, home, new_home), *_addresses(body, moved)]
    parts, done = list[str](), 0
    for place, in_table in _links_among(_apart(places), body):
        # A bar in the line above such a rule would make a table of it.
        escaped = in_table or _RULE_BELOW.match(body, place.end)
        parts += body[done : place.start], place.written_in_table if escaped else place.written
        done = place.end
    return "".join([*parts, body[done:]])


# What looks like a link and would be written otherwise


def _wiki_links(body: str, moved: dict[str, Rename], home: str, new_home: str) -> Iterator[_Place]:
    for found in _WIKI_LINK.finditer(body):
        written, label = found["written"], (found["label"] or "").removeprefix("\\")
        target = parse_target(written, label.removeprefix("|"), home)
        if target is None:
            continue
        link = _link(written, label, target, moved.get(target.path), new_home)
        if link is None:
            continue
        in_table = link.replace("\\|", "|").replace("|", "\\|")
        yield _Place(found.start(), found.end(), found.start("written") + _title_at(written), link, in_table)


def _title_at(written: str) -> int:
    territory = _TERRITORY.match(written)
    rest = written[territory.end() :] if territory else written
    return (territory.end() if territory else 0) + len(rest) - len(rest.lstrip())


def _link(written: str, label: str, target: LinkTarget, rename: Rename | None, home: str) -> str | None:
    """The link as it must be written in the territory `home`; None where it may stay as it is."""
    path = rename.path if rename else target.path
    stays = parse_target(written, "", home)
    if stays is not None and stays.path == path:
        return None
    place, _, fragment = written.partition("#")
    name, shown = _name(place, target, rename, path)
    ending = f"#{fragment}" if fragment else ""
    territory, slug = path.split("/")
    before = "" if territory == home else f"{territory}/"
    named = f"[[{before}{name}{ending}{label}]]"
    if label or not shown:
        return named if _leads(before + name, path, home) else f"[[{before}{slug}{ending}{label}]]"
    if name == shown and _leads(before + name, path, home):
        return named
    return f"[[{before}{slug}{ending}|{shown}]]"


def _name(place: str, target: LinkTarget, rename: Rename | None, path: str) -> tuple[str, str]:
    """How the page is called in the link, and what the reader sees; nothing to see where the slug was written."""
    territory = _TERRITORY.match(place.strip())
    title = place.strip()[territory.end() :] if territory else place.strip()
    slug = path.split("/")[1]
    if title == target.path.split("/")[1]:
        return slug, ""
    is_called_so = rename is not None and fold(title) == fold(rename.former_title)
    if rename is not None and is_called_so and rename.title and not _NOT_IN_LABELS.search(rename.title):
        title = rename.title
    return title, title


def _leads(written: str, path: str, home: str) -> bool:
    target = parse_target(written, "", home) if "#" not in written else None
    return target is not None and target.path == path


def _addresses(body: str, moved: dict[str, Rename]) -> Iterator[_Place]:
    for former, rename in moved.items():
        if former == rename.path:
            continue
        for found in re.finditer(f"{_BEFORE_ADDRESS}/{re.escape(former)}{_AFTER_ADDRESS}", body):
            address = f"/{rename.path}"
            yield _Place(
                found.start(), found.end(), found.start() + 1 + former.index("/") + 1, address, address
            )


def _apart(places: Iterable[_Place]) -> list[_Place]:
    """The places in order; of two that overlap, the first."""
    apart = list[_Place]()
    for place in sorted(places, key=lambda place: place.start):
        if not apart or place.start >= apart[-1].end:
            apart.append(place)
    return apart


# Which of them are links


def _links_among(places: Sequence[_Place], body: str) -> list[tuple[_Place, bool]]:
    """Those of the places that are links to whoever reads the page, and whether each stands in a table."""
    if not places:
        return []
    letters = _absent_letters(body)
    marks = [f"{letters}{number}x" for number in range(len(places))]
    marked, done = list[str](), 0
    for place, mark in zip(places, marks, strict=True):
        marked += body[done : place.mark_at], mark
        done = place.mark_at
    tokens = parse(printable("".join([*marked, body[done:]])), home="-", french=False)
    found = dict(_marks_in(tokens, re.compile(f"/({letters}\\d+x)")))
    return [(place, found[mark]) for place, mark in zip(places, marks, strict=True) if mark in found]


def _absent_letters(body: str) -> str:
    """Letters that the text does not have, in any case or with any accent."""
    folded = fold(body)
    return next(letters for number in count() if (letters := f"zq{'v' * number}q") not in folded)


def _marks_in(tokens: Sequence[Token], mark: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The marks that are targets of links, and whether the link stands in a table."""
    in_table = False
    for token in tokens:
        if token.type in ("table_open", "table_close"):
            in_table = token.type == "table_open"
        for child in token.children or ():
            found = mark.search(_target(child))
            if found:
                yield found[1], in_table


def _target(token: Token) -> str:
    if token.type == "wiki_link_open":
        return f"/{token.meta['target'].path}"
    return str(token.attrs.get("href", "")) if token.type == "link_open" else ""
